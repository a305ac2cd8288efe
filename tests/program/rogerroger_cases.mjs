// What settings change of RogerRoger's dialect: the length of pages, addresses with a host, limits.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { withServer } from './steps.mjs';

const bob = '/users/01020000-0100-8000-8000-000000000002';

function send(server, method, path, body, headers = {}) {
    const all = { 'x-api-key': server.folder.adminKey, 'content-type': 'application/json', ...headers };
    return fetch(server.url + path, { method, headers: all, body: body && JSON.stringify(body) });
}

async function add(server, count) {
    for (let i = 1; i <= count; i += 1) assert.equal((await send(server, 'POST', '/organizations', { title: `O ${i}` })).status, 201);
}

async function pageOf(server, path) {
    const { member, view } = await (await send(server, 'GET', path)).json();
    return [member.length, view?.next];
}

// What becomes of an owner that is named by this address.
async function named(server, owner) {
    const reply = await send(server, 'POST', '/organizations', { title: 'A', owner });
    const body = await reply.json();
    return body.owner ?? body.detail;
}

export const rogerrogerCases = {
    async 'pages of RogerRoger are as long as the setting lets them be'(folder) {
        await withServer(folder, [], async (server) => {
            await add(server, 35);
            assert.deepEqual(await pageOf(server, '/organizations?itemsPerPage=100'), [30, '/organizations?itemsPerPage=100&page=2']);
            assert.deepEqual(await pageOf(server, '/organizations'), [15, '/organizations?page=2']);
        });
        await withServer(folder, ['--items-per-page', '500'], async (server) => {
            assert.deepEqual(await pageOf(server, '/organizations?itemsPerPage=100'), [35, undefined]);
            assert.deepEqual(await pageOf(server, '/organizations'), [15, '/organizations?page=2']);
        });
        await withServer(folder, ['--items-per-page', '4'], async (server) => {
            assert.deepEqual(await pageOf(server, '/organizations'), [4, '/organizations?page=2']);
            assert.deepEqual(await pageOf(server, '/note_categories'), [4, undefined]);
        });
    },

    async 'an IRI may stand with the address of the server, and with no other'(folder) {
        await folder.addUser('bob@acme.example', 'Bob Berg');
        await withServer(folder, [], async (server) => {
            assert.equal(await named(server, `${server.url}${bob}`), bob);
            assert.equal(await named(server, `https://api.rogerroger.io${bob}`), `Invalid IRI "https://api.rogerroger.io${bob}".`);
        });
        await withServer(folder, ['--public-url', 'https://crm.acme.example/'], async (server) => {
            assert.equal(await named(server, `https://crm.acme.example${bob}`), bob);
            assert.equal(await named(server, bob), bob);
            const other = `https://crm.acme.example.evil.example${bob}`;
            assert.equal(await named(server, other), `Invalid IRI "${other}".`);
        });
    },

    async 'addresses in replies are those of the setting, whatever host a request names'(folder) {
        await withServer(folder, ['--public-url', 'https://crm.acme.example'], async (server) => {
            for (const path of ['/organizations', '/docs.jsonld']) {
                const reply = await send(server, 'GET', path, undefined, { 'x-forwarded-proto': 'http', 'x-forwarded-host': 'evil.example' });
                assert.equal(reply.headers.get('link'), '<https://crm.acme.example/docs.jsonld>; rel="http://www.w3.org/ns/hydra/core#apiDocumentation"');
            }
            const { '@context': terms } = await (await send(server, 'GET', '/contexts/Tag')).json();
            assert.equal(terms['@vocab'], 'https://crm.acme.example/docs.jsonld#');
        });
    },

    async 'an import passes over a line that is too long, and says where it is'(folder) {
        const file = `${folder.path}/items.jsonl`;
        const line = (id, title) => JSON.stringify({ '@type': 'Organization', id: `0197d5e7-7f5c-7cbb-9e7b-0f3b0b9b5b0${id}`, title });
        await writeFile(file, `${line(1, 'A')}\n${line(2, 'x'.repeat(17 << 20))}\n${line(3, 'C')}`);
        const { status, stdout, stderr } = await folder.run(['import', file]);
        assert.equal(status, 1);
        assert.equal(stdout, 'added 2 items; 0 were there already, 1 were refused\n');
        assert.match(stderr, new RegExp(`^line at byte ${line(1, 'A').length + 1}: it is larger than \\d+ bytes$`, 'm'));
    },

    async 'past a limit RogerRoger says 429, and when to come again'(folder) {
        await withServer(folder, ['--rate-limit', '3'], async (server) => {
            const replies = await Promise.all(Array.from({ length: 30 }, () => send(server, 'GET', '/organizations')));
            const refused = replies.filter(({ status }) => status === 429);
            assert.ok(refused.length > 0 && replies.every(({ status }) => status === 200 || status === 429));
            for (const reply of refused) {
                assert.match(reply.headers.get('retry-after'), /^[1-9]\d*$/);
                assert.equal(reply.headers.get('content-type'), 'application/problem+json; charset=utf-8');
                const { status, type, detail, message } = await reply.json();
                assert.deepEqual([status, type, detail], [429, '/errors/429', message]);
            }
        });
    },
};
