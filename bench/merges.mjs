// How long a merge of two organizations takes that have so many persons each; on SQLite, or on the PostgreSQL server that
// TEST_POSTGRES_URL names.
//
// node bench/merges.mjs [--stele PATH] [--persons N] [--rounds N]
//
// Prints the median and the slowest of the rounds, and exits 1 when the median misses its target.
import { Client } from '../tests/api/lib/exchange.mjs';
import { binaryOf, parseOptions } from '../tests/lib/options.mjs';
import { testsOnPostgres } from '../tests/lib/postgres.mjs';
import { DataFolder, Server } from '../tests/lib/stele.mjs';
import { expectStatus, postAll } from './client.mjs';

const target_ms = 150;

function* persons(count, organization) {
    for (let i = 0; i < count; i += 1)
        yield {
            target: '/v1/persons',
            object: { name: `Person ${i}`, org_id: organization, email: `person${i}@${organization}.example` },
            status: 201,
        };
}

async function addOrganization(client, headers, name) {
    const request = { method: 'POST', target: '/v1/organizations', headers, body: JSON.stringify({ name }) };
    return JSON.parse((await expectStatus(client, 201, request)).body).data.id;
}

async function measureRound(server, key, count) {
    const client = new Client(server.port);
    const headers = [{ name: 'x-api-token', value: key }, { name: 'content-type', value: 'application/json' }];
    const [absorbed, survivor] = [await addOrganization(client, headers, 'One'), await addOrganization(client, headers, 'Two')];
    for (const id of [absorbed, survivor]) await postAll(server, key, persons(count, id));
    const body = JSON.stringify({ merge_with_id: survivor });
    const begin = performance.now();
    await expectStatus(client, 200, { method: 'PUT', target: `/v1/organizations/${absorbed}/merge`, headers, body });
    const time = performance.now() - begin;
    const merged = await expectStatus(client, 200, { method: 'GET', target: `/v1/organizations/${survivor}`, headers });
    client.close();
    const people = JSON.parse(merged.body).data.people_count;
    if (people !== 2 * count) throw new Error(`${people} people after the merge`);
    return time;
}

async function main() {
    const options = parseOptions(process.argv.slice(2), ['stele', 'persons', 'rounds']);
    const count = Number(options.persons ?? 1000);
    const folder = await DataFolder.create(binaryOf(options), { company: 'Bench', admin: 'admin@bench.example' });
    const times = [];
    try {
        const server = await Server.start(folder, ['--access-log', 'false']);
        for (let round = 0; round < Number(options.rounds ?? 7); round += 1)
            times.push(await measureRound(server, folder.adminKey, count));
        await server.stop();
    } finally {
        await folder.remove();
    }
    times.sort((a, b) => a - b);
    const median = times[Math.floor(times.length / 2)];
    const engine = testsOnPostgres ? 'PostgreSQL' : 'SQLite';
    console.log(`merge of two organizations with ${count} persons each, ${engine}: median ${median.toFixed(0)} ms, `
        + `slowest ${times.at(-1).toFixed(0)} ms, target ${target_ms} ms`);
    if (median > target_ms) process.exitCode = 1;
}

main().catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
});
