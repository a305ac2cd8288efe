// What Stele is measured beside, and what measures it: nginx, SQLite alone, wrk.
import { writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cpuOf, freePort, runProgram, startProgram } from './process.mjs';

const replayScript = join(dirname(fileURLToPath(import.meta.url)), 'replay.lua');
const connections = 64;
const pieceSize = 3000; // nginx reads no longer word from its configuration than 4096 bytes

function nginxConfiguration(folder, port, body) {
    const pieces = body.match(new RegExp(`[^]{1,${pieceSize}}`, 'g'));
    return `
daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
error_log ${folder}/nginx.log;
events { worker_connections 1024; }
http {
    access_log off;
    keepalive_requests 1000000000;
    default_type application/json;
    client_body_temp_path ${folder}/nginx-body;
    proxy_temp_path ${folder}/nginx-proxy;
    fastcgi_temp_path ${folder}/nginx-fastcgi;
    uwsgi_temp_path ${folder}/nginx-uwsgi;
    scgi_temp_path ${folder}/nginx-scgi;
    server {
        listen 127.0.0.1:${port};
${pieces.slice(1).map((piece, i) => `        set $piece${i} "${piece}";\n`).join('')}
        location / { return 200 "${pieces[0]}${pieces.slice(1).map((_, i) => `$piece${i}`).join('')}"; }
    }
}
`;
}

const answers = (url) => new Promise((resolve) => get(url, (reply) => resolve(reply.resume())).on('error', () => resolve(null)));

// One worker that answers everything with `size` bytes: {pid, url, stop}.
export async function startNginx(folder, size) {
    const port = await freePort();
    const file = join(folder, 'nginx.conf');
    await writeFile(file, nginxConfiguration(folder, port, 'x'.repeat(size)));
    const nginx = startProgram('nginx', ['-p', folder, '-e', `${folder}/nginx.log`, '-c', file]);
    const url = `http://127.0.0.1:${port}`;
    const ended = nginx.ended.then(() => Promise.reject(new Error('nginx ended by itself')));
    ended.catch(() => {});
    while (!(await Promise.race([answers(url), ended, nginx.failed]))); // refused until it listens
    return { ...nginx, url };
}

// {rows, seconds} of a loop over SQLite alone.
export async function runBare(program, mode, folder, seconds) {
    return JSON.parse(await runProgram(program, [mode, folder, String(seconds)]));
}

export function requestBytes(method, target, key, body) {
    const head = `${method} ${target} HTTP/1.1\r\nHost: 127.0.0.1\r\nx-api-token: ${key}\r\n`;
    if (body === undefined) return `${head}\r\n`;
    const text = JSON.stringify(body);
    return `${head}Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
}

// A file of requests, a zero byte after each.
export async function writeRequests(path, requests) {
    await writeFile(path, [...requests].map((request) => `${request}\0`).join(''));
    return path;
}

// Replays the requests of a file against a server: {requests, seconds, p50Ms, p99Ms, userUs, cpuUs} (CPU a request).
export async function replay({ pid, url }, file, seconds, clients = connections) {
    const before = cpuOf(pid);
    const args = ['-t1', `-c${clients}`, `-d${seconds}s`, '--timeout', '10s', '-s', replayScript, url, '--', file];
    const printed = await runProgram('wrk', args);
    const used = cpuOf(pid);
    const result = JSON.parse(/^replayed (.*)$/m.exec(printed)[1]);
    if (result.failed || result.requests === 0) throw new Error(`requests failed at ${url}:\n${printed}`);
    const userUs = (1e6 * (used.user - before.user)) / result.requests;
    const systemUs = (1e6 * (used.system - before.system)) / result.requests;
    return { ...result, userUs, cpuUs: userUs + systemUs };
}
