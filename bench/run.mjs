// Measures Stele beside nginx and SQLite alone, and prints one table.
//
// node bench/run.mjs [--check] [--stele PATH] [--bare PATH] [--organizations N] [--rounds N] [--seconds N] [--access-log BOOL]
//
// Each round measures everything once, one after another, so that a ratio is of the same minute: a machine has fast and slow
// ones. --check exits 1 when a median misses its target.
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Client } from '../tests/api/lib/exchange.mjs';
import { random } from '../tests/crash/random.mjs';
import { binaryOf, parseOptions } from '../tests/lib/options.mjs';
import { DataFolder, Server } from '../tests/lib/stele.mjs';
import { expectStatus, load } from './client.mjs';
import { measures, median, missed, table } from './measures.mjs';
import { organizationsV1, organizationsV2 } from './organizations.mjs';
import { anonymousBytes, isInMemory, machine, versionOf } from './process.mjs';
import { measureVisibility } from './visibility.mjs';
import { replay, requestBytes, runBare, startNginx, writeRequests } from './yardsticks.mjs';

const owners = 5;
const getRequests = 50_000;
const postRequests = 40_000;
const warmSeconds = 1;

// --- what is served

async function createCompany(binary) {
    const folder = await DataFolder.create(binary, { company: 'Bench', admin: 'admin@bench.example' });
    const ownerIds = [1];
    for (let i = 2; i <= owners; i += 1) ownerIds.push(Number(await folder.addUser(`owner${i}@bench.example`, `Owner ${i}`)));
    return { folder, ownerIds };
}

async function meanBodySize(server, key, ids) {
    const client = new Client(server.port);
    const headers = [{ name: 'x-api-token', value: key }];
    let total = 0;
    for (const id of ids) total += (await expectStatus(client, 200, { method: 'GET', target: `/v1/organizations/${id}`, headers })).body.length;
    client.close();
    return Math.round(total / ids.length);
}

// --- the requests

function* randomGets(count, key, lastId, draw) {
    for (let i = 0; i < count; i += 1) yield requestBytes('GET', `/v1/organizations/${draw.between(1, lastId)}`, key);
}

function* posts(count, key, seed, ownerIds) {
    for (const object of organizationsV1(count, seed, ownerIds)) yield requestBytes('POST', '/v1/organizations', key, object);
}

function writeRequestFiles(work, { folder, ownerIds }, organizations) {
    const key = folder.adminKey;
    return Promise.all([
        writeRequests(join(work, 'get.requests'), randomGets(getRequests, key, organizations, random(2))),
        writeRequests(join(work, 'list.requests'), [requestBytes('GET', '/v1/organizations?limit=100', key)]),
        writeRequests(join(work, 'post.requests'), posts(postRequests, key, 3, ownerIds)),
    ]).then(([get, list, post]) => ({ get, list, post }));
}

// --- the measuring

// What was loaded, in a folder of its own that `use` may write to.
async function withCopy(source, work, use) {
    const copy = join(work, 'copy');
    await cp(source, copy, { recursive: true });
    try {
        return await use(copy);
    } finally {
        await rm(copy, { recursive: true });
    }
}

async function measureRound({ bare, nginx, server, files, loaded, work, seconds }) {
    return {
        nginx: await replay(nginx, files.get, seconds),
        get: await replay(server, files.get, seconds),
        bareList: await withCopy(loaded, work, (copy) => runBare(bare, 'list', copy, seconds)),
        list: await replay(server, files.list, seconds),
        bareInsert: await withCopy(loaded, work, (copy) => runBare(bare, 'insert', copy, seconds)),
        post: await replay(server, files.post, seconds),
    };
}

async function measureRounds(context, rounds) {
    const { nginx, server, files } = context;
    for (const target of [nginx, server]) await replay(target, files.get, warmSeconds);
    await replay(server, files.list, warmSeconds);
    const measured = [];
    for (let round = 1; round <= rounds; round += 1) {
        console.error(`round ${round} of ${rounds}`);
        measured.push(await measureRound(context));
    }
    return measured;
}

// Milliseconds from the start of the process to an organization in full.
async function timeFirstReply(folder, flags, use = async () => {}) {
    const start = process.hrtime.bigint();
    const server = await Server.start(folder, flags);
    const client = new Client(server.port);
    const headers = [{ name: 'x-api-token', value: folder.adminKey }];
    await expectStatus(client, 200, { method: 'GET', target: '/v1/organizations/1', headers });
    const firstReplyMs = Number(process.hrtime.bigint() - start) / 1e6;
    client.close();
    await use(server);
    await server.stop();
    return firstReplyMs;
}

