// What the clients of this folder have in common: a way onto the wire on which everything stands as they send it (headers spelled
// their way, the host that they call, JSON as their language writes it), and replies unpacked as they do.
import assert from 'node:assert/strict';
import http from 'node:http';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { timeoutMs } from '../../lib/stele.mjs';

const unpack = {
    gzip: gunzipSync,
    deflate: inflateSync,
    br: brotliDecompressSync,
};

// The hosts of the vendor's regions. A company is in one of them; on any other host the region does not matter.
export const hosts = { default: 'api.ap3api.com', au: 'api.au.ap3api.com', eu: 'api.eu.ap3api.com' };

const escaped = (text) => text.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

// JSON as PHP's json_encode writes it.
export const phpJson = (value) => escaped(JSON.stringify(value)).replaceAll('/', '\\/');

// As Python's json.dumps does.
export function pythonJson(value) {
    if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`;
    if (value === null || typeof value !== 'object') return escaped(JSON.stringify(value));
    const members = Object.entries(value).map(([name, member]) => `${escaped(JSON.stringify(name))}: ${pythonJson(member)}`);
    return `{${members.join(', ')}}`;
}

// As Haskell's aeson does, whose objects are maps.
export function aesonJson(value) {
    if (Array.isArray(value)) return `[${value.map(aesonJson).join(',')}]`;
    if (value === null || typeof value !== 'object') return JSON.stringify(value);
    const members = Object.keys(value).sort();
    return `{${members.map((name) => `${JSON.stringify(name)}:${aesonJson(value[name])}`).join(',')}}`;
}

async function collect(message) {
    const chunks = [];
    for await (const chunk of message) chunks.push(chunk);
    const bytes = Buffer.concat(chunks);
    const coding = message.headers['content-encoding'];
    const text = (coding ? unpack[coding](bytes) : bytes).toString('utf8');
    return { status: message.statusCode, headers: message.headers, text, json: () => JSON.parse(text) };
}

export class Wire {
    // `headers`: [name, value] of every request, with that of the key; `write` makes the text of a body.
    constructor(url, { headers, host = new URL(url).host, write = JSON.stringify }) {
        Object.assign(this, { url, headers, host, write });
        this.agent = new http.Agent({ keepAlive: true });
        this.answered = new Set();
    }

    // Without a body there is none, and no length but where the client's library sends that.
    send(method, path, body, headers = this.headers) {
        const bytes = body === undefined ? null : Buffer.from(this.write(body));
        const fields = [['Host', this.host], ...headers];
        if (bytes) fields.push(['Content-Length', bytes.length]);
        else if (method !== 'GET') fields.push(['Content-Length', 0]);
        const options = { agent: this.agent, method, setHost: false, timeout: timeoutMs };
        return new Promise((resolve, reject) => {
            const request = http.request(this.url + path, options, (message) => collect(message).then(resolve, reject));
            for (const [name, value] of fields) request.setHeader(name, value);
            request.once('error', reject);
            request.once('timeout', () => request.destroy(new Error(`no reply within ${timeoutMs / 1000} s`)));
            request.end(bytes ?? undefined);
        }).then((reply) => {
            if (reply.status === 200) this.answered.add(`${method} ${path}`);
            return reply;
        });
    }

    post(path, body) {
        return this.send('POST', path, body);
    }

    put(path, body) {
        return this.send('PUT', path, body);
    }
}

// What is done after the answer: looks until it has been.
export async function eventually(what, look) {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
        const seen = await look();
        if (seen) return seen;
        assert.ok(Date.now() < deadline, `${what}: not within ${timeoutMs / 1000} s`);
        await new Promise((resolve) => setTimeout(resolve, 20));
    }
}
