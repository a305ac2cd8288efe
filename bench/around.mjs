// What stands around one organization that has thousands of activities, notes, deals and files, among many others: its first pages,
// and how long a merge of it keeps other writers waiting. On SQLite, or on the PostgreSQL server that TEST_POSTGRES_URL names.
//
// node bench/around.mjs [--stele PATH] [--organizations N] [--around N] [--requests N] [--check true]
//
// Prints a line a measure; --check true exits 1 when one misses its target.
import { Client } from '../tests/api/lib/exchange.mjs';
import { binaryOf, parseOptions } from '../tests/lib/options.mjs';
import { testsOnPostgres } from '../tests/lib/postgres.mjs';
import { DataFolder, Server } from '../tests/lib/stele.mjs';
import { expectStatus, load, postAll } from './client.mjs';
import { organizationsV2 } from './organizations.mjs';

const busy = 1;  // the organization that has so much

const pages = [
    { name: 'flow, first page', target: `/v1/organizations/${busy}/flow`, atMost: 20 },
    { name: 'activities, first page', target: `/v1/organizations/${busy}/activities`, atMost: 10 },
    { name: 'deals, first page', target: `/v1/organizations/${busy}/deals`, atMost: 10 },
    { name: 'files, first page', target: `/v1/organizations/${busy}/files` },
    { name: 'flow, start 5000', target: `/v1/organizations/${busy}/flow?start=5000` },
];

function* activities(count) {
    for (let i = 0; i < count; i += 1) {
        const due_date = `2026-${String(1 + (i % 12)).padStart(2, '0')}-${String(1 + (i % 28)).padStart(2, '0')}`;
        yield { target: '/v1/activities', object: { subject: `Call ${i}`, type: 'call', org_id: busy, due_date, done: i % 2 }, status: 201 };
    }
}

function* notes(count) {
    for (let i = 0; i < count; i += 1)
        yield { target: '/v1/notes', object: { content: `<p>Spoke with them, time ${i}</p>`, org_id: busy }, status: 200 };
}

function* deals(count) {
    for (let i = 0; i < count; i += 1)
        yield { target: '/v1/deals', object: { title: `Deal ${i}`, org_id: busy, value: i, currency: 'EUR' }, status: 201 };
}

const boundary = 'stele-bench';
const formOf = (i) => Buffer.from([
    `--${boundary}`, `Content-Disposition: form-data; name="file"; filename="file ${i}.txt"`, 'Content-Type: text/plain', '', `file ${i}`,
    `--${boundary}`, 'Content-Disposition: form-data; name="org_id"', '', String(busy), `--${boundary}--`, '',
].join('\r\n'));

async function postFiles(server, key, count) {
    const headers = [{ name: 'x-api-token', value: key }, { name: 'content-type', value: `multipart/form-data; boundary=${boundary}` }];
    let next = 0;
    await Promise.all(Array.from({ length: 16 }, async () => {
        const client = new Client(server.port);
        while (next < count) {
            const i = next;
            next += 1;
            await expectStatus(client, 200, { method: 'POST', target: '/v1/files', headers, body: formOf(i) });
        }
        client.close();
    }));
}

const percentile = (times, part) => times[Math.min(times.length - 1, Math.floor(times.length * part))];

async function timed(client, request) {
    const begin = performance.now();
    await expectStatus(client, 200, request);
    return performance.now() - begin;
}

async function measurePage(server, key, { target }, requests) {
    const client = new Client(server.port);
    const request = { method: 'GET', target, headers: [{ name: 'x-api-token', value: key }] };
    for (let i = 0; i < 5; i += 1) await timed(client, request);
    const times = [];
    for (let i = 0; i < requests; i += 1) times.push(await timed(client, request));
    client.close();
    return times.sort((a, b) => a - b);
}

// Renames small organizations one after another while the busy one is merged into another: the longest wait of a write.
async function measureMerge(server, key) {
    const headers = [{ name: 'x-api-token', value: key }, { name: 'content-type', value: 'application/json' }];
    const writer = new Client(server.port);
    const waits = [];
    let merging = true;
    const write = (i) => timed(writer, { method: 'PUT', target: '/v1/organizations/3', headers, body: JSON.stringify({ name: `Name ${i}` }) });
    const writing = (async () => {
        for (let i = 0; merging; i += 1) waits.push(await write(i));
    })();
    const merger = new Client(server.port);
    const merge = await timed(merger, { method: 'PUT', target: `/v1/organizations/${busy}/merge`, headers, body: '{"merge_with_id":2}' });
    merging = false;
    await writing;
    writer.close();
    merger.close();
    return { merge, wait: Math.max(...waits) };
}

async function main() {
    const options = parseOptions(process.argv.slice(2), ['stele', 'organizations', 'around', 'requests', 'check']);
    const around = Number(options.around ?? 10_000);
    const folder = await DataFolder.create(binaryOf(options), { company: 'Bench', admin: 'admin@bench.example' });
    let missed = false;
    try {
        const server = await Server.start(folder, ['--access-log', 'false']);
        const key = folder.adminKey;
        await load(server, key, organizationsV2(Number(options.organizations ?? 100_000), 1, [1]));
        for (const [name, requests] of Object.entries({ activities: activities(around), notes: notes(around), deals: deals(around) })) {
            const seconds = await postAll(server, key, requests);
            console.log(`${around} ${name} added in ${seconds.toFixed(1)} s`);
        }
        await postFiles(server, key, around);
        console.log(`on ${testsOnPostgres ? 'PostgreSQL' : 'SQLite'}:`);
        for (const page of pages) {
            const times = await measurePage(server, key, page, Number(options.requests ?? 200));
            const p99 = percentile(times, 0.99);
            const verdict = page.atMost === undefined ? '' : `  (at most ${page.atMost})  ${p99 > page.atMost ? 'MISSED' : 'ok'}`;
            missed ||= p99 > (page.atMost ?? Infinity);
            console.log(`${page.name}: p50 ${percentile(times, 0.5).toFixed(1)} ms, p99 ${p99.toFixed(1)} ms${verdict}`);
        }
        const { merge, wait } = await measureMerge(server, key);
        console.log(`merge of it into another: ${merge.toFixed(0)} ms; another writer waited at most ${wait.toFixed(0)} ms`);
        await server.stop();
    } finally {
        await folder.remove();
    }
    if (missed && options.check === 'true') process.exitCode = 1;
}

main().catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
});
