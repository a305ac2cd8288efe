// The helpers against a stand-in for the program: a server that misbehaves is noticed.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { binaryOf, parseOptions } from './options.mjs';
import { DataFolder, runProgram, Server, withTimeout } from './stele.mjs';

const binary = fileURLToPath(new URL('../api/lib/testing/fake_stele.mjs', import.meta.url));

async function withFolder(work) {
    const folder = await DataFolder.create(binary);
    try {
        await work(folder);
    } finally {
        await folder.remove();
    }
    assert.equal(existsSync(folder.path), false);
}

const start = (folder, fault) => Server.start(folder, [], { env: { FAKE: fault } });

test('a server says where it listens, serves, and stops', () =>
    withFolder(async (folder) => {
        assert.equal(folder.adminKey, 'st_1_annsecret');
        const server = await Server.start(folder);
        assert.equal((await fetch(`${server.url}/reply/201`, { method: 'POST', body: '{}' })).status, 201);
        await server.stop();
        await assert.rejects(fetch(server.url));
    }));

test('a server that ends before it listens fails', () =>
    withFolder((folder) => assert.rejects(start(folder, 'dead'), /ended with 2 before it listened/)));

test('anything more on standard output fails', () =>
    withFolder(async (folder) => {
        const server = await start(folder, 'chatty');
        await assert.rejects(server.stop(), /unexpected on standard output: hello/);
    }));

test('an exit status other than 0 after SIGTERM fails', () =>
    withFolder(async (folder) => {
        const server = await start(folder, 'failing');
        await assert.rejects(server.stop(), /exit status 3 after SIGTERM/);
    }));

test('a killed server has ended', () =>
    withFolder(async (folder) => {
        const server = await Server.start(folder);
        await server.kill();
        await assert.rejects(server.stop(), /exit status SIGKILL/);
    }));

test('a wait has an end', async () => {
    await assert.rejects(withTimeout(new Promise(() => {}), 'nothing', 20), /nothing: nothing within 0.02 s/);
    assert.equal(await withTimeout(Promise.resolve(7), 'seven'), 7);
});

test('settings of the developer do not reach the program', async () => {
    process.env.STELE_LISTEN = '127.0.0.1:1';
    const result = await runProgram(process.execPath, ['-p', 'process.env.STELE_LISTEN']);
    delete process.env.STELE_LISTEN;
    assert.equal(result.stdout, 'undefined\n');
});

test('a command that fails, or prints other than one line, fails', () =>
    withFolder(async (folder) => {
        await assert.rejects(folder.line(['twice']), /one line expected/);
        await assert.rejects(folder.line(['nonsense']), /exit status 1/);
    }));

test('options are known names with values', () => {
    assert.deepEqual(parseOptions(['--filter', 'x'], ['filter']), { filter: 'x' });
    assert.throws(() => parseOptions(['--update', 'x'], ['filter']), /unknown argument --update/);
    assert.throws(() => parseOptions(['filter'], ['filter']), /unknown argument/);
    assert.throws(() => parseOptions(['--filter'], ['filter']), /needs a value/);
    assert.throws(() => binaryOf({ stele: '/no/such/program' }), /no program at/);
});