// The server as it is started without flags, one loop a core, after all three loads.
async function measureMemory(folder, flags, files, seconds) {
    let bytes;
    await timeFirstReply(folder, flags, async (server) => {
        for (const file of [files.get, files.list, files.post, files.get]) await replay(server, file, seconds);
        bytes = anonymousBytes(server.pid);
    });
    return bytes;
}

async function measure({ binary, bare, work, organizations, rounds, seconds, accessLog }) {
    const company = await createCompany(binary);
    const { folder, ownerIds } = company;
    const log = ['--log-file', join(work, 'stele.log'), '--access-log', accessLog];
    const oneLoop = [...log, '--loops', '1'];
    let server;
    let nginx;
    try {
        server = await Server.start(folder, oneLoop);
        console.error(`loading ${organizations} organizations`);
        const loadSeconds = await load(server, folder.adminKey, organizationsV2(organizations, 1, ownerIds));
        const draw = random(4);
        const sampleIds = Array.from({ length: 500 }, () => draw.between(1, organizations));
        const bodySize = await meanBodySize(server, folder.adminKey, sampleIds);
        await server.stop();

        const loaded = join(work, 'loaded');
        await cp(folder.path, loaded, { recursive: true });
        const files = await writeRequestFiles(work, company, organizations);
        nginx = await startNginx(work, bodySize);
        server = await Server.start(folder, oneLoop);
        const measured = await measureRounds({ bare, nginx, server, files, loaded, work, seconds }, rounds);
        await nginx.stop();
        nginx = undefined;
        await server.stop();
        server = undefined;

        for (const round of measured) round.firstReplyMs = await timeFirstReply(folder, log);
        const bytes = await measureMemory(folder, log, files, seconds);
        for (const round of measured) round.anonymousBytes = bytes;
        const visible = await measureVisibility({ binary, work, organizations, rounds, seconds: Math.min(seconds, 1), log });
        for (const [i, round] of measured.entries()) Object.assign(round, visible[i]);
        return { measured, loadSeconds, bodySize };
    } finally {
        await nginx?.stop();
        await server?.kill();
        await folder.remove();
    }
}

// --- the report

async function heading({ binary, organizations, accessLog, work }, { loadSeconds, bodySize }) {
    const { processor, cores, kernel } = machine();
    const versions = await Promise.all([
        versionOf(binary, ['version'], /(\d[\w.-]*)/),
        versionOf('nginx', ['-v'], /nginx\/(\S+)/),
        versionOf('wrk', ['-v'], /wrk (?:debian\/)?(\S+)/),
    ]);
    return [
        `${processor}, ${cores} cores, Linux ${kernel}; Stele ${versions[0]}, nginx ${versions[1]}, wrk ${versions[2]}.`,
        `${organizations.toLocaleString('en')} organizations, loaded in ${loadSeconds.toFixed(1)} s; a reply has ${bodySize} bytes.`,
        `One loop and one nginx worker; memory and start with one loop a core. Access log ${accessLog === 'true' ? 'on' : 'off'}.`,
        ...(isInMemory(work) ? ['The data lies in memory (tmpfs): writes are not durable there. Set TMPDIR to a disk.'] : []),
    ].join('\n');
}

// The same nginx takes once two, once six microseconds, by the state of the host.
function stateRemark(rounds) {
    const cpu = rounds.map(({ nginx }) => nginx.cpuUs);
    if (Math.max(...cpu) <= 1.5 * Math.min(...cpu)) return '';
    return `The machine changed between rounds: nginx took ${Math.min(...cpu).toFixed(1)} to ${Math.max(...cpu).toFixed(1)} µs a request.\n`;
}

const args = process.argv.slice(2);
const known = ['stele', 'bare', 'organizations', 'rounds', 'seconds', 'access-log'];
const options = parseOptions(args.filter((argument) => argument !== '--check'), known);
const binary = binaryOf(options);
const work = await mkdtemp(join(tmpdir(), 'stele-bench-'));
const plan = {
    binary,
    bare: options.bare ?? join(dirname(binary), 'bench', 'bare'),
    work,
    organizations: Number(options.organizations ?? 100_000),
    rounds: Number(options.rounds ?? 3),
    seconds: Number(options.seconds ?? 4),
    accessLog: options['access-log'] ?? 'true',
};
try {
    const result = await measure(plan);
    console.log(`${await heading(plan, result)}\n${stateRemark(result.measured)}\n${table(result.measured)}`);
    const misses = missed(result.measured);
    for (const line of misses) console.log(`missed: ${line}`);
    if (args.includes('--check') && misses.length) process.exitCode = 1;
} finally {
    await rm(work, { recursive: true, force: true });
}
