// FuseWP, a WordPress plugin, class FuseWP\Core\Integrations\OrttoCRM\SyncAction: it writes a user as a person with tags, and puts
// him into the account that was chosen in a list.
import assert from 'node:assert/strict';
import { accountId, numberOf, personId } from '../../lib/ortto_ids.mjs';
import { phpJson, Wire } from './wire.mjs';

export const wordpressHeaders = (key, agent) => [
    ['User-Agent', agent],
    ['Accept', '*/*'],
    ['Accept-Encoding', 'deflate, gzip, br'],
    ['X-Api-Key', key],
    ['Content-Type', 'application/json'],
    ['Connection', 'close'],
];

const tagsOf = (listId) => listId.split(',').map((tag) => tag.trim());

class FuseWp {
    constructor(url, key) {
        const headers = wordpressHeaders(key, 'WordPress/6.8.1; https://shop.example');
        this.wire = new Wire(url, { headers, write: phpJson });
    }

    // {status_code, body}; it throws nothing away and looks at the status itself.
    async request(method, path, parameters) {
        const reply = await this.wire.send(method, `/v1/${path}`, parameters);
        return { status: reply.status, body: reply.json() };
    }

    // For the list to choose from.
    async organizationList() {
        const { body } = await this.request('POST', 'organizations/get', { limit: 500, fields: ['str:o:name'] });
        return Object.fromEntries((body.organizations ?? []).map(({ id, fields }) => [id, fields['str:o:name']]));
    }

    async findContactByEmail(email) {
        const filter = { '$str::is': { field_id: 'str::email', value: email } };
        const fields = ['str::id', 'str::email', 'str::first', 'str::last'];
        const { body } = await this.request('POST', 'person/get', { limit: 1, fields, filter });
        return body.contacts?.length ? body.contacts[0] : false;
    }

    async subscribe(listId, email, { organization, custom = {}, oldEmail = '' }) {
        const fields = { 'str::email': email };
        let mergeBy = ['str::email'];
        if (oldEmail && oldEmail !== email) {
            const contact = await this.findContactByEmail(oldEmail);
            if (contact) {
                fields['str::person_id'] = contact.id;
                mergeBy = ['str::person_id'];
            }
        }
        Object.assign(fields, custom);
        const people = [{ fields, tags: tagsOf(listId) }];
        const { status, body } = await this.request('POST', 'person/merge', { people, merge_by: mergeBy });
        if (status < 200 || status > 299) return false;
        const inclusion = [body.people[0].person_id];
        await this.request('PUT', 'organizations/contacts/add', { inclusion_ids: inclusion, organization_id: organization });
        return true;
    }

    async unsubscribe(listId, email) {
        const people = [{ fields: { 'str::email': email }, unset_tags: tagsOf(listId) }];
        const { status } = await this.request('POST', 'person/merge', { people, merge_by: ['str::email'] });
        return status >= 200 && status < 300;
    }
}

// As its mapping of fields makes them.
const custom = {
    'str::first': 'Inês',
    'str::last': 'Prado',
    'phn::phone': { phone: '351221234567', parse_with_country_code: true },
    'geo::city': { name: 'Porto' },
    'geo::country': { name: 'Portugal' },
    'dtz::b': { day: 9, month: 2, year: 1988, timezone: 'UTC' },
    'bol::gdpr': true,
};

const shown = ['dtz::b', 'geo::city', 'geo::country', 'phn::phone', 'str::email', 'str::first', 'str::last', 'tags'];

async function personOf(client, id) {
    const { body } = await client.request('POST', 'person/get-by-ids', { contact_ids: [id], fields: shown });
    return body.contacts[id]?.fields;
}

const cases = [
    {
        name: 'a user becomes a person with tags, in the account that was chosen',
        async run({ client, read, url, key }) {
            await addOrganization(url, key, 'Norte Vidros');
            await addOrganization(url, key, 'Sul Vidros / Loja');
            const list = await client.organizationList();
            assert.deepEqual(list, { [accountId(1)]: 'Norte Vidros', [accountId(2)]: 'Sul Vidros / Loja' });
            const organization = accountId(2);
            assert.equal(await client.subscribe('wp members, shop', 'ines@norte.example', { organization, custom }), true);
            const { data } = await read('/v1/organizations/2/persons');
            assert.deepEqual([data[0].name, data[0].primary_email, data[0].phone[0].value], ['Inês Prado', 'ines@norte.example', '+351221234567']);
            assert.deepEqual(await personOf(client, personId(1)), {
                'dtz::b': { year: 1988, month: 2, day: 9, timezone: 'UTC' },
                'geo::city': { name: 'Porto' },
                'geo::country': { name: 'Portugal' },
                'idt::o': organization,
                'phn::phone': { c: '351', n: '221234567' },
                'str::email': 'ines@norte.example',
                'str::first': 'Inês',
                'str::last': 'Prado',
                tags: ['wp members', 'shop'],
            });
        },
    },
    {
        name: 'another e-mail address leaves the person who he is',
        async run({ client, read, url, key }) {
            await addOrganization(url, key, 'Norte Vidros');
            const organization = accountId(1);
            await client.subscribe('shop', 'ines@norte.example', { organization, custom });
            const found = await client.findContactByEmail('INES@norte.example');
            assert.deepEqual([numberOf(found.id), found.fields['str::email']], [1, 'ines@norte.example']);
            await client.subscribe('shop', 'ines@sul.example', { organization, oldEmail: 'ines@norte.example' });
            const persons = (await read('/v1/persons')).data;
            assert.deepEqual(persons.map(({ id, name, primary_email: email }) => [id, name, email]), [[1, 'Inês Prado', 'ines@sul.example']]);
            assert.equal(await client.findContactByEmail('ines@norte.example'), false);
            // Of one whom it does not find it makes another.
            await client.subscribe('shop', 'bo@sul.example', { organization, oldEmail: 'bo@norte.example' });
            assert.equal((await read('/v1/organizations/1')).data.people_count, 2);
        },
    },
    {
        name: 'tags are taken off',
        async run({ client, url, key }) {
            await addOrganization(url, key, 'Norte Vidros');
            await client.subscribe('shop, news', 'ines@norte.example', { organization: accountId(1), custom });
            assert.equal(await client.unsubscribe('news, never', 'ines@norte.example'), true);
            assert.deepEqual((await personOf(client, personId(1))).tags, ['shop']);
        },
    },
];

export async function addOrganization(url, key, name, more = {}) {
    const headers = { 'x-api-token': key, 'content-type': 'application/json' };
    const reply = await fetch(`${url}/v1/organizations`, { method: 'POST', headers, body: JSON.stringify({ name, ...more }) });
    assert.equal(reply.status, 201);
    return (await reply.json()).data;
}

export const suite = {
    name: 'ortto, FuseWP',
    create: (url, key) => new FuseWp(url, key),
    calls: ['POST /v1/organizations/get', 'POST /v1/person/get', 'POST /v1/person/merge', 'PUT /v1/organizations/contacts/add'],
    cases,
};
