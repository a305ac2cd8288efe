// One connection to a server; a reply is kept whole: status line, headers and body as they came, and unpacked.
import http from 'node:http';
import { gunzipSync } from 'node:zlib';
import { timeoutMs } from '../lib/stele.mjs';

export class Connection {
    constructor(port) {
        this.port = port;
        this.agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    }

    // headers: {name: value}; body: a value that is sent as JSON; form: {fields: {name: value}, file: {name, text}}.
    send({ method, target, headers = {}, body, form }) {
        const { type, bytes } = form ? formOf(form) : { type: 'application/json', bytes: body === undefined ? null : Buffer.from(JSON.stringify(body)) };
        const fields = bytes ? { ...headers, 'content-type': type, 'content-length': bytes.length } : headers;
        const { port, agent } = this;
        return new Promise((resolve, reject) => {
            const options = { host: '127.0.0.1', port, agent, method, path: target, headers: fields, timeout: timeoutMs };
            const request = http.request(options, (message) => collect(message).then(resolve, reject));
            request.once('error', reject);
            request.once('timeout', () => request.destroy(new Error(`no reply within ${timeoutMs / 1000} s`)));
            request.end(bytes ?? undefined);
        });
    }

    close() {
        this.agent.destroy();
    }
}

const boundary = 'x-boundary-x';

function formOf({ fields, file }) {
    const head = (what) => `--${boundary}\r\ncontent-disposition: form-data; ${what}\r\n\r\n`;
    const parts = Object.entries(fields).map(([name, value]) => `${head(`name="${name}"`)}${value}\r\n`);
    parts.push(`${head(`name="file"; filename="${file.name}"`)}${file.text}\r\n--${boundary}--\r\n`);
    return { type: `multipart/form-data; boundary=${boundary}`, bytes: Buffer.from(parts.join('')) };
}

async function collect(message) {
    const chunks = [];
    for await (const chunk of message) chunks.push(chunk);
    const { statusCode, statusMessage, rawHeaders, rawTrailers } = message;
    return replyOf(statusCode, statusMessage, [...rawHeaders, ...rawTrailers], Buffer.concat(chunks));
}

// {status, headers: ["Name: value"], body, text: all of it, unpacked}.
export function replyOf(status, reason, rawHeaders, bytes) {
    const headers = [];
    for (let i = 0; i < rawHeaders.length; i += 2) headers.push(`${rawHeaders[i]}: ${rawHeaders[i + 1]}`);
    const packed = bytes.length > 0 && headers.some((line) => /^content-encoding: *gzip$/i.test(line));
    const body = (packed ? gunzipSync(bytes) : bytes).toString('utf8');
    return { status, headers, body, text: `HTTP/1.1 ${status} ${reason}\n${headers.join('\n')}\n\n${body}` };
}

const ofTheMoment = /^(date|content-length|content-encoding|vary): /i; // a longer id can make a body long enough to pack

// What makes two replies the same to a client that wants to know whether something is there. `ids`: [[from, to]], since a
// reply may name the id that was asked for.
export function comparable(reply, ids = []) {
    const lasting = (line) => !ofTheMoment.test(line) || (!reply.body && /^content-length: /i.test(line)); // of HEAD
    const headers = reply.headers.filter(lasting).sort();
    const body = reply.body.replace(/"request_id":"[0-9a-f-]{36}"/, '"request_id":""'); // each reply has its own
    const text = `${reply.status}\n${headers.join('\n')}\n\n${body}`;
    return ids.reduce((said, [from, to]) => said.replaceAll(String(from), String(to)), text);
}
