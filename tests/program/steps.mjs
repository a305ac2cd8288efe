// What the program's cases share.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Server } from '../lib/stele.mjs';

// One clear line on standard error, nothing on standard output, status 2.
export function assertRefused(result, pattern) {
    assert.equal(result.status, 2, result.stderr);
    assert.match(result.stderr, /^stele: [^\n]+\n$/);
    assert.match(result.stderr, pattern);
    assert.equal(result.stdout, '');
}

// What is stored. SQLite's index of its log, and a log with nothing in it, come and go with every look at the data.
async function contents(folder) {
    const names = [];
    for (const name of (await readdir(folder, { recursive: true })).sort()) {
        const about = await stat(join(folder, name));
        if (about.isDirectory()) continue;
        if (!name.endsWith('-shm') && !(name.endsWith('-wal') && about.size === 0)) names.push(name);
    }
    const digest = async (name) => createHash('sha256').update(await readFile(join(folder, name))).digest('hex');
    return Promise.all(names.map(async (name) => [name, await digest(name)]));
}

// Runs the program on the folder and asserts that it refuses and changes nothing.
export async function assertLeftAlone(folder, args, pattern) {
    const before = await contents(folder.path);
    assertRefused(await folder.run(args), pattern);
    assert.deepEqual(await contents(folder.path), before);
}

export function get(server, path, headers = {}) {
    return fetch(server.url + path, { headers: { 'x-api-token': server.folder.adminKey, ...headers } });
}

// Serves the folder while `test` runs, and fails when the server does not end well.
export async function withServer(folder, args, test, options) {
    const server = await Server.start(folder, args, options);
    try {
        await test(server);
    } catch (error) {
        await server.kill();
        throw error;
    }
    await server.stop();
}
