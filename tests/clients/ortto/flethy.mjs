// flethy/flethy (fetch): a description of one call, of which every member is sent. With it, a connector that takes the records of
// get-by-ids for an array, as the documents of people once had it.
import assert from 'node:assert/strict';
import { personId } from '../../lib/ortto_ids.mjs';
import { Wire } from './wire.mjs';

const allFields = [
    ...['str::first', 'str::last', 'phn::phone', 'str::email', 'geo::city', 'geo::country', 'dtz::b', 'geo::region', 'str::postal'],
    ...['tags', 'u4s::t', 'bol::gdpr', 'str::ei', 'bol::p', 'str::u-ctx', 'str::s-ctx', 'bol::sp', 'str::soi-ctx', 'str::soo-ctx'],
];

class Flethy {
    constructor(url, key) {
        const headers = [
            ['X-Api-Key', key],
            ['Content-Type', 'application/json'],
            ['Accept', '*/*'],
            ['User-Agent', 'node-fetch'],
        ];
        this.wire = new Wire(url, { headers });
    }

    async retrieve(body) {
        const reply = await this.wire.post('/v1/person/get', body);
        assert.equal(reply.status, 200, reply.text);
        return reply.json();
    }

    async byIds(ids) {
        const { contacts } = (await this.wire.post('/v1/person/get-by-ids', { contact_ids: ids, fields: allFields })).json();
        return Array.isArray(contacts) ? contacts : Object.values(contacts);
    }
}

const cases = [
    {
        name: 'every member of the call, and every field of people',
        async run({ client }) {
            const people = ['Ana', 'Bea', 'Ceu'].map((first) => ({ fields: { 'str::first': first, 'str::email': `${first}@norte.example` }, tags: ['vip'] }));
            await client.wire.post('/v1/person/merge', { people, merge_by: ['str::email'] });
            const body = { limit: 2, sort_order: 'desc', sort_by_field_id: 'str::first', offset: 0, fields: allFields, q: 'a', filter: {} };
            const first = await client.retrieve(body);
            assert.deepEqual(first.contacts.map(({ id }) => id), [personId(2), personId(1)]);
            assert.deepEqual(first.contacts[0].fields, {
                'bol::p': true,
                'bol::sp': false,
                'str::email': 'Bea@norte.example',
                'str::first': 'Bea',
                'str::s-ctx': 'Subscribed via API',
                tags: ['vip'],
                'u4s::t': [1],
            });
            assert.deepEqual([first.meta.total_contacts, first.meta.total_matches], [3, 2]);
            const filter = { $and: [{ '$str::starts': { field_id: 'str::email', value: 'c' } }] };
            const found = await client.retrieve({ sort_by_field_id: 'str::email', fields: ['str::email'], filter });
            assert.deepEqual(found.contacts.map(({ id }) => id), [personId(3)]);
            assert.deepEqual((await client.byIds([personId(3), personId(1), personId(99)])).map(({ id }) => id), [personId(1), personId(3)]);
        },
    },
];

export const suite = {
    name: 'ortto, flethy',
    create: (url, key) => new Flethy(url, key),
    calls: ['POST /v1/person/get', 'POST /v1/person/get-by-ids'],
    cases,
};
