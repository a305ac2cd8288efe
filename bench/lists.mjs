// Lists of RogerRoger's dialect, over HTTP on one connection, one request after another: 1,000,000 organizations and 100,000 people
// on SQLite, read by a key that sees all of them.
//
// node bench/lists.mjs [--stele PATH] [--organizations N] [--people N] [--seed N] [--rounds N] [--folder DIR] [--only TEXT]
//
// A folder that was filled before is used as it is; --only measures the lists whose names contain the text. Prints a line a list:
// times at the client, and processor times of the server, which depend less on what else the machine does. Of each the median of
// the rounds counts; exits 1 when one misses its target.
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
import { aligned, median } from './measures.mjs';
import { threadsCpuMs } from './process.mjs';

const most = 1_000; // that a q with a target may match
const asked = 200; // requests of a list and a round
const within = { q: 20, total: 1, first: 2, deep: 60 }; // milliseconds, p99

// mulberry32
function randomOf(seed) {
    let state = seed >>> 0;
    return (end) => {
        state = (state + 0x6d2b79f5) >>> 0;
        let t = Math.imul(state ^ (state >>> 15), state | 1);
        t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
        return ((t ^ (t >>> 14)) >>> 0) % end;
    };
}

const part = (text, from, length) => [...text].slice(from, from + length).join('');
const digits = (text) => text.replace(/\D/g, '');
const wordsOf = ({ name }) => name.split(' ').filter((word) => word.length > 3);
const query = (parameters) => '?' + new URLSearchParams(parameters);

class Caller {
    constructor(server, key) {
        this.client = new Client(server.port);
        this.headers = [{ name: 'x-api-key', value: key }];
    }
    async send(target) {
        const begin = performance.now();
        const reply = await expectStatus(this.client, 200, { method: 'GET', target, headers: this.headers });
        return { ms: performance.now() - begin, reply };
    }
    async get(target) {
        return JSON.parse(String((await this.send(target)).reply.body));
    }
}

// What a q asks for, of one record.
const terms = {
    'a word of the title': (sample, random) => wordsOf(sample)[random(2)],
    'the beginning of a word': (sample, random) => part(wordsOf(sample)[random(2)] ?? '', 0, 4 + random(2)),
    'characters within a word': (sample, random) => part(wordsOf(sample)[random(2)] ?? '', 1 + random(2), 3 + random(4)),
    'two words of the title': (sample) => wordsOf(sample).slice(0, 2).join(' '),
    'a word of many and one of few': (sample, random) => `${sample.name.split(' ').at(-1)} ${wordsOf(sample)[random(2)]}`,
    'an e-mail address': ({ email }) => email,
    'the end of an e-mail address': ({ email }) => email.split('@')[1],
    'digits of a phone number': ({ phone }, random) => digits(phone).slice(2 + random(3)),
    'a phone number as it is written': ({ phone }) => phone.split(' ').slice(1).join(' '),
    'a customer id': ({ customerId }) => customerId,
};

// {q, total} of so many records, by what is asked for.
async function drawTerms(caller, resource, samples, random) {
    const drawn = {};
    for (const [name, term] of Object.entries(terms)) {
        drawn[name] = [];
        for (let i = 0; i < asked; i += 1) {
            const q = term(samples[random(samples.length)], random) ?? '';
            if ([...q].length < 3) continue;
            drawn[name].push({ q, total: (await caller.get(`/${resource}${query({ q, itemsPerPage: 0 })}`)).totalItems });
        }
    }
    return drawn;
}

function* listsOfWords(drawn, resource, more, atMost) {
    const list = (q) => `/${resource}${query({ q, ...more })}`;
    const suffix = Object.keys(more).map((name) => `, ${name}`).join('');
    const all = Object.values(drawn).flat();
    for (const [name, found] of Object.entries(drawn)) {
        const targets = found.filter(({ total }) => total <= most).map(({ q }) => list(q));
        yield { name: `${resource}, q: ${name}${suffix}`, targets, atMost };
    }
    const many = all.filter(({ total }) => total > most / 2 && total <= most).map(({ q }) => list(q));
    yield { name: `${resource}, q that matches ${most / 2} to ${most}${suffix}`, targets: many, atMost };
    const common = all.filter(({ total }) => total > most).slice(0, 40).map(({ q }) => list(q));
    yield { name: `${resource}, q that matches more${suffix}`, targets: common };
}

