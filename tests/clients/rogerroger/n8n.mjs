// The vendor's node for n8n (RogerRogerHQ/n8n-nodes-rogerroger; n8n sends by axios): it asks for JSON-LD, sends JSON, merges by
// application/merge-patch+json, leaves out what is empty, walks lists by view.next, and tells `detail` of what failed.
import assert from 'node:assert/strict';
import { Wire } from '../ortto/wire.mjs';

const addressOf = (parts) => Object.fromEntries(Object.entries(parts).filter(([, value]) => value));

// Of what a form has: nothing of what is empty, contacts as objects.
function bodyOf({ emails, phones, address, ...rest }) {
    const isGiven = (value) => (Array.isArray(value) ? value.length > 0 : Boolean(value));
    const body = Object.fromEntries(Object.entries(rest).filter(([, value]) => isGiven(value)));
    if (emails?.length) body.emailAddresses = emails.map((email) => ({ email }));
    if (phones?.length) body.phoneNumbers = phones.map((phoneNumber) => ({ phoneNumber }));
    if (address && Object.keys(addressOf(address)).length) body.address = addressOf(address);
    return body;
}

class N8nNode {
    constructor(url, key) {
        const headers = [['X-API-KEY', key], ['Accept', 'application/ld+json'], ['User-Agent', 'n8n'], ['Accept-Encoding', 'gzip, compress, deflate, br']];
        this.base = url;
        this.wire = new Wire(url, { headers });
    }

    // Its library parses whatever is JSON, gives '' for nothing, and throws at any status but 2xx.
    async #send(method, path, body) {
        const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
        const reply = await this.wire.send(method, path, body, [...this.wire.headers, ...(body ? [['Content-Type', type]] : [])]);
        const data = reply.text && /json/.test(reply.headers['content-type']) ? reply.json() : reply.text;
        if (reply.status < 200 || reply.status > 299) throw new Error(data.detail ?? data.message);
        return data;
    }

    get = (resource, id) => this.#send('GET', `/${resource}/${id}`);
    create = (resource, form) => this.#send('POST', `/${resource}`, bodyOf(form));
    update = (resource, id, form) => this.#send('PATCH', `/${resource}/${id}`, bodyOf(form));
    remove = (resource, id) => this.#send('DELETE', `/${resource}/${id}`);

    async #walk(path, visit) {
        for (let next = path; next; ) {
            const response = await this.#send('GET', next);
            visit(response.member || []);
            const nextPath = response.view?.next;
            const url = nextPath && (nextPath.startsWith('http') ? nextPath : `${this.base}${nextPath}`);
            next = url?.slice(this.base.length);
        }
    }

    async getMany(resource, itemsPerPage) {
        const items = [];
        await this.#walk(`/${resource}?itemsPerPage=${itemsPerPage}`, (member) => items.push(...member));
        return items;
    }

    // What its menus offer.
    async options(resource, nameOf = ({ title }) => title) {
        const options = [];
        await this.#walk(`/${resource}`, (member) => options.push(...member.map((item) => ({ name: nameOf(item), value: item['@id'] }))));
        return options;
    }
}

