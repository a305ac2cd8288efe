// PipedreamHQ/pipedream, components/ortto (axios): people are asked for without a body, the offset standing in the query, and a new
// person with everything that its form has, empty or not.
import assert from 'node:assert/strict';
import { personId } from '../../lib/ortto_ids.mjs';
import { Wire } from './wire.mjs';

const triggerFields = [
    ...['str::first', 'str::last', 'phn::phone', 'str::email', 'geo::city', 'geo::country', 'dtz::b', 'geo::region', 'str::postal'],
    ...['tags', 'u4s::t', 'bol::gdpr', 'str::ei', 'bol::p', 'str::u-ctx', 'str::s-ctx', 'bol::sp', 'str::soi-ctx', 'str::soo-ctx'],
];

class Pipedream {
    constructor(url, key) {
        const headers = [
            ['Accept', 'application/json, text/plain, */*'],
            ['Content-Type', 'application/json'],
            ['X-Api-Key', key],
            ['User-Agent', 'axios/1.7.9'],
            ['Accept-Encoding', 'gzip, compress, deflate, br'],
        ];
        this.wire = new Wire(url, { headers });
    }

    // Its library drops the header of a body that there is not, and throws at any other status.
    async request(path, data) {
        const headers = this.wire.headers.filter(([name]) => data !== undefined || name !== 'Content-Type');
        const reply = await this.wire.send('POST', `/v1${path}`, data, headers);
        if (reply.status < 200 || reply.status > 299) throw new Error(`${path}: ${reply.status} ${reply.text}`);
        return reply.json();
    }

    async getPeople() {
        const people = [];
        for (let offset; ; ) {
            const { contacts, next_offset: next, has_more: more } = await this.request(`/person/get${offset ? `?offset=${offset}` : ''}`);
            if (!contacts?.length) return people;
            if (next) offset = next;
            people.push(...contacts);
            if (!more || people.length >= 100) return people;
        }
    }

    listOrgCustomFields() {
        return this.request('/organizations/custom-field/get');
    }

    createPerson({ first, last, phone, email, city, country, region, birthday }) {
        const fields = {
            'str::first': first,
            'str::last': last,
            'phn::phone': { phone, parse_with_country_code: true },
            'str::email': email,
            'geo::city': { name: city },
            'geo::country': { name: country },
            'geo::region': { name: region },
            'dtz::b': birthday ? { day: birthday[2], month: birthday[1], year: birthday[0] } : {},
        };
        return this.request('/person/merge', { people: [{ fields }], async: false, merge_by: ['str::email'], find_strategy: 0 });
    }

    createActivity(activityId, attributes, fields) {
        const activities = [{ activity_id: activityId, attributes, fields }];
        return this.request('/activities/create', { activities, merge_by: ['str::email'] });
    }

    // What its trigger asks every few minutes.
    newestContacts() {
        return this.request('/person/get', { fields: triggerFields, sort_by_field_id: 'c', sort_order: 'desc' });
    }
}

const ines = {
    first: 'Inês',
    last: 'Prado',
    phone: '351221234567',
    email: 'ines@norte.example',
    city: 'Porto',
    country: 'Portugal',
    region: 'Norte',
    birthday: [1988, 2, 9],
};

const cases = [
    {
        name: 'a person is created, and updated with a form that is half empty',
        async run({ client, read }) {
            assert.deepEqual(await client.createPerson(ines), { people: [{ person_id: personId(1), status: 'created' }] });
            const { data } = await read('/v1/persons/1');
            assert.deepEqual([data.name, data.primary_email, data.phone[0].value], ['Inês Prado', 'ines@norte.example', '+351221234567']);
            const { phone, email } = ines;
            assert.deepEqual(await client.createPerson({ phone, email }), { people: [{ person_id: personId(1), status: 'merged' }] });
            assert.equal((await read('/v1/persons/1')).data.name, 'Inês Prado');
            const { status } = (await client.createPerson({ phone: '4915123456789', email: 'bo@norte.example' })).people[0];
            assert.equal(status, 'created');
        },
    },
    {
        name: 'people without a body; the fields of accounts likewise',
        async run({ client }) {
            await client.createPerson(ines);
            await client.createPerson({ ...ines, email: 'bo@norte.example' });
            const people = await client.getPeople();
            assert.deepEqual(people, [personId(2), personId(1)].map((id) => ({ id, fields: {} })));
            assert.deepEqual((await client.listOrgCustomFields()).fields ?? [], []);
        },
    },
    {
        name: 'the trigger sees the newest first, with all that it asks for',
        async run({ client }) {
            await client.createPerson(ines);
            await client.createPerson({ ...ines, email: 'bo@norte.example' });
            const { contacts } = await client.newestContacts();
            assert.deepEqual(contacts.map(({ id }) => id), [personId(2), personId(1)]);
            assert.deepEqual(contacts[1].fields['dtz::b'], { year: 1988, month: 2, day: 9, timezone: 'UTC' });
            assert.deepEqual(contacts[1].fields['geo::region'], { name: 'Norte' });
        },
    },
    {
        name: 'an activity makes the person whom it is about',
        async run({ client, read }) {
            const reply = await client.createActivity('act:cm:signed-up', { 'str:cm:plan': 'free' }, { 'str::email': 'new@norte.example' });
            assert.equal(reply.activities.length, 1);
            assert.equal((await read('/v1/persons/1')).data.primary_email, 'new@norte.example');
        },
    },
];

export const suite = {
    name: 'ortto, Pipedream',
    create: (url, key) => new Pipedream(url, key),
    calls: ['POST /v1/person/merge', 'POST /v1/person/get', 'POST /v1/organizations/custom-field/get', 'POST /v1/activities/create'],
    cases,
};
