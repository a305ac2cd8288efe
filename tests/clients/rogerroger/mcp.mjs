// The vendor's MCP server (RogerRogerHQ/rogerroger-mcp-server; node-fetch): all of it is application/json, also what has no body; updates
// of records are PUT, of tags and lists PATCH; it parses every reply, and so takes a deletion that succeeded for a failure.
import assert from 'node:assert/strict';

class Mcp {
    constructor(url, key) {
        Object.assign(this, { url, key });
    }

    async request(endpoint, { method = 'GET', body, params } = {}) {
        const url = `${this.url}${endpoint}${params ? `?${new URLSearchParams(params)}` : ''}`;
        const headers = { 'X-API-KEY': this.key, 'Content-Type': 'application/json' };
        const response = await fetch(url, { method, headers, body: body ? JSON.stringify(body) : undefined });
        if (!response.ok) throw new Error(`HTTP ${response.status}: ${await response.text()}`);
        return response.json();
    }

    list = (path, params = {}) => this.request(path, { params });
    create = (path, body) => this.request(path, { method: 'POST', body });
    update = (path, id, { id: _, ...body }) => this.request(`${path}/${id}`, { method: path === '/tags' || path === '/segments' ? 'PATCH' : 'PUT', body });
    remove = (path, id) => this.request(`${path}/${id}`, { method: 'DELETE' });
}

// It is done, whatever the tool makes of it.
async function removes(client, path, id) {
    await assert.rejects(client.remove(path, id), SyntaxError);
    await assert.rejects(client.request(`${path}/${id}`), /^Error: HTTP 404: \{/);
}

const cases = [
    {
        name: 'organizations, by the names that the API has',
        async run({ client }) {
            const made = await client.create('/organizations', { title: 'Norte', website: 'https://norte.example' });
            assert.equal(made['@type'], 'Organization');
            assert.equal((await client.list('/organizations', { limit: '10', offset: '20' })).totalItems, 1); // unknown to the API
            assert.equal((await client.list('/organizations')).member[0].id, made.id);
            const put = await client.update('/organizations', made.id, { id: made.id, title: 'Norte Vidros' });
            assert.deepEqual([put.title, put.website], ['Norte Vidros', undefined]); // PUT replaces
            await removes(client, '/organizations', made.id);
        },
    },
    {
        name: 'organizations and people, by names that the API does not have',
        async run({ client }) {
            const named = { name: 'Norte', website: 'https://norte.example', industry: 'Wood', employees: 48, notes: 'New' };
            await assert.rejects(client.create('/organizations', named), /^Error: HTTP 422: .*"title: This value should not be blank\."/);
            const person = { name: 'Inês Prado', email: 'ines@norte.example', phone: '1', company: 'Norte', notes: '' };
            await assert.rejects(client.create('/people', person), /^Error: HTTP 422: .*"familyName: This value should not be blank\."/);
            assert.equal((await client.list('/people')).totalItems, 0);
        },
    },
    {
        name: 'people',
        async run({ client }) {
            const made = await client.create('/people', { familyName: 'Prado', givenName: 'Inês' });
            const put = await client.update('/people', made.id, { id: made.id, familyName: 'Lima' });
            assert.deepEqual([put.familyName, put.givenName], ['Lima', undefined]);
            assert.deepEqual(await client.request(`/people/${made.id}`), put);
            await removes(client, '/people', made.id);
        },
    },
    {
        name: 'tags and lists, which it patches as application/json',
        async run({ client }) {
            const tag = await client.create('/tags', { title: 'Wood', backgroundColor: '#fff', textColor: '#000', description: 'Made of it' });
            const patched = await client.update('/tags', tag.id, { id: tag.id, title: 'Timber' });
            assert.deepEqual([patched.title, patched.backgroundColor, patched.description], ['Timber', '#fff', 'Made of it']);
            assert.equal((await client.list('/tags', { page: '1', itemsPerPage: '30' })).member[0].title, 'Timber');
            await removes(client, '/tags', tag.id);
            const segment = await client.create('/segments', { title: 'Suppliers', icon: 'star', sequence: 3 });
            const moved = await client.update('/segments', segment.id, { id: segment.id, title: 'Suppliers', icon: 'moon' });
            assert.deepEqual([moved.icon, moved.sequence], ['moon', 3]);
            assert.equal((await client.request(`/segments/${segment.id}`)).icon, 'moon');
            await removes(client, '/segments', segment.id);
        },
    },
];

export const suite = {
    name: 'rogerroger, mcp server',
    connect: (url, key) => ({ client: new Mcp(url, key) }),
    cases,
    finish: async () => {},
};