function* listsOfShortWords(resource) {
    for (const q of ['a', 'ba', 'sch', 'gmbh', 'b.v.'])
        for (const more of [{}, { 'order[title.sort]': 'asc' }])
            yield { name: `${resource}, q=${q}${Object.keys(more).map((name) => `, ${name}`).join('')}`, targets: [`/${resource}${query({ q, ...more })}`], few: true };
}

function* orders(resource, names) {
    for (const name of names)
        for (const page of [1, 1_000])
            yield { name: `${resource}, order[${name}], page ${page}`, targets: [`/${resource}${query({ [`order[${name}]`]: 'asc', page })}`],
                atMost: name === 'title.sort' ? (page === 1 ? within.first : within.deep) : undefined, few: page > 1 };
}

async function* filters(caller, samples) {
    const many = (name, parameters) => ({ name: `organizations, ${name}`, targets: samples.slice(0, asked).map((sample) => `/organizations${query(parameters(sample))}`) });
    const one = (name, parameters) => ({ name: `organizations, ${name}`, targets: [`/organizations${query(parameters)}`], few: true });
    yield { name: 'organizations: nothing asked for', targets: ['/organizations'] };
    yield { name: 'organizations: the total alone', targets: ['/organizations?itemsPerPage=0'], atMost: within.total };
    yield one('page 30,000', { page: 30_000 });
    yield many('identifiers: an e-mail address', ({ email }) => ({ identifiers: email.toUpperCase() }));
    yield many('identifiers: a phone number', ({ phone }) => ({ identifiers: `00${digits(phone)}` }));
    yield many('identifiers: a LinkedIn id', ({ id }) => ({ identifiers: `company-${id}` }));
    yield many('emailAddresses.email', ({ email }) => ({ 'emailAddresses.email': email }));
    const [tag, segment] = [await caller.get('/tags'), await caller.get('/segments')].map(({ member }) => member[0].id);
    yield one('tags.id', { 'tags.id': tag });
    yield one('segments.uuid', { 'segments.uuid': segment });
    yield one('owner.id', { 'owner.id': (await caller.get('/users')).member[0].id });
    yield one('createdAt of a month', { 'createdAt[after]': '2022-01-01', 'createdAt[before]': '2022-02-01' });
    yield one('createdAt of a month, order[title.sort]', { 'createdAt[after]': '2022-01-01', 'createdAt[before]': '2022-02-01', 'order[title.sort]': 'asc' });
    yield one('exists[archivedAt]=true', { 'exists[archivedAt]': true });
    yield one('exists[archivedAt]=false', { 'exists[archivedAt]': false });
    yield one('exists[archivedAt]=false, order[title.sort]', { 'exists[archivedAt]': false, 'order[title.sort]': 'asc' });
    const last = (await caller.get(`/organizations${query({ q: samples.at(-1).customerId })}`)).member[0]['@id'];
    yield { name: 'notes of an organization that has 1,000', targets: [`${last}/notes?order[createdAt]=desc`] };
    yield { name: 'notes of it, q', targets: [`${last}/notes?q=sch`] };
}

async function* allLists(caller, samples, random) {
    const drawn = await drawTerms(caller, 'organizations', samples.organizations, random);
    yield* listsOfWords(drawn, 'organizations', {}, within.q);
    yield* listsOfWords(drawn, 'organizations', { 'order[title.sort]': 'asc', 'exists[archivedAt]': false }, within.q);
    yield* listsOfWords(drawn, 'organizations', { itemsPerPage: 0 }, within.q);
    yield* listsOfShortWords('organizations');
    yield* orders('organizations', ['title.sort', 'owner.lastName', 'createdAt']);
    yield* filters(caller, samples.organizations);
    yield* listsOfWords(await drawTerms(caller, 'people', samples.people, random), 'people', {}, within.q);
    yield* orders('people', ['familyName']);
}

