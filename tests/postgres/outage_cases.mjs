// PostgreSQL goes and comes back under load, as a whole, connection by connection, and in the midst of a commit.
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { random } from '../crash/random.mjs';
import { psql } from '../lib/postgres.mjs';
import { timeoutMs } from '../lib/stele.mjs';
import { Load, refusalOf } from './load.mjs';
import { CuttingProxy } from './proxy.mjs';

async function until(holds, what) {
    const deadline = Date.now() + timeoutMs;
    while (!(await holds())) {
        if (Date.now() > deadline) throw new Error(`not within ${timeoutMs / 1000} s: ${what}`);
        await pause(20);
    }
}

const readiness = async (server) => (await fetch(`${server.url}/readyz`)).status;

const ways = [
    ['stopped', (postgres) => postgres.stop('fast')],
    ['stopped at once', (postgres) => postgres.stop('immediate')],
    ['killed', (postgres) => postgres.kill()],
];

async function outage({ house, postgres, seed }, end) {
    const server = await house.serve();
    assert.equal(await readiness(server), 200);
    const load = new Load({ servers: [server], keys: [house.key], userIds: house.userIds, seed });
    const draw = random(seed);
    try {
        await load.more({ acknowledged: draw.between(50, 300), reads: 20 });
        await end(postgres);
        await load.more({ refusedReads: 100 }); // a write that was in its commit waits until its end can be asked for
        assert.equal(await readiness(server), 503);
        await postgres.start();
        await load.more({ acknowledged: 200, reads: 50 });
        await until(async () => (await readiness(server)) === 200, 'ready again');
    } finally {
        if (!postgres.isRunning) await postgres.start();
        await load.stop();
    }
    await house.judge(load);
    return load.summary;
}

async function writeTo(server, key, name) {
    const headers = { 'x-api-token': key, 'content-type': 'application/json' };
    const reply = await fetch(`${server.url}/v1/organizations`, { method: 'POST', headers, body: JSON.stringify({ name }) });
    return { status: reply.status, headers: reply.headers, body: await reply.text() };
}

async function idleOutage({ house, postgres }) {
    const server = await house.serve();
    assert.equal((await writeTo(server, house.key, 'Before')).status, 201);
    await postgres.stop();
    try {
        assert.match(refusalOf(await writeTo(server, house.key, 'Refused')), /cannot be reached/);
        assert.equal(await readiness(server), 503);
    } finally {
        await postgres.start();
    }
    await until(async () => (await readiness(server)) === 200, 'ready again, though nobody asks for anything');
    assert.equal((await writeTo(server, house.key, 'After')).status, 201);
    assert.equal(await psql('SELECT string_agg(name, $$ $$ ORDER BY id) FROM organization', house.url), 'Before After');
    await house.expectSound();
}

async function terminations({ house, seed, rounds }) {
    const server = await house.serve();
    const draw = random(seed);
    const load = new Load({ servers: [server], keys: [house.key], userIds: house.userIds, seed });
    const pids = `SELECT pid FROM pg_stat_activity WHERE application_name = 'stele' AND datname = '${house.folder.database.name}'
        ORDER BY pid`;
    for (let i = 0; i < 20 * rounds; i += 1) {
        await load.more({ acknowledged: draw.between(1, 40) });
        const ended = (await psql(pids)).split('\n').filter(() => draw.chance(0.3));
        if (ended.length) await psql(`SELECT count(pg_terminate_backend(pid)) FROM unnest(ARRAY[${ended}]) pid`);
    }
    await load.more({ acknowledged: 100, reads: 50 });
    await load.stop();
    await house.judge(load);
    expectRareRefusals(load);
    return load.summary;
}

function expectRareRefusals({ seen, summary }) {
    assert.ok(seen.refused + seen.unknown <= seen.acknowledged / 5 && seen.refusedReads <= seen.reads / 5, summary);
}

async function cuts({ house, postgres, seed, rounds }) {
    const proxy = await CuttingProxy.start(postgres.port, random(seed));
    try {
        const server = await house.serve({ port: proxy.port });
        const load = new Load({ servers: [server], keys: [house.key], userIds: house.userIds, seed, readers: 2 });
        await load.more({ acknowledged: 50 });
        proxy.chance = { writer: 0.25, reader: 0.02 };
        const enough = ({ before, reply, after }) => Math.min(before, reply, after) >= 8 * rounds;
        while (!enough(proxy.cuts)) await load.more({ acknowledged: 10 });
        proxy.chance = { writer: 0, reader: 0 };
        await load.more({ acknowledged: 100, reads: 20 });
        await load.stop();
        await house.judge(load);
        assert.equal(load.seen.unknown, 0, 'the database could be asked how each commit ended');
        expectRareRefusals(load);
        await house.close();
        return `${load.summary}; cut ${JSON.stringify(proxy.cuts)}`;
    } finally {
        proxy.stop();
    }
}

// The reply is lost and nobody can be asked: the client is told that it is not known, and the write stands or not, as a whole.
async function unknownOutcomes({ house, postgres, seed }) {
    const proxy = await CuttingProxy.start(postgres.port, random(seed));
    try {
        const server = await house.serve({ port: proxy.port });
        const post = (name) => writeTo(server, house.key, name);
        assert.equal((await post('Before')).status, 201);
        proxy.onCut = () => (proxy.isOpen = false);
        proxy.chance = { writer: 1, reader: 0 };
        assert.match(refusalOf(await post('In doubt')), /is not known/);
        assert.match(refusalOf(await post('Refused')), /cannot be reached/);
        proxy.onCut = undefined;
        proxy.chance = { writer: 0, reader: 0 };
        proxy.isOpen = true;
        await until(async () => (await readiness(server)) === 200, 'ready again');
        assert.equal((await post('After')).status, 201);
        const names = await psql('SELECT name FROM organization WHERE company_id = 1 ORDER BY id', house.url);
        assert.match(names, /^Before\n(In doubt\n)?After$/);
        await house.expectSound();
        await house.close();
    } finally {
        proxy.stop();
    }
}

export const outageCases = {
    ...Object.fromEntries(ways.map(([how, end]) => [`PostgreSQL is ${how} and started again`, (test) => outage(test, end)])),
    'PostgreSQL goes while nobody writes': idleOutage,
    'connections are ended at random': terminations,
    'connections are cut at a commit': cuts,
};

export const longOutageCases = { 'how a commit ended cannot be asked': unknownOutcomes };
