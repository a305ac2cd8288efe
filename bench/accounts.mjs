// Accounts and their people, over HTTP: adding 3,000 people at once, by their ids and by a filter that matches 3,000 of a million,
// durable; and finding 50 people by their e-mail addresses. On SQLite.
//
// node bench/accounts.mjs [--stele PATH] [--organizations N] [--people N] [--rounds N] [--folder DIR]
//
// A folder that was filled before is used as it is. Prints a line a measure; exits 1 when one misses its target.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from '../tests/api/lib/exchange.mjs';
import { binaryOf, parseOptions } from '../tests/lib/options.mjs';
import { DataFolder, Server } from '../tests/lib/stele.mjs';
import { expectStatus } from './client.mjs';

const groupSize = 3_000;
const company = 1n;

const idOf = (kind, number) => `${kind}0000${((company << 40n) | BigInt(number)).toString(16).padStart(16, '0')}00`;
const personId = (number) => idOf('00', number);
const accountId = (number) => idOf('10', number);

const percentile = (times, part) => times[Math.min(times.length - 1, Math.floor(times.length * part))];

class Caller {
    constructor(server, key) {
        this.client = new Client(server.port);
        this.headers = [{ name: 'x-api-key', value: key }, { name: 'content-type', value: 'application/json' }, { name: 'stele-report', value: '1' }];
    }
    // Milliseconds, and the reply's body.
    async send(method, target, body) {
        const begin = performance.now();
        const reply = await expectStatus(this.client, 200, { method, target, headers: this.headers, body: JSON.stringify(body) });
        return { ms: performance.now() - begin, body: JSON.parse(String(reply.body)) };
    }
}

// The people of a group, as bench/people.cc deals them out.
function* members(group, groups) {
    for (let i = 0; i < groupSize; i += 1) yield (group === 0 ? groups : group) + i * groups;
}

async function add(caller, account, who) {
    const { ms, body } = await caller.send('PUT', '/v1/accounts/contacts/add', { accounts_id: accountId(account), ...who });
    if (body.linked !== groupSize) throw new Error(`${body.linked} people were added, not ${groupSize}`);
    return ms;
}

async function repeat(count, measure) {
    const times = [];
    for (let i = 0; i < count; i += 1) times.push(await measure(i));
    return times.sort((a, b) => a - b);
}

function findByEmail(numbers, groups) {
    const emails = numbers.map((number) => `p${number}@g${number % groups}.example`);
    return { fields: ['str::email'], limit: 50, filter: { $or: emails.map((value) => ({ '$str::is': { field_id: 'str::email', value } })) } };
}

let missed = false;
function report(name, value, atMost) {
    const isMissed = value > atMost;
    missed ||= isMissed;
    console.log(`${name}: ${value.toFixed(1)} ms  (at most ${atMost})  ${isMissed ? 'MISSED' : 'ok'}`);
}

async function measureAll(server, key, options) {
    const people = Number(options.people ?? 1_000_000);
    const groups = Math.floor(people / groupSize);
    const rounds = Number(options.rounds ?? 9);
    const caller = new Caller(server, key);
    let account = Number(options.first ?? 1);
    const byIds = await repeat(rounds, (round) => add(caller, account++, { inclusion_ids: [...members(round, groups)].map(personId) }));
    report('add 3,000 people by their ids, median', percentile(byIds, 0.5), 250);
    const byFilter = await repeat(rounds, (round) => add(caller, account++, {
        filter: { '$str::contains': { field_id: 'str::email', value: `@g${rounds + round}.` } },
    }));
    report('add by a filter that matches 3,000 of all, median', percentile(byFilter, 0.5), 300);
    const moved = await repeat(rounds, (round) => add(caller, account++, { inclusion_ids: [...members(round, groups)].map(personId) }));
    console.log(`move 3,000 people from one account to another, median: ${percentile(moved, 0.5).toFixed(1)} ms`);
    const found = await repeat(500, async (turn) => {
        const numbers = Array.from({ length: 50 }, (_, i) => 1 + ((turn * 7919 + i * 15_485_863) % (groups * groupSize)));
        const { ms, body } = await caller.send('POST', '/v1/person/get', findByEmail(numbers, groups));
        if (body.contacts.length !== new Set(numbers).size) throw new Error(`${body.contacts.length} people were found, not ${new Set(numbers).size}`);
        return ms;
    });
    console.log(`person/get of 50 e-mail addresses: p50 ${percentile(found, 0.5).toFixed(1)} ms`);
    report('person/get of 50 e-mail addresses, p99', percentile(found, 0.99), 5);
}

async function main() {
    const options = parseOptions(process.argv.slice(2), ['stele', 'organizations', 'people', 'rounds', 'folder', 'first']);
    const stele = binaryOf(options);
    const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'stele-accounts-')));
    const data = join(folder, 'data');
    try {
        await mkdir(folder, { recursive: true });
        if (!existsSync(join(folder, 'key'))) {
            const begin = performance.now();
            const counts = [options.organizations ?? '100000', options.people ?? '1000000'];
            const { stdout } = await promisify(execFile)(join(dirname(stele), 'bench', 'people'), [data, ...counts]);
            await writeFile(join(folder, 'key'), stdout.trim());
            console.log(`filled in ${((performance.now() - begin) / 1000).toFixed(0)} s`);
        }
        const server = await Server.start(new DataFolder(stele, data), ['--access-log', 'false']);
        await measureAll(server, (await readFile(join(folder, 'key'))).toString(), options);
        await server.stop();
    } finally {
        if (options.folder === undefined) await rm(folder, { recursive: true });
    }
    if (missed) process.exitCode = 1;
}

main().catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
});
