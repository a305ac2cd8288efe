// Alpha-Australia/alpha-ortto-integration, a WordPress plugin: forms become people and activities, and a webhook fills one field of
// the account that called it, whose id is the merge key. It works in the background (async), in the region au.
import assert from 'node:assert/strict';
import { accountId, personId } from '../../lib/ortto_ids.mjs';
import { addOrganization, wordpressHeaders } from './fusewp.mjs';
import { eventually, hosts, phpJson, Wire } from './wire.mjs';

const accountIdField = 'str:o:account_id';

class AlphaPlugin {
    constructor(url, key) {
        const headers = wordpressHeaders(key, 'WordPress/6.8.1; https://forms.example');
        this.wire = new Wire(url, { host: hosts.au, headers, write: phpJson });
    }

    // {success, message, code}, as it notes them down.
    async #post(path, body) {
        const { status, text } = await this.wire.post(path, body);
        const success = status >= 200 && status < 300;
        return { success, code: status, message: success ? `Sent to Ortto (HTTP ${status}).` : `Ortto returned HTTP ${status}: ${text}`, text };
    }

    submitForm(fields, { location, tags = [], mergeBy = 'str::email' } = {}) {
        const person = { fields, ...(location && { location }), ...(tags.length && { tags: [...new Set(tags)] }) };
        const rest = { async: true, merge_by: [mergeBy], merge_strategy: 2, find_strategy: 0 };
        return this.#post('/v1/person/merge', { people: [person], ...rest });
    }

    sendActivity(fields, form, { location, mergeBy = 'str::email' } = {}) {
        const attributes = { 'str:cm:form-name': form.title, 'int:cm:form-id': form.id, 'str:cm:entry-id': String(form.entry) };
        const activity = { activity_id: 'act:cm:form-submit', attributes, fields, ...(location && { location }) };
        return this.#post('/v1/activities/create', { activities: [activity], merge_by: [mergeBy] });
    }

    // It takes the reply for an array of accounts, which it is not, and so finds nothing in it.
    async existingValue(id, field) {
        const { success, text, message } = await this.#post('/v1/accounts/get-by-ids', { account_ids: [id], fields: [field] });
        assert.ok(success, message);
        return JSON.parse(text).accounts?.[0]?.fields?.[field] ?? '';
    }

    async fillField(id, field, value) {
        const existing = await this.existingValue(id, field);
        if (existing) return { success: true, message: `Skipped: the destination field already has a value ("${existing}").` };
        return this.mergeAccount({ [accountIdField]: id, [field]: value }, [accountIdField]);
    }

    mergeAccount(fields, mergeBy) {
        const rest = { async: true, merge_by: mergeBy, merge_strategy: 2, find_strategy: 0 };
        return this.#post('/v1/accounts/merge', { accounts: [{ fields }], ...rest });
    }
}

const idField = 'str:oc:salesforce-id';

async function prepare({ client, folder }) {
    await folder.run(['company', 'set', '--region', 'au']);
    const reply = await client.wire.post('/v1/accounts/custom-field/create', { type: 'text', name: 'Salesforce ID' });
    assert.equal(reply.json().field_id, idField);
}

const cases = [
    {
        name: 'a form becomes a person, and an activity of his',
        async run(context) {
            const { client, read } = context;
            await prepare(context);
            const fields = { 'str::email': 'ines@norte.example', 'str::first': 'Inês', 'str::postal': '4050-030' };
            const sent = await client.submitForm(fields, { location: { source_ip: '203.0.113.7' }, tags: ['form', 'form', 'au'] });
            assert.deepEqual([sent.success, sent.code], [true, 200]);
            assert.match(sent.text, /^\{"people":\[\{("person_id":"00[0-9a-f]{22}",)?"status":"queued"\}\]\}\n$/);
            const person = await eventually('the person', async () => (await read('/v1/persons')).data?.[0]);
            assert.deepEqual([person.primary_email, person.first_name], ['ines@norte.example', 'Inês']);
            const form = { title: 'Contact / Kontakt', id: 12, entry: 345 };
            const activity = await client.sendActivity(fields, form, { location: { source_ip: '203.0.113.7' } });
            assert.equal(activity.success, true, activity.message);
            const shown = { contact_ids: [personId(1)], fields: ['tme::act:cm:form-submit!f', 'tags'] };
            const seen = await eventually('the activity', async () => {
                const { fields: values } = (await client.wire.post('/v1/person/get-by-ids', shown)).json().contacts[personId(1)];
                return values['tme::act:cm:form-submit!f'] ? values : null;
            });
            assert.deepEqual(seen.tags, ['form', 'au']);
            assert.equal((await read('/v1/persons')).data.length, 1);
        },
    },
    {
        name: 'an account is changed by its id, and no other is made',
        async run(context) {
            const { client, read, url, key } = context;
            await prepare(context);
            await addOrganization(url, key, 'Norte Vidros');
            await addOrganization(url, key, 'Sul Vidros');
            const sent = await client.fillField(accountId(2), idField, '001Aa00000AbCdEIAV');
            assert.equal(sent.success, true, sent.message);
            const body = { account_ids: [accountId(1), accountId(2)], fields: ['str:o:name', idField] };
            const accounts = await eventually('the field', async () => {
                const reply = (await client.wire.post('/v1/accounts/get-by-ids', body)).json();
                return reply.accounts[accountId(2)].fields[idField] ? reply.accounts : null;
            });
            assert.deepEqual(accounts[accountId(2)].fields, { 'str:o:name': 'Sul Vidros', [idField]: '001Aa00000AbCdEIAV' });
            assert.deepEqual(accounts[accountId(1)].fields, { 'str:o:name': 'Norte Vidros' });
            // Delivered once more: it writes the same again.
            assert.equal((await client.fillField(accountId(2), idField, '001Aa00000AbCdEIAV')).success, true);
            assert.equal((await read('/v1/organizations')).data.length, 2);
        },
    },
    {
        // What the vendor keeps to an integration of its own cannot be written; here a field that is read only.
        name: 'a field that nobody may write is refused in the words that it shows its user',
        async run(context) {
            const { client, url, key } = context;
            await prepare(context);
            await addOrganization(url, key, 'Norte Vidros');
            const sent = await client.mergeAccount({ 'str:o:name': 'Norte Vidros', 'int:o:e': 12 }, ['str:o:name']);
            assert.equal(sent.success, false);
            assert.match(sent.message, /^Ortto returned HTTP 400: .*No valid accounts provided \(can not apply mutation for int:o:e\)/);
        },
    },
];

export const suite = {
    name: 'ortto, Alpha-Australia',
    create: (url, key) => new AlphaPlugin(url, key),
    calls: ['POST /v1/person/merge', 'POST /v1/activities/create', 'POST /v1/accounts/get-by-ids', 'POST /v1/accounts/merge'],
    cases,
};
