// One request over a real socket, sent as written: no header but Host, Connection and Content-Length is added.
import http from 'node:http';
import { timeoutMs } from '../../lib/stele.mjs';

export class Client {
    constructor(port) {
        this.port = port;
        this.agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    }

    // {status, headers: Map of lower-case names, body: Buffer}
    send({ method, target, headers = [], body = null }) {
        const fields = headers.map(({ name, value }) => [name, value]);
        if (body !== null) fields.push(['content-length', String(body.length)]);
        const options = {
            host: '127.0.0.1',
            port: this.port,
            agent: this.agent,
            method,
            path: target,
            headers: Object.fromEntries(fields),
            timeout: timeoutMs,
        };
        return new Promise((resolve, reject) => {
            const request = http.request(options, (reply) => resolve(collect(reply)));
            request.once('error', reject);
            request.once('timeout', () => request.destroy(new Error(`no reply within ${timeoutMs / 1000} s`)));
            request.end(body ?? undefined);
        });
    }

    close() {
        this.agent.destroy();
    }
}

async function collect(reply) {
    const chunks = [];
    for await (const chunk of reply) chunks.push(chunk);
    return { status: reply.statusCode, headers: new Map(Object.entries(reply.headers)), body: Buffer.concat(chunks) };
}

// `\xHH` is that byte; everything else is UTF-8.
export function bytesOf(text) {
    const parts = text.split(/\\x([0-9a-fA-F]{2})/);
    return Buffer.concat(parts.map((part, i) => (i % 2 ? Buffer.from(part, 'hex') : Buffer.from(part, 'utf8'))));
}
