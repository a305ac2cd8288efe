// PostHog/posthog, the data warehouse's Ortto source (Python requests): it copies everything, page by page of 500, and sends both
// the next offset and the cursor until has_more says that there is no more.
import assert from 'node:assert/strict';
import { accountId } from '../../lib/ortto_ids.mjs';
import { pythonJson, Wire } from './wire.mjs';

const personFields = [
    ...['str::first', 'str::last', 'str::email', 'str::postal', 'str::ei', 'phn::phone', 'geo::city', 'geo::region'],
    ...['geo::country', 'bol::gdpr', 'bol::p', 'bol::sp', 'dtz::b', 'u4s::t', 'idt::o'],
];
const accountFields = ['str:o:name', 'str:o:website', 'str:o:industry', 'int:o:employees'];

const streams = {
    people: { path: '/v1/person/get', key: 'contacts', fields: personFields, custom: '/v1/person/custom-field/get' },
    accounts: { path: '/v1/accounts/get', key: 'accounts', fields: accountFields, custom: '/v1/accounts/custom-field/get' },
    tags: { path: '/v1/tags/get' },
    personFields: { path: '/v1/person/custom-field/get', key: 'fields' },
    accountFields: { path: '/v1/accounts/custom-field/get', key: 'fields' },
};

// Person fields come wrapped, those of accounts flat.
const flat = (entry) => (entry.field ? { ...entry.field, tracked_value: entry.tracked_value } : entry);

class PostHog {
    constructor(url, key) {
        const headers = [
            ['User-Agent', 'python-requests/2.32.3'],
            ['Accept-Encoding', 'gzip, deflate, br'],
            ['Accept', '*/*'],
            ['Connection', 'keep-alive'],
            ['X-Api-Key', key],
            ['Content-Type', 'application/json'],
        ];
        this.wire = new Wire(url, { headers, write: pythonJson });
    }

    async fetch(path, body) {
        const reply = await this.wire.post(path, body);
        if (reply.status !== 200) throw new Error(`status=${reply.status}, body=${reply.text}`);
        return reply.json();
    }

    async validate() {
        return (await this.wire.post('/v1/person/custom-field/get', {})).status === 200;
    }

    // All rows of a stream, in pages; `pageSize` is 500 there.
    async *pages(name, pageSize = 500) {
        const { path, key, fields, custom } = streams[name];
        const items = (data) => (key ? data[key] : data) ?? [];
        if (!fields) {
            yield items(await this.fetch(path, {})).map(flat);
            return;
        }
        const more = ((await this.fetch(custom, {})).fields ?? []).map((entry) => flat(entry).id);
        const asked = [...fields, ...more];
        for (let offset = 0, cursor = null; ; ) {
            const body = { limit: pageSize, offset, fields: asked, ...(cursor !== null && { cursor_id: cursor }) };
            const data = await this.fetch(path, body);
            if (items(data).length) yield items(data);
            if (!data.has_more) return;
            offset = data.next_offset ?? offset + items(data).length;
            cursor = data.cursor_id || cursor;
        }
    }

    async all(name, pageSize) {
        const rows = [];
        for await (const page of this.pages(name, pageSize)) rows.push(...page);
        return rows;
    }
}

async function post({ url, key }, path, body) {
    const headers = { 'x-api-token': key, 'content-type': 'application/json' };
    const reply = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    assert.ok(reply.status < 300, `${path}: ${reply.status}`);
    return reply.json();
}

async function fill(context) {
    const { client } = context;
    await client.fetch('/v1/accounts/custom-field/create', { type: 'text', name: 'Tier' });
    await client.fetch('/v1/person/custom-field/create', { type: 'integer', name: 'Score' });
    for (let first = 0; first < 1100; first += 100) {
        const people = Array.from({ length: 100 }, (_, i) => ({
            fields: { 'str::email': `p${first + i}@norte.example`, 'str::first': `P${first + i}`, 'int:cm:score': first + i },
        }));
        await client.fetch('/v1/person/merge', { people, merge_by: ['str::email'] });
    }
    const accounts = Array.from({ length: 7 }, (_, i) => ({ fields: { 'str:o:name': `Account ${i}`, 'str:oc:tier': `t${i}` } }));
    await client.fetch('/v1/accounts/merge', { accounts, merge_by: ['str:o:name'] });
}

const cases = [
    {
        name: 'the key is tried',
        async run({ client, url }) {
            assert.equal(await client.validate(), true);
            assert.equal(await new PostHog(url, 'st_1_wrong').validate(), false);
        },
    },
    {
        name: 'everybody is copied once, newest first',
        async run(context) {
            const { client } = context;
            await fill(context);
            const people = await client.all('people');
            assert.deepEqual(
                people.map(({ fields }) => fields['str::email']),
                Array.from({ length: 1100 }, (_, i) => `p${1099 - i}@norte.example`),
            );
            assert.deepEqual(people[0].fields, { 'bol::p': true, 'bol::sp': false, 'int:cm:score': 1099, 'str::email': 'p1099@norte.example', 'str::first': 'P1099' });
            const accounts = await client.all('accounts');
            assert.deepEqual(accounts.map(({ id }) => id), [7, 6, 5, 4, 3, 2, 1].map((number) => accountId(number)));
            assert.deepEqual(accounts[0].fields, { 'str:o:name': 'Account 6', 'str:oc:tier': 't6' });
            assert.deepEqual((await client.all('personFields')).map(({ id, tracked_value: tracked }) => [id, tracked]), [['int:cm:score', false]]);
            assert.deepEqual((await client.all('accountFields')).map(({ id }) => id), ['str:oc:tier']);
            assert.deepEqual(await client.all('tags'), []);
        },
    },
    {
        // Who comes while the pages are read is not in them, and moves nobody onto a page that was read.
        name: 'people who are added meanwhile do not move the pages',
        async run(context) {
            const { client } = context;
            await fill(context);
            const emails = [];
            for await (const page of client.pages('people', 100)) {
                emails.push(...page.map(({ fields }) => fields['str::email']));
                await post(context, '/v1/persons', { name: 'Later', email: `later${emails.length}@norte.example` });
            }
            assert.deepEqual(emails, Array.from({ length: 1100 }, (_, i) => `p${1099 - i}@norte.example`));
        },
    },
];

export const suite = {
    name: 'ortto, PostHog',
    create: (url, key) => new PostHog(url, key),
    calls: [
        'POST /v1/person/custom-field/get',
        'POST /v1/accounts/custom-field/get',
        'POST /v1/person/get',
        'POST /v1/accounts/get',
        'POST /v1/tags/get',
    ],
    cases,
};