const cases = [
    {
        name: 'an organization with everything that its form has',
        async run({ client, read }) {
            const person = await client.create('people', { givenName: 'Inês', familyName: 'Prado' });
            await client.create('people', { givenName: '', familyName: 'Ost' });
            const people = await client.options('people', ({ givenName, familyName }) => `${givenName ?? ''} ${familyName}`.trim());
            assert.deepEqual(people.map(({ name }) => name), ['Inês Prado', 'Ost']);
            const form = {
                title: 'Norte', website: 'https://norte.example', description: 'Timber', emails: ['info@norte.example'], phones: ['+351 22 123', '+351 96 5'],
                customerId: 'K-1', chamberOfCommerceNumber: '12345678', tags: [], segments: [], people: [people[0].value],
                address: { street: 'Rua do Almada 14', city: 'Porto', postalCode: '', country: 'PT' },
            };
            const made = await client.create('organizations', form);
            assert.deepEqual(await client.get('organizations', made.id), made);
            assert.deepEqual([made.title, made.people, made.phoneNumbers[1].phoneNumber], ['Norte', [person['@id']], '+351 96 5']);
            assert.equal((await read('/v1/organizations/1')).data.people_count, 1);
            // An update names what it changes alone; its address is merged, its lists are replaced.
            const updated = await client.update('organizations', made.id, { title: '', website: 'norte.example', phones: ['+351 96 5'], address: { city: 'Gaia', country: 'PT' } });
            assert.deepEqual([updated.title, updated.website, updated.description], ['Norte', 'norte.example', 'Timber']);
            assert.deepEqual([updated.address.street, updated.address.city, updated.phoneNumbers.length], ['Rua do Almada 14', 'Gaia', 1]);
            assert.deepEqual(await client.update('organizations', made.id, {}), updated);
            assert.equal(await client.remove('organizations', made.id), '');
            await assert.rejects(client.get('organizations', made.id), /^Error: Not Found$/);
        },
    },
    {
        name: 'people, their organizations, tags and lists from its menus',
        async run({ client, url, key }) {
            const send = (path, body) => fetch(url + path, { method: 'POST', headers: { 'X-API-KEY': key, 'Content-Type': 'application/ld+json' }, body: JSON.stringify(body) });
            await send('/tags', { title: 'Wood' });
            await send('/segments', { title: 'Suppliers', icon: 'star' });
            await client.create('organizations', { title: 'Norte' });
            const [[organization], [tag], [segment]] = [await client.options('organizations'), await client.options('tags'), await client.options('segments')];
            assert.deepEqual([organization.name, tag.name, segment.name], ['Norte', 'Wood', 'Suppliers']);
            const form = { givenName: 'Bo', familyName: 'Ost', emails: ['bo@ost.example'], linkedinId: 'bo', jobTitle: 'Buyer', organizations: [organization.value], tags: [tag.value], segments: [segment.value] };
            const person = await client.create('people', form);
            assert.deepEqual([person.organizations, person.tags, person.segments], [[organization.value], [tag.value], [segment.value]]);
            const changed = await client.update('people', person.id, { familyName: 'West', organizations: [] });
            assert.deepEqual([changed.familyName, changed.givenName, changed.organizations], ['West', 'Bo', [organization.value]]);
            assert.equal(await client.remove('people', person.id), '');
        },
    },
    {
        name: 'all pages of a list',
        async run({ client }) {
            for (let i = 1; i <= 47; i += 1) await client.create('organizations', { title: `Organization ${i}` });
            for (const itemsPerPage of [4, 15, 30, 100]) {
                const items = await client.getMany('organizations', itemsPerPage);
                assert.deepEqual(items.map(({ title }) => title), Array.from({ length: 47 }, (_, i) => `Organization ${i + 1}`));
            }
            assert.equal((await client.options('organizations')).length, 47);
        },
    },
    {
        name: 'what fails it tells by its detail',
        async run({ client, url }) {
            await assert.rejects(client.create('organizations', { title: '' }), /^Error: title: This value should not be blank\.$/);
            await assert.rejects(client.create('people', { familyName: 'x', organizations: ['/organizations/x'] }), /^Error: Invalid IRI "\/organizations\/x"\.$/);
            await assert.rejects(client.update('people', 'nothing', { familyName: 'x' }), /^Error: Not Found$/);
            await assert.rejects(client.getMany('organizations', -1), /^Error: Limit should not be less than 0$/);
            await assert.rejects(new N8nNode(url, 'nonsense').options('tags'), /^Error: Invalid API key$/);
        },
    },
];

export const suite = {
    name: 'rogerroger, n8n',
    connect: (url, key) => ({ client: new N8nNode(url, key) }),
    cases,
    finish: async () => {},
};