const percentile = (times, share) => times[Math.min(times.length - 1, Math.floor(times.length * share))];

async function measure(server, caller, { targets, few }) {
    const count = few ? 20 : asked;
    await caller.send(targets[0]);
    const [times, cpu] = [[], []];
    let total = 0;
    for (let i = 0; i < count; i += 1) {
        const before = threadsCpuMs(server.pid);
        const { ms, reply } = await caller.send(targets[i % targets.length]);
        cpu.push(threadsCpuMs(server.pid) - before);
        times.push(ms);
        total += Number(/"totalItems":(\d+)/.exec(String(reply.body))[1]);
    }
    for (const list of [times, cpu]) list.sort((a, b) => a - b);
    return {
        p50: percentile(times, 0.5),
        p99: percentile(times, 0.99),
        cpu50: percentile(cpu, 0.5),
        cpu99: percentile(cpu, 0.99),
        total: total / count,
    };
}

let missed = false;
function rowOf({ name, atMost, targets }, rounds) {
    if (targets.length === 0) {
        missed ||= atMost !== undefined;  // what was not measured is not reached
        return [name, '', '', '', '', '', '', 'none drawn'];
    }
    const middle = (member) => median(rounds.map((round) => round[member]));
    const p99 = middle('p99');
    const isMissed = p99 > (atMost ?? Infinity);
    missed ||= isMissed;
    return [name, middle('total').toFixed(0), middle('p50').toFixed(2), p99.toFixed(2),
        rounds.map((round) => round.p99.toFixed(1)).join(' · '), middle('cpu50').toFixed(2), middle('cpu99').toFixed(2),
        atMost === undefined ? '' : `≤ ${atMost} ${isMissed ? 'MISSED' : 'ok'}`];
}

async function measureAll(server, samples, options) {
    const seed = Number(options.seed ?? 1);
    const caller = new Caller(server, samples.key);
    const lists = [];
    for await (const list of allLists(caller, samples, randomOf(seed))) if (list.name.includes(options.only ?? '')) lists.push(list);
    const rounds = lists.map(() => []);
    for (let round = 0; round < Number(options.rounds ?? 3); round += 1)
        for (const [i, list] of lists.entries()) if (list.targets.length) rounds[i].push(await measure(server, caller, list));
    console.log(`seed ${seed}`);
    const head = ['list', 'matches', 'p50 ms', 'p99 ms', 'rounds', 'CPU p50', 'CPU p99', 'target'];
    console.log(aligned([head, ...lists.map((list, i) => rowOf(list, rounds[i]))]));
}

async function fill(stele, folder, options) {
    const begin = performance.now();
    const args = [join(folder, 'data'), options.organizations ?? '1000000', options.people ?? '100000', options.seed ?? '1'];
    const { stdout } = await promisify(execFile)(join(dirname(stele), 'bench', 'lists'), args, { maxBuffer: 1e8 });
    await writeFile(join(folder, 'samples'), stdout);
    console.log(`filled in ${((performance.now() - begin) / 1000).toFixed(0)} s`);
}

async function main() {
    const options = parseOptions(process.argv.slice(2), ['stele', 'organizations', 'people', 'seed', 'rounds', 'folder', 'only']);
    const stele = binaryOf(options);
    const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'stele-lists-')));
    try {
        await mkdir(folder, { recursive: true });
        if (!existsSync(join(folder, 'samples'))) await fill(stele, folder, options);
        const server = await Server.start(new DataFolder(stele, join(folder, 'data')), ['--access-log', 'false']);
        await measureAll(server, JSON.parse(await readFile(join(folder, 'samples'))), options);
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
