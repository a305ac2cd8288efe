// Uploads of files: whole ones by fetch, and ones over a raw socket that stop wherever a test wants.
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { timeoutMs, withTimeout } from './stele.mjs';

// {status, headers, body}, of a form with this file and these values.
export async function upload(server, bytes, { key = server.folder.adminKey, name = 'a.bin', type = '', values = {} } = {}) {
    const form = new FormData();
    for (const [field, value] of Object.entries(values)) form.append(field, value);
    form.append('file', new Blob([bytes], { type }), name);
    const reply = await fetch(`${server.url}/v1/files`, { method: 'POST', headers: { 'x-api-token': key }, body: form });
    return { status: reply.status, headers: reply.headers, body: await reply.json() };
}

export async function download(server, id, headers = {}) {
    const reply = await fetch(`${server.url}/v1/files/${id}/download`, { headers: { 'x-api-token': server.folder.adminKey, ...headers } });
    return { status: reply.status, headers: reply.headers, body: Buffer.from(await reply.arrayBuffer()) };
}

const before = Buffer.from('--xyz\r\nContent-Disposition: form-data; name="file"; filename="raw.bin"\r\n\r\n');
const after = Buffer.from('\r\n--xyz--\r\n');

function first(socket, events) {
    return new Promise((resolve) => {
        const done = () => {
            for (const event of events) socket.off(event, done);
            resolve();
        };
        for (const event of events) socket.on(event, done);
    });
}

// One whose file is `size` bytes. It asks first whether it may come.
export class RawUpload {
    // `key` null: none.
    static async begin(server, size, { key = server.folder.adminKey, chunked = false } = {}) {
        const raw = new RawUpload();
        raw.socket = connect(server.port, '127.0.0.1');
        raw.socket.on('error', () => {}); // a server that is killed, or closes before all was sent
        raw.text = '';
        raw.socket.setEncoding('latin1').on('data', (text) => (raw.text += text));
        await once(raw.socket, 'connect');
        const length = chunked ? 'Transfer-Encoding: chunked' : `Content-Length: ${before.length + size + after.length}`;
        raw.chunked = chunked;
        raw.socket.write(`POST /v1/files HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n${length}\r\n`);
        raw.socket.write(`${key === null ? '' : `X-Api-Token: ${key}\r\n`}Content-Type: multipart/form-data; boundary=xyz\r\n\r\n`);
        return raw;
    }

    write(bytes) {
        const framed = this.chunked ? Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]) : bytes;
        if (this.socket.write(framed)) return Promise.resolve();
        return first(this.socket, ['drain', 'close']);
    }
    openFile() {
        return this.write(before);
    }
    async closeFile() {
        await this.write(after);
        if (this.chunked) this.socket.write('0\r\n\r\n');
    }

    // The status of the next reply; 0 when the connection ends without one.
    status() {
        const next = async () => {
            for (;;) {
                const found = /^HTTP\/1\.1 (\d{3})[^]*?\r\n\r\n/.exec(this.text);
                if (found) {
                    this.text = this.text.slice(found[0].length);
                    return Number(found[1]);
                }
                if (this.socket.closed) return 0;
                await first(this.socket, ['data', 'close']);
            }
        };
        return withTimeout(next(), 'a reply to an upload', timeoutMs);
    }

    destroy() {
        this.socket.destroy();
    }
}

// Paths of all files below a folder of the data.
export async function filesBelow(folder, name) {
    try {
        const entries = await readdir(join(folder.path, name), { recursive: true, withFileTypes: true });
        return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));
    } catch (error) {
        if (error.code === 'ENOENT') return [];
        throw error;
    }
}

// Asks again until it is so.
export async function eventually(isSo, what) {
    const until = Date.now() + timeoutMs;
    while (!(await isSo())) {
        if (Date.now() > until) throw new Error(`${what}: not within ${timeoutMs / 1000} s`);
        await new Promise((resolve) => setTimeout(resolve, 20));
    }
}
