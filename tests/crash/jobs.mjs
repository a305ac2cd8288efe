// Jobs that kills cut off: each of them is done to its end, once, in the order in which they were asked for.
import { quiet } from '../lib/postgres.mjs';
import { DataFolder, Server } from '../lib/stele.mjs';
import { eventually } from '../lib/uploads.mjs';
import { random } from './random.mjs';

const askers = 4;
const people = 60; // of each asker; every job of his writes on all of them
const path = '/v1/person/merge';

const emailOf = (asker, person) => `a${asker}-p${person}@jobs.example`;

function bodyOf(asker, number) {
    const fields = (person) => ({ 'str::email': emailOf(asker, person), 'str::first': `N${number}` });
    const all = Array.from({ length: people }, (_, person) => ({ fields: fields(person) }));
    return JSON.stringify({ people: all, merge_by: ['str::email'], async: true });
}

// Asks for one job after another until the server is gone. Says how many were acknowledged.
async function askUntilKilled(server, asker, onAcknowledged) {
    const headers = { 'x-api-key': server.folder.adminKey, 'content-type': 'application/json' };
    for (let number = 1; ; number += 1) {
        let reply;
        let text;
        try {
            reply = await fetch(server.url + path, { method: 'POST', headers, body: bodyOf(asker, number) });
            text = await reply.text();
        } catch {
            return number - 1;
        }
        if (reply.status !== 200) throw new Error(`a job: ${reply.status} ${text}`);
        onAcknowledged();
    }
}

async function ask(folder, killAfter) {
    const server = await Server.start(folder, ['--access-log', 'false']);
    let left = killAfter;
    const onAcknowledged = () => {
        left -= 1;
        if (left === 0) server.kill();
    };
    try {
        return await Promise.all(Array.from({ length: askers }, (_, asker) => askUntilKilled(server, asker, onAcknowledged)));
    } finally {
        await server.kill();
    }
}

// {id, kind, state, ...} of each job, the oldest first.
async function jobsOf(folder) {
    const { status, stdout, stderr } = await folder.run(['jobs', 'list']);
    if (status !== 0) throw new Error(`stele jobs list: ${stderr}`);
    const lines = stdout.split('\n').filter(Boolean).reverse();
    return lines.map((line) => {
        const [id, kind, state, , , , attempts, error] = line.split('\t');
        return { id: Number(id), kind, state, attempts, error };
    });
}

const unfinished = (jobs) => jobs.filter(({ state }) => state === 'waiting' || state === 'running').length;

// Where a killed process leaves a lease the next one waits for its end; from then on there is progress.
async function waitForAll(folder) {
    let left = Infinity;
    while (left > 0) {
        const before = left;
        await eventually(async () => (left = unfinished(await jobsOf(folder))) < before, `fewer than ${before} unfinished jobs`);
    }
}

async function killAgain(folder, draw) {
    const server = await Server.start(folder, ['--access-log', 'false']);
    await new Promise((resolve) => setTimeout(resolve, draw.below(200)));
    await server.kill();
    if (folder.database) await quiet(folder.database);
}

async function get(server, target) {
    const reply = await fetch(server.url + target, { headers: { 'x-api-token': server.folder.adminKey } });
    const body = await reply.json();
    if (reply.status !== 200) throw new Error(`${target}: ${reply.status} ${JSON.stringify(body)}`);
    return body;
}

// Map of address -> {id, name, changes: of the name, the oldest first, as "N1>N2"}
async function readPeople(server) {
    const found = new Map();
    for (let start = 0; start !== undefined; ) {
        const page = await get(server, `/v1/persons?limit=500&start=${start}`);
        for (const { id, first_name: name, email } of page.data ?? []) found.set(email[0].value, { id, name, twice: found.has(email[0].value) });
        start = page.additional_data.pagination.next_start;
    }
    for (const person of found.values()) {
        const { data } = await get(server, `/v1/persons/${person.id}/changelog?limit=500`);
        const rows = data.filter(({ field_key: key }) => key === 'first_name').reverse();
        person.changes = rows.map(({ old_value: before, new_value: now }) => `${before}>${now}`);
    }
    return found;
}

// What all people of an asker must look like after so many jobs of his.
function expected(jobs) {
    const changes = Array.from({ length: jobs - 1 }, (_, i) => `N${i + 1}>N${i + 2}`);
    return JSON.stringify({ name: `N${jobs}`, changes });
}

// The last request of an asker was not answered: its job is there or not, for all of his people.
function judge(found, asker, acknowledged) {
    const seen = new Set();
    for (let person = 0; person < people; person += 1) {
        const one = found.get(emailOf(asker, person));
        seen.add(one ? JSON.stringify({ name: one.name, changes: one.changes }) : 'nobody');
        if (one?.twice) throw new Error(`${emailOf(asker, person)} is there twice`);
    }
    const [only] = seen;
    const worlds = [acknowledged, acknowledged + 1].map((jobs) => (jobs === 0 ? 'nobody' : expected(jobs)));
    if (seen.size !== 1 || !worlds.includes(only))
        throw new Error(`asker ${asker}, ${acknowledged} jobs acknowledged: ${[...seen].join(' and ')}`);
    return worlds.indexOf(only);
}

export async function jobRound(binary, seed) {
    const folder = await DataFolder.create(binary);
    const draw = random(seed);
    const acknowledged = await ask(folder, draw.between(1, 150));
    if (folder.database) await quiet(folder.database);
    const left = unfinished(await jobsOf(folder));
    for (let kills = draw.below(4); kills > 0; kills -= 1) await killAgain(folder, draw);

    const server = await Server.start(folder, ['--access-log', 'false']);
    try {
        await waitForAll(folder);
        const found = await readPeople(server);
        const more = acknowledged.map((jobs, asker) => judge(found, asker, jobs)).reduce((a, b) => a + b);
        const asked = acknowledged.reduce((a, b) => a + b);
        const jobs = await jobsOf(folder);
        const odd = jobs.filter(({ state, error }) => state !== 'done' || error !== '-');
        if (jobs.length !== asked + more || odd.length) throw new Error(`${jobs.length} jobs for ${asked + more}: ${JSON.stringify(odd)}`);
        await server.stop();
        await folder.check();
        await folder.remove();
        return `${asked} jobs acknowledged, ${left} unfinished at the kill, ${more} in flight that are there`;
    } finally {
        await server.kill();
    }
}
