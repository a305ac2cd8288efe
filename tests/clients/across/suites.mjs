// What one vendor's client writes, another's reads: the Pipedrive SDK and Ortto's calls at one server.
import assert from 'node:assert/strict';
import { accountId, personId } from '../../lib/ortto_ids.mjs';
import { hosts, Wire } from '../ortto/wire.mjs';
import { versions } from '../pipedrive/methods.mjs';
import { Sdk } from '../pipedrive/sdk.mjs';
import { addOrganization, addPersonV2, ids, names } from '../pipedrive/setup.mjs';

const emails = ['jenny@smithco.com', 'karl@SmithCo.com', 'lena@baltic.example'];

async function addPeople(context) {
    for (const email of emails) {
        const name = email.split('@')[0];
        await addPersonV2(context, { name, emails: [{ value: email, primary: true, label: 'work' }] });
    }
}

// A reply of one of Ortto's calls, which must be answered.
async function call(context, method, path, body) {
    const reply = await context.ortto.send(method, path, body);
    assert.equal(reply.status, 200, `${path}: ${reply.text}`);
    return reply;
}

// [what, old value, new value], the newest first.
const changes = (reply) => reply.data.map((row) => [row.field_key, row.old_value, row.new_value]);

const cases = [
    {
        name: "an organization of the SDK's receives people through Ortto's filter, and the SDK sees it all",
        async run(context) {
            const { v1, personsV2, persons, v2 } = context;
            await addPeople(context);
            const { id } = await addOrganization(context, { name: 'Smith & Co' });
            assert.deepEqual(ids(await personsV2.getPersons({ org_id: id })), []);

            const filter = { '$str::contains': { field_id: 'str::email', value: 'smithco' } };
            const added = await call(context, 'PUT', '/v1/accounts/contacts/add', { filter, accounts_id: accountId(id) });
            assert.equal(added.text, '{}');

            assert.deepEqual(names(await personsV2.getPersons({ org_id: id })), ['jenny', 'karl']);
            if (v1.getOrganizationPersons) assert.deepEqual(ids(await v1.getOrganizationPersons({ id })), [1, 2]);
            const { data } = await v2.getOrganization({ id, include_fields: 'people_count' });
            assert.deepEqual([data.name, data.people_count], ['Smith & Co', 2]);
            assert.deepEqual(changes(await v1.getOrganizationChangelog({ id })), [['people_count', '0', '2']]);
            for (const person of [1, 2]) {
                assert.equal((await personsV2.getPerson({ id: person })).data.org_id, id);
                assert.deepEqual(changes(await persons.getPersonChangelog({ id: person })), [['org_id', null, String(id)]]);
            }
            assert.deepEqual(changes(await persons.getPersonChangelog({ id: 3 })), []);
            assert.equal((await personsV2.getPerson({ id: 3 })).data.org_id, null);

            // And back: whom the SDK unlinks, Ortto shows without an account.
            await personsV2.updatePerson({ id: 1, UpdatePersonRequest: { org_id: null } });
            const reply = await call(context, 'POST', '/v1/person/get-by-ids', { contact_ids: [personId(1), personId(2)], fields: ['str::name'] });
            assert.deepEqual(reply.json().contacts, {
                [personId(1)]: { id: personId(1), fields: { 'str::name': 'jenny' } },
                [personId(2)]: { id: personId(2), fields: { 'idt::o': accountId(id), 'str::name': 'karl' } },
            });
        },
    },
    {
        name: 'a person moves to another organization, and each of the three histories tells it',
        async run(context) {
            const { v1, persons, personsV2 } = context;
            await addPeople(context);
            const from = await addOrganization(context, { name: 'Smith & Co' });
            const to = await addOrganization(context, { name: 'Baltic Ply' });
            await personsV2.updatePerson({ id: 1, UpdatePersonRequest: { org_id: from.id } });
            const body = { inclusion_ids: [personId(1)], organization_id: accountId(to.id) };
            await call(context, 'PUT', '/v1/organizations/contacts/add', body);
            assert.deepEqual(ids(await personsV2.getPersons({ org_id: from.id })), []);
            assert.deepEqual(ids(await personsV2.getPersons({ org_id: to.id })), [1]);
            assert.deepEqual(changes(await persons.getPersonChangelog({ id: 1 })), [
                ['org_id', String(from.id), String(to.id)],
                ['org_id', null, String(from.id)],
            ]);
            assert.deepEqual(changes(await v1.getOrganizationChangelog({ id: from.id })), [
                ['people_count', '1', '0'],
                ['people_count', '0', '1'],
            ]);
            assert.deepEqual(changes(await v1.getOrganizationChangelog({ id: to.id })), [['people_count', '0', '1']]);
        },
    },
    {
        name: "a custom field of the SDK's is one of Ortto's, with its values and options",
        async run(context) {
            const { fields, v2 } = context;
            const { data: field } = await fields.addOrganizationField({
                CreateFieldRequest: { name: 'Tier', field_type: 'enum', options: [{ label: 'Gold' }, { label: 'Silver' }] },
            });
            const { id } = await addOrganization(context, { name: 'Smith & Co' });
            await addOrganization(context, { name: 'Baltic Ply' });
            await call(context, 'POST', '/v1/accounts/merge', {
                accounts: [{ fields: { 'str:o:name': 'Smith & Co', 'str:oc:tier': 'Gold' } }],
                merge_by: ['str:o:name'],
            });
            const { data } = await v2.getOrganization({ id });
            assert.equal(data.custom_fields[field.key], field.options.find(({ label }) => label === 'Gold').id);
            const filter = { '$str::is': { field_id: 'str:oc:tier', value: 'gold' } };
            const found = (await call(context, 'POST', '/v1/accounts/get', { fields: ['str:oc:tier'], filter })).json();
            assert.deepEqual(found.accounts, [{ id: accountId(id), fields: { 'str:oc:tier': 'Gold' } }]);
        },
    },
];

function suite(listed) {
    const sdk = new Sdk(listed);
    return {
        name: `pipedrive ${listed.version} and ortto`,
        connect(url, key) {
            const headers = [
                ['X-Api-Key', key],
                ['Content-Type', 'application/json'],
            ];
            return { sdk, ...sdk.connect(url, { apiKey: key }), ortto: new Wire(url, { host: hosts.default, headers }) };
        },
        cases,
        finish() {},
    };
}

export const suites = versions.map(suite);
