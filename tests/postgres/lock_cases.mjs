// Somebody else holds a company's row: its writes are refused in time, and nothing else waits.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { withTimeout } from '../lib/stele.mjs';
import { refusalOf } from './load.mjs';

const lockTimeoutMs = 5_000;
const graceMs = 2_000;

// Resolves to what ends it, once the row is locked.
async function lockCompany(url) {
    const session = spawn('psql', ['--no-psqlrc', '-qAt', '-v', 'ON_ERROR_STOP=1', url], { stdio: ['pipe', 'pipe', 'inherit'] });
    process.once('exit', () => session.kill('SIGKILL'));
    const ended = new Promise((resolve) => session.once('exit', resolve));
    session.stdin.write('BEGIN; SELECT company_id FROM company_state WHERE company_id = 1 FOR UPDATE;\n');
    await withTimeout(new Promise((resolve) => session.stdout.once('data', resolve)), 'the lock');
    return async () => {
        session.stdin.end('ROLLBACK;\n');
        await ended;
    };
}

async function heldLock({ house }) {
    const { folder } = house;
    const [, otherKey] = (await folder.line(['company', 'add', '--name', 'Baltic Ply', '--admin', 'bo@baltic.example'])).split('\t');
    const server = await house.serve();
    const send = async (method, path, key, name) => {
        const headers = { 'x-api-token': key, 'content-type': 'application/json' };
        const start = Date.now();
        const reply = await fetch(server.url + path, { method, headers, body: name && JSON.stringify({ name }) });
        return { status: reply.status, headers: reply.headers, body: await reply.text(), took: Date.now() - start };
    };
    const write = (name, key = house.key) => send('POST', '/v1/organizations', key, name);
    assert.equal((await write('Before')).status, 201);

    const unlock = await lockCompany(house.url);
    let waits = true;
    const first = write('Waits').finally(() => (waits = false));
    const others = Promise.all([write('Waits too'), write('Waits as well')]);
    let served = 0;
    for (; waits; served += 1) {
        assert.equal((await send('GET', '/v1/organizations?limit=5', house.key)).status, 200);
        assert.equal((await write(`Other ${served}`, otherKey)).status, 201);
    }
    assert.ok(served >= 10, `${served} reads and writes of others meanwhile`);
    const refused = [await first, ...(await others)];
    for (const reply of refused) refusalOf(reply);
    assert.ok(refused[0].took >= lockTimeoutMs - 100 && refused[0].took <= lockTimeoutMs + graceMs, `after ${refused[0].took} ms`);
    assert.ok(refused.every(({ took }) => took <= 15_000), 'none waits without end');
    await unlock();

    assert.equal((await write('After')).status, 201);
    const { data } = JSON.parse((await send('GET', '/v1/organizations?sort=id', house.key)).body);
    assert.deepEqual(data.map(({ name }) => name), ['Before', 'After']);
    await house.expectSound();
    return `${served} reads and writes of others meanwhile, refused after ${refused.map(({ took }) => took)} ms`;
}

export const lockCases = { "a company's row is locked by somebody else": heldLock };
