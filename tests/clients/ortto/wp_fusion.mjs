// WP Fusion, a WordPress plugin, class WPF_Ortto: it names no merge_by, sends {} or nothing at all, and takes any reply with a
// member `error` for a failure.
import assert from 'node:assert/strict';
import { personId } from '../../lib/ortto_ids.mjs';
import { wordpressHeaders } from './fusewp.mjs';
import { phpJson, Wire } from './wire.mjs';

class WpFusion {
    constructor(url, key) {
        const headers = wordpressHeaders(key, 'WP Fusion; https://shop.example');
        this.wire = new Wire(url, { headers, write: (body) => (typeof body === 'string' ? body : phpJson(body)) });
    }

    async call(path, body) {
        const reply = await this.wire.post(path, body);
        const value = reply.json();
        if (value.error !== undefined) throw new Error(value.error);
        return value;
    }

    connect() {
        return this.call('/v1/person/get', '{}');
    }

    // {name: name}
    async syncTags() {
        const tags = await this.call('/v1/tags/get', '{}');
        return Object.fromEntries(tags.map(({ name }) => [name, name]).sort());
    }

    async syncFields() {
        const { fields } = await this.call('/v1/person/custom-field/get');
        return Object.fromEntries((fields ?? []).map(({ field }) => [field.id, field.name]));
    }

    #byEmail(email, more = {}) {
        const filter = { '$str::is': { field_id: 'str::email', value: email } };
        return this.call('/v1/person/get', { ...more, filter });
    }

    async getContactId(email) {
        const { contacts } = await this.#byEmail(email);
        return contacts?.length ? contacts[0].id : false;
    }

    async getTags(email) {
        const { contacts } = await this.#byEmail(email, { fields: ['tags'] });
        return contacts?.[0]?.fields?.tags ?? [];
    }

    async #merge(record) {
        return (await this.call('/v1/person/merge', { people: [record] })).people[0];
    }

    async applyTags(tags, email) {
        await this.#merge({ fields: { 'str::email': email }, tags });
    }

    async removeTags(tags, email) {
        await this.#merge({ fields: { 'str::email': email }, unset_tags: tags });
    }

    async addContact(fields) {
        return (await this.#merge({ fields })).person_id;
    }

    // Places and phone numbers become texts.
    async loadContact(email, ids) {
        const { contacts } = await this.#byEmail(email, { fields: ids });
        const flat = (value) => {
            if (value?.name !== undefined) return value.name;
            return value?.c !== undefined && value.n !== undefined ? value.c + value.n : value;
        };
        return Object.fromEntries(Object.entries(contacts[0].fields).map(([id, value]) => [id, flat(value)]));
    }
}

const contact = {
    'str::email': 'ines@norte.example',
    'str::first': 'Inês',
    'phn::phone': { c: '+351', n: '221234567' }, // with the sign
    'geo::city': { name: 'Porto' },
    'dtz::b': { day: 9, month: 2, year: 1988, timezone: 'UTC' },
};

const cases = [
    {
        name: 'it connects, and finds nothing yet',
        async run({ client }) {
            assert.deepEqual((await client.connect()).contacts ?? [], []);
            assert.deepEqual(await client.syncTags(), {});
            assert.deepEqual(await client.syncFields(), {});
            assert.equal(await client.getContactId('ines@norte.example'), false);
            assert.deepEqual(await client.getTags('ines@norte.example'), []);
        },
    },
    {
        name: 'a contact is added, found, changed and read back',
        async run({ client, read }) {
            assert.equal(await client.addContact(contact), personId(1));
            assert.equal(await client.getContactId('ines@norte.example'), personId(1));
            assert.equal(await client.addContact({ ...contact, 'str::last': 'Prado' }), personId(1));
            const { data } = await read('/v1/persons/1');
            assert.deepEqual([data.name, data.phone[0].value], ['Inês Prado', '+351221234567']);
            assert.deepEqual(await client.loadContact('ines@norte.example', [...Object.keys(contact), 'str::last', 'str::postal']), {
                'dtz::b': { year: 1988, month: 2, day: 9, timezone: 'UTC' },
                'geo::city': 'Porto',
                'phn::phone': '351221234567',
                'str::email': 'ines@norte.example',
                'str::first': 'Inês',
                'str::last': 'Prado',
            });
        },
    },
    {
        name: 'tags are applied and removed',
        async run({ client }) {
            await client.addContact(contact);
            await client.applyTags(['Member', 'Größe L'], 'ines@norte.example');
            assert.deepEqual(await client.getTags('ines@norte.example'), ['Member', 'Größe L']);
            assert.deepEqual(await client.syncTags(), { 'Größe L': 'Größe L', Member: 'Member' });
            await client.removeTags(['Member'], 'ines@norte.example');
            assert.deepEqual(await client.getTags('ines@norte.example'), ['Größe L']);
        },
    },
    {
        name: 'a refusal has a member `error`, also that of a key',
        async run({ client, url }) {
            await assert.rejects(client.addContact({ ...contact, 'str::nothing': 'x' }), /No valid contacts provided \(failed to validate field str::nothing in schema/);
            await assert.rejects(new WpFusion(url, 'st_1_wrong').connect(), /Unauthorized/);
        },
    },
];

export const suite = {
    name: 'ortto, WP Fusion',
    create: (url, key) => new WpFusion(url, key),
    calls: ['POST /v1/person/get', 'POST /v1/tags/get', 'POST /v1/person/custom-field/get', 'POST /v1/person/merge'],
    cases,
};
