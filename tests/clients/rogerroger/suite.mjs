// Clients of RogerRoger's. API Platform's own reader of API documentation is unchanged: it must find every resource with its fields and
// operations, from nothing but the address of the server. Of the vendor's own clients (n8n.mjs, mcp.mjs) it is what they send.
import assert from 'node:assert/strict';
import { parseHydraDocumentation } from '@api-platform/api-doc-parser';
import { suite as mcp } from './mcp.mjs';
import { suite as n8n } from './n8n.mjs';

const names = (fields) => fields.map(({ name }) => name);

async function resourcesOf(url) {
    const { api, status } = await parseHydraDocumentation(url);
    assert.equal(status, 200);
    return new Map(api.resources.map((resource) => [resource.title, resource]));
}

async function findsEveryResource({ url }) {
    const resources = await resourcesOf(url);
    assert.deepEqual([...resources.keys()], ['Organization', 'Person', 'User', 'Tag', 'Segment', 'NoteCategory', 'MediaObject']);
    assert.deepEqual([...resources.values()].map(({ name }) => name), ['organizations', 'people', 'users', 'tags', 'segments', 'note_categories', 'media_objects']);
    assert.equal(resources.get('Organization').url, `${url}/organizations`);
}

async function findsFields({ url }) {
    const resources = await resourcesOf(url);
    const organization = resources.get('Organization');
    const field = (name) => organization.fields.find((each) => each.name === name);
    assert.deepEqual(names(organization.fields.filter(({ required }) => required)), ['title']);
    assert.equal(field('title').type, 'string');
    assert.equal(field('createdAt').type, 'dateTime');
    assert.equal(field('companyEnrichment').type, 'boolean');
    assert.equal(field('owner').reference.title, 'User');
    assert.equal(field('owner').maxCardinality, 1);
    assert.equal(field('people').reference.title, 'Person');
    assert.equal(field('tags').maxCardinality, null);
    assert.ok(names(organization.writableFields).includes('avatar') && !names(organization.readableFields).includes('avatar'));
    assert.ok(!names(organization.writableFields).includes('createdAt'));
}

async function findsOperations({ url }) {
    const resources = await resourcesOf(url);
    const operations = resources.get('Organization').operations.map(({ method, type }) => `${method} ${type}`);
    assert.deepEqual(operations.sort(), ['DELETE delete', 'GET list', 'GET show', 'PATCH edit', 'POST create', 'PUT edit']);
    assert.deepEqual(resources.get('User').operations.map(({ method }) => method), ['GET', 'GET']);
}

// What a list can be asked for is read from the search of its first page.
async function findsParameters({ url, key }) {
    const { api } = await parseHydraDocumentation(url, { headers: { 'x-api-key': key } });
    const parameters = await api.resources.find(({ title }) => title === 'Organization').getParameters();
    const variables = parameters.map(({ variable }) => variable);
    for (const name of ['q', 'owner.id', 'owner.id[]', 'exists[archivedAt]', 'order[title.sort]', 'createdAt[after]', 'identifiers'])
        assert.ok(variables.includes(name), name);
}

export const suites = [{
    name: 'api-doc-parser',
    connect: () => ({}),
    cases: [
        { name: 'finds every resource', run: findsEveryResource },
        { name: 'finds fields, their types and what they refer to', run: findsFields },
        { name: 'finds operations', run: findsOperations },
        { name: 'finds the parameters of lists', run: findsParameters },
    ],
    finish: async () => {},
}, n8n, mcp];
