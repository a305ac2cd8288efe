// Jobs: what a client asks to be done later, beside its requests, over stops, and as subcommands tell of it.
import assert from 'node:assert/strict';
import { eventually } from '../lib/uploads.mjs';
import { get, withServer } from './steps.mjs';

const people = 60; // in each job
const looksAfterMs = 20_000; // less than the server's own look around for jobs that nobody told it of

async function ask(server, name) {
    const fields = (i) => ({ 'str::email': `p${i}@jobs.example`, 'str::first': name });
    const body = { people: Array.from({ length: people }, (_, i) => ({ fields: fields(i) })), merge_by: ['str::email'], async: true };
    const reply = await fetch(`${server.url}/v1/person/merge`, {
        method: 'POST',
        headers: { 'x-api-key': server.folder.adminKey, 'content-type': 'application/json' },
        body: JSON.stringify(body),
    });
    assert.equal(reply.status, 200, await reply.text());
}

// "3 done" of each, the newest first.
async function jobs(folder, args = []) {
    const { status, stdout, stderr } = await folder.run(['jobs', 'list', ...args]);
    assert.deepEqual([status, stderr], [0, '']);
    const lines = stdout.split('\n').filter(Boolean).map((line) => line.split('\t'));
    for (const columns of lines) assert.deepEqual([columns.length, columns[1], columns[3]], [8, 'put persons', 'ann@acme.example']);
    return lines.map(([id, , state]) => `${id} ${state}`);
}

const allDone = async (folder) => (await jobs(folder)).every((line) => line.endsWith(' done'));

async function names(server) {
    const { data } = await (await get(server, '/v1/persons?limit=500')).json();
    return (data ?? []).map(({ first_name: name }) => name);
}

const inAll = (name) => Array.from({ length: people }, () => name);

export const jobCases = {
    async 'what is to be done later is done soon after its request was answered'(folder) {
        await withServer(folder, [], async (server) => {
            const begun = Date.now();
            await ask(server, 'One');
            await eventually(() => allDone(folder), 'the end of the job');
            await ask(server, 'Two');
            await eventually(() => allDone(folder), 'the end of the next job');
            assert.ok(Date.now() - begun < looksAfterMs, `${Date.now() - begun} ms`);
            assert.deepEqual(await names(server), inAll('Two'));
            assert.deepEqual(await jobs(folder), ['2 done', '1 done']);
        });
        await folder.check();
    },

    async 'jobs go on after a stop, one after another'(folder) {
        const asked = 12;
        await withServer(folder, [], async (server) => {
            for (let i = 1; i <= asked; i += 1) await ask(server, `Round ${i}`);
        });
        await folder.check();
        assert.equal((await jobs(folder)).length, asked);
        await withServer(folder, [], async (server) => {
            await eventually(() => allDone(folder), 'the end of all jobs');
            assert.deepEqual(await names(server), inAll(`Round ${asked}`));
        });
        await folder.check();
    },

    async 'jobs are of one company, and only a failed one is tried again'(folder) {
        await folder.line(['company', 'add', '--name', 'Bolt', '--admin', 'bea@bolt.example']);
        await withServer(folder, [], async (server) => {
            await ask(server, 'One');
            await eventually(() => allDone(folder), 'the end of the job');
            assert.deepEqual(await jobs(folder, ['--company', '2']), []);
        });
        const refused = async (...args) => {
            const { status, stderr } = await folder.run(['jobs', 'retry', ...args]);
            return `${status} ${stderr}`;
        };
        assert.equal(await refused('1'), '1 stele: job 1 has not failed\n');
        assert.equal(await refused('1', '--company', '2'), '1 stele: there is no job 1\n');
        assert.equal(await refused('one'), "2 stele: an id is a number, not 'one'\n");
    },
};
