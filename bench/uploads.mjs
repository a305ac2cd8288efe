// A file of 1 GiB goes in and comes out again; the memory of the server must not grow with it.
//
// node bench/uploads.mjs [--stele PATH] [--bytes N]
//
// Exits 1 when the server's resident memory was above 150 MB at any moment.
import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { binaryOf, parseOptions } from '../tests/lib/options.mjs';
import { DataFolder, Server } from '../tests/lib/stele.mjs';
import { RawUpload } from '../tests/lib/uploads.mjs';
import { isInMemory, peakResidentBytes } from './process.mjs';

const mostResident = 150e6;
const framing = 64 * 1024; // what stands around the file
const megabyte = 1024 * 1024;

// No two pieces alike, and made faster than they are sent.
function* pieces(size) {
    const piece = Buffer.alloc(megabyte, 'what a large file is made of ');
    for (let at = 0; at < size; at += piece.length) {
        piece.writeDoubleLE(at, 0);
        yield Buffer.from(piece.subarray(0, Math.min(piece.length, size - at)));
    }
}

async function send(server, size) {
    const upload = await RawUpload.begin(server, size);
    const digest = createHash('sha256');
    if ((await upload.status()) !== 100) throw new Error('the upload was not invited');
    await upload.openFile();
    for (const piece of pieces(size)) {
        digest.update(piece);
        await upload.write(piece);
    }
    await upload.closeFile();
    const status = await upload.status();
    if (status !== 200) throw new Error(`the upload: ${status} ${upload.text}`);
    upload.destroy();
    return digest.digest('hex');
}

// The bytes behind the head, as they come: fetch would keep more of them than is fair to the machine.
async function receive(server, size) {
    const socket = connect(server.port, '127.0.0.1');
    socket.write(`GET /v1/files/1/download HTTP/1.1\r\nHost: x\r\nX-Api-Token: ${server.folder.adminKey}\r\nConnection: close\r\n\r\n`);
    const digest = createHash('sha256');
    let head = Buffer.alloc(0);
    let received = -1;
    for await (const bytes of socket) {
        if (received >= 0) {
            digest.update(bytes);
            received += bytes.length;
            continue;
        }
        head = Buffer.concat([head, bytes]);
        const end = head.indexOf('\r\n\r\n');
        if (end < 0) continue;
        digest.update(head.subarray(end + 4));
        received = head.length - end - 4;
    }
    if (received !== size) throw new Error(`the download: ${received} bytes of ${size}\n${head.subarray(0, 1000)}`);
    return digest.digest('hex');
}

async function measure(what, server, size, run) {
    const begin = performance.now();
    const digest = await run(server, size);
    const seconds = (performance.now() - begin) / 1000;
    const peak = peakResidentBytes(server.pid);
    console.log(`${what}: ${(size / megabyte / seconds).toFixed(0)} MiB/s, peak resident memory ${(peak / 1e6).toFixed(1)} MB`);
    return { digest, peak };
}

async function main() {
    const options = parseOptions(process.argv.slice(2), ['stele', 'bytes']);
    const size = Number(options.bytes ?? 1024 * megabyte);
    const folder = await DataFolder.create(binaryOf(options));
    if (isInMemory(folder.path)) console.log('the files lie in memory, not on a disk: the rates say little');
    const server = await Server.start(folder, ['--upload-limit', String(size + framing)]);
    try {
        const up = await measure('up', server, size, send);
        const down = await measure('down', server, size, receive);
        if (up.digest !== down.digest) throw new Error('what came out is not what went in');
        await server.stop();
        if (down.peak > mostResident) {
            console.log(`above ${mostResident / 1e6} MB`);
            process.exitCode = 1;
        }
    } finally {
        await server.kill();
        await folder.remove();
    }
}

await main();
