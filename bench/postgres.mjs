// Measures Stele on PostgreSQL beside pgbench, which runs Stele's own statements, and prints one table.
//
// node bench/postgres.mjs [--check] [--stele PATH] [--organizations N] [--rounds N] [--seconds N] [--access-log BOOL]
//
// The PostgreSQL is private and syncs. Each round measures everything once, one after another, so that a ratio is of the same
// minute. --check exits 1 when a median misses its target.
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { random } from '../tests/crash/random.mjs';
import { binaryOf, parseOptions } from '../tests/lib/options.mjs';
import { psql } from '../tests/lib/postgres.mjs';
import { PostgresServer } from '../tests/lib/postgres_server.mjs';
import { Server } from '../tests/lib/stele.mjs';
import { load } from './client.mjs';
import { missed, table } from './measures.mjs';
import { organizationsV1, organizationsV2 } from './organizations.mjs';
import { runPgbench } from './pgbench.mjs';
import { postgresMeasures, readConnections } from './postgres_measures.mjs';
import { addCompanies, captureScripts, createDatabase, urlOf } from './postgres_setup.mjs';
import { familyCpuOf, isInMemory, machine, runProgram, versionOf } from './process.mjs';
import { replay, requestBytes, writeRequests } from './yardsticks.mjs';

const companies = 16;
const clients = 64;
const getRequests = 50_000;
const postRequests = 40_000;
const warmSeconds = 1;
const idsApart = 10_000_000; // more rows than one run of pgbench inserts

// --- the measuring

function* randomGets(key, lastId, draw) {
    for (let i = 0; i < getRequests; i += 1) yield requestBytes('GET', `/v1/organizations/${draw.between(1, lastId)}`, key);
}

// By turns of each company.
function* posts(keys, seed, ownerIds) {
    let i = 0;
    for (const object of organizationsV1(postRequests, seed, ownerIds)) {
        yield requestBytes('POST', '/v1/organizations', keys[i % keys.length], object);
        i += 1;
    }
}

function writeRequestFiles(work, { keys, ownerIds }, organizations) {
    return Promise.all([
        writeRequests(join(work, 'get.requests'), randomGets(keys[0], organizations, random(2))),
        writeRequests(join(work, 'post.requests'), posts(keys.slice(0, 1), 3, ownerIds)),
        writeRequests(join(work, 'post-many.requests'), posts(keys, 4, ownerIds)),
    ]).then(([get, post, postMany]) => ({ get, post, postMany }));
}

class Measuring {
    constructor(context) {
        Object.assign(this, context, { inserts: 0, inserted: 0, acknowledged: 0, replays: 0 });
    }

    async withCpu(run) {
        const before = familyCpuOf(this.postgres.pid);
        const result = await run();
        const used = familyCpuOf(this.postgres.pid) - before;
        return { ...result, postgresUs: (1e6 * used) / (result.transactions ?? result.requests) };
    }

    pgbench(scripts, name, connections, variables) {
        const url = urlOf(this.postgres, name);
        return this.withCpu(() => runPgbench({ ...this, url, scripts, clients: connections, variables }));
    }

    read(scripts, connections) {
        return this.pgbench(scripts, 'stele', connections, { organizations: this.organizations });
    }

    // In a copy, so that Stele's own numbers and counters stay right. What is behind from before is written down first.
    async insert(many) {
        await psql('CHECKPOINT', this.postgres.url);
        this.inserts += 1;
        const variables = { n: 0, base: this.inserts * idsApart, start: 1000 * Date.now(), companies: many };
        const result = await this.pgbench(this.scripts.insert, 'yardstick', clients, variables);
        this.inserted += result.transactions;
        return result;
    }

    get(seconds = this.seconds) {
        return this.withCpu(() => replay(this.server, this.files.get, seconds));
    }

    async post(file, seconds = this.seconds) {
        await psql('CHECKPOINT', this.postgres.url);
        const result = await this.withCpu(() => replay(this.server, file, seconds));
        this.acknowledged += result.requests;
        this.replays += 1;
        return result;
    }

    async round() {
        const { scripts, files } = this;
        return {
            read: await this.read(scripts.read, readConnections),
            get: await this.get(),
            readMany: await this.read(scripts.read, clients),
            readPiped: await this.read(scripts.readPiped, readConnections),
            insert: await this.insert(1),
            post: await this.post(files.post),
            insertMany: await this.insert(companies),
            postMany: await this.post(files.postMany),
        };
    }

