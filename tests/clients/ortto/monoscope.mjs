// monoscope-tech/monoscope, src/Pkg/Ortto.hs: a Haskell service (wreq) that keeps its users and projects in Ortto. It names accounts
// by the older words, links people by ids that it looked up by its own, and calls the region eu.
import assert from 'node:assert/strict';
import { accountId, numberOf } from '../../lib/ortto_ids.mjs';
import { aesonJson, eventually, hosts, Wire } from './wire.mjs';

class Monoscope {
    constructor(url, key) {
        const headers = [
            ['Accept-Encoding', 'gzip'],
            ['User-Agent', 'haskell wreq-0.5.4.3'],
            ['X-Api-Key', key],
            ['Content-Type', 'application/json'],
        ];
        this.wire = new Wire(url, { host: hosts.eu, headers, write: aesonJson });
    }

    // Its library throws at any other status.
    async call(method, path, body) {
        const reply = await this.wire.send(method, path, body);
        assert.ok(reply.status >= 200 && reply.status < 300, `${method} ${path}: ${reply.status} ${reply.text}`);
        return reply;
    }

    async mergePerson({ id, first, last, email }) {
        const fields = { 'str::ei': id, 'str::first': first, 'str::last': last, 'str::email': email };
        const rest = { async: false, merge_by: ['str::ei', 'str::email'], merge_strategy: 2, find_strategy: 0 };
        const reply = await this.call('POST', '/v1/person/merge', { people: [{ fields }], ...rest });
        return reply.json().people?.[0]?.person_id ?? null;
    }

    async mergeOrganization({ id, name, plan }) {
        const fields = { 'str:o:name': name, 'str:oc:external-id': id, 'str:oc:payment-plan': plan };
        const rest = { async: false, merge_by: ['str:oc:external-id'], merge_strategy: 2, find_strategy: 0 };
        const reply = await this.call('POST', '/v1/organizations/merge', { organizations: [{ fields }], ...rest });
        return reply.json().organizations?.[0]?.organization_id ?? null;
    }

    async getPersonIds(userIds) {
        const any = userIds.map((id) => ({ '$str::is': { field_id: 'str::ei', value: id } }));
        const body = { limit: 100, offset: 0, fields: ['str::ei'], filter: { $or: any } };
        const reply = await this.call('POST', '/v1/person/get', body);
        return (reply.json().contacts ?? []).map(({ id }) => id);
    }

    async addToOrganization(organizationId, userIds) {
        const ids = await this.getPersonIds(userIds);
        await this.call('PUT', '/v1/organizations/contacts/add', { inclusion_ids: ids, organization_id: organizationId });
    }

    async getOrganization(projectId) {
        const filter = { '$str::is': { field_id: 'str:o:ei', value: projectId } };
        const reply = await this.wire.post('/v1/organization/get', { type: 'organization', filter });
        return reply;
    }

    // At most fifty a call; it looks at no reply.
    async pushedTraffic(projects) {
        for (let i = 0; i < projects.length; i += 50) {
            const activities = projects.slice(i, i + 50).map(({ id, name, count }) => ({
                activity_id: 'act:cm:pushed-traffic-via-sdk-24hrs',
                attributes: { 'int:cm:traffic-count': count },
                fields: { 'str:oc:external-id': id, 'str:o:name': name },
            }));
            await this.call('POST', '/v1/activities/create', { async: true, activities, merge_by: ['str:oc:external-id'] });
        }
    }
}

const users = [
    { id: '2f1c9d3e-0000-4000-8000-000000000001', first: 'Inês', last: 'Prado', email: 'ines@norte.example' },
    { id: '2f1c9d3e-0000-4000-8000-000000000002', first: 'Bo', last: 'Lind', email: 'bo@norte.example' },
    { id: '2f1c9d3e-0000-4000-8000-000000000003', first: 'Cy', last: 'Ost', email: 'cy@sul.example' },
];
const project = { id: '7b0e1b5c-0000-4000-8000-0000000000aa', name: 'Norte Vidros', plan: 'FREE' };

