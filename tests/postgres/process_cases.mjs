// Several Stele on one database, and one that is killed.
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { crashRound } from '../crash/round.mjs';
import { Load } from './load.mjs';

const promisedMs = 2_000; // until every process knows of a change of keys, users and groups

async function soon(get, wanted, what) {
    const deadline = Date.now() + promisedMs;
    let seen;
    while ((seen = await get()) !== wanted) {
        assert.ok(Date.now() < deadline, `${what}: ${seen} instead of ${wanted} after ${promisedMs} ms`);
        await pause(10);
    }
}

async function call(server, key, method, path, body) {
    const headers = { 'x-api-token': key, 'content-type': 'application/json' };
    const reply = await fetch(server.url + path, { method, headers, body: body && JSON.stringify(body) });
    return { status: reply.status, ...(await reply.json()) };
}

async function mixedLoad({ house, seed, rounds }) {
    const servers = [await house.serve(), await house.serve()];
    const load = new Load({ servers, keys: [house.key], userIds: house.userIds, seed, writers: 16, readers: 4 });
    await load.more({ acknowledged: 1500 * rounds, reads: 200 });
    await load.stop();
    assert.equal(load.seen.refused + load.seen.unknown + load.seen.refusedReads, 0, [...load.reasons].join());
    await house.judge(load);
    const records = load.ledgers.flatMap((ledger) => ledger.records);
    const ids = records.flatMap(({ id, absorbed = [] }) => [id, ...absorbed]).sort((a, b) => a - b);
    assert.deepEqual(ids, Array.from(ids, (_, i) => i + 1), 'ids without a gap');
    await expectOrder(servers, house.key);
    return load.summary;
}

// What was written last stands first, the same at both.
async function expectOrder(servers, key) {
    const path = '/v1/organizations?limit=500&sort=update_time%20DESC';
    const [one, other] = await Promise.all(servers.map((server) => call(server, key, 'GET', path)));
    assert.deepEqual(one.data.map(({ id }) => id), other.data.map(({ id }) => id));
    const times = one.data.map(({ update_time: time }) => time);
    assert.deepEqual(times, times.toSorted().reverse());
}

async function changedKeys({ house }) {
    const { folder } = house;
    const servers = [await house.serve(), await house.serve()];
    const me = (server, key) => call(server, key, 'GET', '/v1/users/me').then(({ status }) => status);
    for (const server of servers) assert.equal(await me(server, house.key), 200);
    const key = await folder.createKey('bob@acme.example');
    for (const server of servers) assert.equal(await me(server, key), 200, 'a new key');
    const rows = (await folder.run(['key', 'list'])).stdout.split('\n');
    const [id] = rows.find((row) => row.includes('bob@')).split('\t');
    assert.equal((await folder.run(['key', 'revoke', id])).status, 0);
    for (const server of servers) {
        await soon(() => me(server, key), 401, 'a revoked key');
        const write = () => call(server, key, 'POST', '/v1/organizations', { name: 'Too late' }).then(({ status }) => status);
        assert.equal(await write(), 401, 'a revoked key writes');
    }
}

async function changedUsers({ house }) {
    const { folder } = house;
    const servers = [await house.serve(), await house.serve()];
    const [bob, cid] = [await folder.createKey('bob@acme.example'), await folder.createKey('cid@acme.example')];
    const set = async (...args) => assert.equal((await folder.run(args)).status, 0, args.join(' '));
    await set('company', 'set', '--visibility-scheme', 'groups', '--default-visibility', 'organization=group');
    const sales = await folder.line(['group', 'add', '--name', 'Sales']);
    await set('user', 'set', '--email', 'bob@acme.example', '--group', sales);
    const added = await call(servers[0], bob, 'POST', '/v1/organizations', { name: 'Of sales' });
    assert.equal(added.data.visible_to, '3');
    const seen = (server) => call(server, cid, 'GET', `/v1/organizations/${added.data.id}`).then(({ status }) => status);
    for (const [group, status] of [[null, 404], [sales, 200], ['1', 404]]) {
        if (group) await set('user', 'set', '--email', 'cid@acme.example', '--group', group);
        for (const server of servers) await soon(() => seen(server), status, `in group ${group}`);
    }
}

// Its own database, as tests/crash has it.
async function killedStele({ binary, seed }) {
    return crashRound(binary, seed);
}

export const processCases = {
    'two processes write to one company': mixedLoad,
    'a key made or revoked is known to all at once': changedKeys,
    'a group changed is known to all at once': changedUsers,
    'Stele is killed under load': killedStele,
};