    // What was acknowledged is there; a request whose reply wrk did not wait for may be.
    async verify() {
        const count = Number(await psql('SELECT count(*) FROM organization', urlOf(this.postgres, 'stele')));
        const least = this.organizations + this.acknowledged;
        if (count < least || count > least + clients * this.replays)
            throw new Error(`${count} organizations are there, ${least} were acknowledged`);
        const perTable = (table) => psql(`SELECT count(*) FROM ${table} WHERE id >= ${idsApart}`, urlOf(this.postgres, 'yardstick'));
        for (const table of ['organization', 'follower', 'event'])
            if (Number(await perTable(table)) !== this.inserted) throw new Error(`pgbench did not insert each ${table}`);
        return `${count.toLocaleString('en')} organizations at the end, of ${least.toLocaleString('en')} acknowledged`;
    }
}

async function measure(context, rounds) {
    const { postgres, work, organizations } = context;
    const scripts = await captureScripts(context);
    const company = await createDatabase(context, 'stele');
    const { folder, ownerIds } = company;
    await addCompanies(company, companies);
    const flags = ['--log-file', join(work, 'stele.log'), '--access-log', context.accessLog];
    let server;
    try {
        server = await Server.start(folder, flags);
        console.error(`loading ${organizations} organizations`);
        const loadSeconds = await load(server, folder.adminKey, organizationsV2(organizations, 1, ownerIds));
        await server.stop();
        await psql('VACUUM ANALYZE', folder.database.url);
        await psql('CREATE DATABASE yardstick TEMPLATE stele', postgres.url);

        const files = await writeRequestFiles(work, company, organizations);
        server = await Server.start(folder, flags);
        const measuring = new Measuring({ ...context, scripts, files, server });
        await measuring.get(warmSeconds);
        for (const file of [files.post, files.postMany]) await measuring.post(file, warmSeconds);
        const measured = [];
        for (let round = 1; round <= rounds; round += 1) {
            console.error(`round ${round} of ${rounds}`);
            measured.push(await measuring.round());
        }
        await server.stop();
        server = undefined;
        const found = await measuring.verify();
        const checked = (await runProgram(folder.binary, ['check', ...folder.place])).trim();
        return { measured, loadSeconds, end: `${found}; \`stele check\`: ${checked}.` };
    } finally {
        await server?.kill();
    }
}

// --- the report

const shownSettings = ['fsync', 'synchronous_commit', 'full_page_writes', 'wal_sync_method', 'shared_buffers', 'max_wal_size'];

async function heading({ binary, postgres, organizations, accessLog, work }, { loadSeconds, end }, busyBefore) {
    const { processor, cores, kernel } = machine();
    const show = (name) => psql(`SHOW ${name}`, postgres.url);
    const settings = await Promise.all(shownSettings.map(async (name) => `${name} ${await show(name)}`));
    const versions = await Promise.all([
        versionOf(binary, ['version'], /(\d[\w.-]*)/),
        show('server_version'),
        versionOf('wrk', ['-v'], /wrk (?:debian\/)?(\S+)/),
    ]);
    return [
        `${processor}, ${cores} cores, Linux ${kernel}; Stele ${versions[0]}, PostgreSQL ${versions[1]}, wrk ${versions[2]}.`,
        `PostgreSQL on the same machine, as initdb makes it: ${settings.join(', ')}; max_connections 400.`,
        `${organizations.toLocaleString('en')} organizations, loaded in ${loadSeconds.toFixed(1)} s. ${end}`,
        `Stele with one loop a core. Access log ${accessLog === 'true' ? 'on' : 'off'}. Load average before: ${busyBefore.toFixed(1)}.`,
        ...(isInMemory(work) ? ['The data lies in memory (tmpfs): writes are not durable there. Set TMPDIR to a disk.'] : []),
    ].join('\n');
}

const args = process.argv.slice(2);
const known = ['stele', 'organizations', 'rounds', 'seconds', 'access-log'];
const switches = ['--check', '--postgres'];
const options = parseOptions(args.filter((argument) => !switches.includes(argument)), known);
const [busyBefore] = loadavg();
const work = await mkdtemp(join(tmpdir(), 'stele-bench-'));
let postgres;
try {
    const binary = binaryOf(options);
    postgres = await PostgresServer.start();
    const context = {
        binary,
        work,
        postgres,
        organizations: Number(options.organizations ?? 100_000),
        seconds: Number(options.seconds ?? 5),
        accessLog: options['access-log'] ?? 'true',
    };
    const result = await measure(context, Number(options.rounds ?? 3));
    console.log(`${await heading(context, result, busyBefore)}\n\n${table(result.measured, postgresMeasures)}`);
    const misses = missed(result.measured, postgresMeasures);
    for (const line of misses) console.log(`missed: ${line}`);
    if (args.includes('--check') && misses.length) process.exitCode = 1;
} finally {
    await postgres?.remove();
    await rm(work, { recursive: true, force: true });
}