// Its account fields, which somebody made before.
async function prepare({ client, folder }) {
    await folder.run(['company', 'set', '--region', 'eu']);
    for (const name of ['External ID', 'Payment plan']) {
        const reply = await client.wire.post('/v1/accounts/custom-field/create', { type: 'text', name });
        assert.equal(reply.status, 200, reply.text);
    }
}

const cases = [
    {
        name: 'users and a project are kept, changed and linked',
        async run(context) {
            const { client, read } = context;
            await prepare(context);
            const ids = [];
            for (const user of users) ids.push(await client.mergePerson(user));
            assert.deepEqual(ids.map(numberOf), [1, 2, 3]);
            const organization = await client.mergeOrganization(project);
            assert.equal(organization, accountId(1));
            assert.deepEqual(new Set(await client.getPersonIds(users.map(({ id }) => id))), new Set(ids));
            await client.addToOrganization(organization, [users[0].id, users[2].id, 'nobody']);
            const { data } = await read('/v1/organizations/1/persons');
            assert.deepEqual(
                data.map(({ first_name, last_name, primary_email }) => [first_name, last_name, primary_email]),
                [
                    ['Inês', 'Prado', 'ines@norte.example'],
                    ['Cy', 'Ost', 'cy@sul.example'],
                ],
            );
            // The same again are the same records, with what is new of them.
            assert.equal(await client.mergePerson({ ...users[0], last: 'Prado Lima' }), ids[0]);
            assert.equal(await client.mergeOrganization({ ...project, name: 'Norte', plan: 'PAID' }), organization);
            assert.equal((await read('/v1/persons/1')).data.last_name, 'Prado Lima');
            assert.equal((await read('/v1/organizations/1')).data.name, 'Norte');
            assert.equal((await read('/v1/organizations/1')).data.people_count, 2);
            // By the e-mail address where the id is not known yet.
            assert.equal(await client.mergePerson({ ...users[1], id: 'another' }), ids[1]);
            assert.equal((await read('/v1/persons')).data.length, 3);
        },
    },
    {
        name: 'nobody is linked where nobody is found',
        async run(context) {
            const { client, read } = context;
            await prepare(context);
            for (const user of users) await client.mergePerson(user);
            const organization = await client.mergeOrganization(project);
            await client.addToOrganization(organization, ['nobody']);
            await client.addToOrganization(organization, []); // asks for any of none
            assert.equal((await read('/v1/organizations/1')).data.people_count, 0);
        },
    },
    {
        // It never calls this: the field is none of Ortto's.
        name: 'an account by a field that there is not',
        async run(context) {
            await prepare(context);
            const reply = await context.client.getOrganization(project.id);
            assert.equal(reply.status, 400);
            const { request_id: request, ...error } = reply.json();
            assert.match(request, /^[0-9a-f-]{36}$/);
            assert.equal(error.code, 400);
            assert.match(error.error, /^acme: .*str:o:ei: Object not found/);
        },
    },
    {
        name: 'traffic of projects is reported, fifty a call',
        async run(context) {
            const { client, read } = context;
            await prepare(context);
            const organization = await client.mergeOrganization(project);
            const projects = Array.from({ length: 60 }, (_, i) => ({ id: `p${i}`, name: `Project ${i}`, count: i }));
            await client.pushedTraffic([{ ...project, count: 12 }, ...projects]);
            await eventually('the projects', async () => (await read('/v1/organizations?limit=500')).data.length === 61);
            const seen = 'tme::act:cm:pushed-traffic-via-sdk-24hrs!f';
            const body = { organization_ids: [organization], fields: ['str:o:name', seen] };
            const { fields } = (await client.wire.post('/v1/organizations/get-by-ids', body)).json().organizations[organization];
            assert.equal(fields['str:o:name'], project.name);
            assert.match(fields[seen] ?? '', /^\d{4}-\d\d-\d\dT/);
        },
    },
];

export const suite = {
    name: 'ortto, monoscope',
    create: (url, key) => new Monoscope(url, key),
    calls: [
        'POST /v1/person/merge',
        'POST /v1/organizations/merge',
        'POST /v1/person/get',
        'PUT /v1/organizations/contacts/add',
        'POST /v1/activities/create',
    ],
    cases,
};
