// Replies as the vendor's were recorded: the same members in the same order, the same types, the same line end; only ids, times and
// names are ours.
import assert from 'node:assert/strict';
import { accountId, personId } from '../../lib/ortto_ids.mjs';
import { addOrganization } from './fusewp.mjs';
import { OrttoSdk, personData } from './phpdevkits.mjs';

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g;
const time = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g;
const cursor = /"cursor_id":"(00|10)(?!0{22})[0-9a-f]{22}"/;

// Beside what was recorded, replies have the newer documents' name of a total, and the path to what is wrong in a filter.
const added = /(?<="total_organizations":(\d+)),"total_accounts":\1|,"details":\[\{"status":"invalid","error":"filter[^"]*"\}\]/;

// The text of a reply without what is of the moment.
const masked = ({ text }) =>
    text.replace(uuid, '<uuid>').replace(time, '<time>').replace(cursor, '"cursor_id":"$1<cursor>"').replace(added, '');

function expectText(reply, status, text) {
    assert.deepEqual([reply.status, masked(reply)], [status, text]);
    assert.equal(reply.headers['content-type'], 'application/json');
}

const meta = (contacts, organizations, matches, subscribers) =>
    `"meta":{"total_contacts":${contacts},"total_organizations":${organizations},"total_matches":${matches},"total_subscribers":${subscribers}`;

const metaOfAccounts = (organizations, matches) => `${meta(0, organizations, matches, 0)}}`;
const metaOfPeople = (contacts, matches, subscribers) => `${meta(contacts, 0, matches, subscribers)}}`;

const contact = (number, fields) => `{"id":"${personId(number)}","fields":${JSON.stringify(fields)}}`;
const account = (number, fields) => `{"id":"${accountId(number)}","fields":${JSON.stringify(fields)}}`;

const people = Array.from({ length: 54 }, (_, i) => ({
    id: `ei-${i + 1}`,
    email: `person${i + 1}@norte.example`,
    first: `First${i % 7}`,
    last: `Last${i % 5}`,
    name: `First${i % 7} Last${i % 5}`,
    city: 'Porto',
    country: 'Portugal',
    postal: '4050-030',
    birth: [1980 + (i % 20), 1 + (i % 12), 1 + (i % 28)],
    emailPermission: i % 9 !== 0,
}));

const merge = async (client, count) => {
    const reply = await client.mergePeople(people.slice(0, count).map(personData));
    assert.equal(reply.status, 200, reply.text);
    return reply.json().people.map(({ person_id: id }) => id);
};

// One whose phone and e-mail address nobody knows, but for the mandatory one.
const sparse = { id: 7, email: 'sparse@norte.example' };

const mergeCases = [
    {
        name: 'person/merge: created, merged, and 54 at once',
        async run({ client, read }) {
            const created = await client.mergePeople([personData(people[0])]);
            expectText(created, 200, `{"people":[{"person_id":"${personId(1)}","status":"created"}]}\n`);
            const merged = await client.mergePeople([personData({ ...people[0], first: 'Updated' })]);
            expectText(merged, 200, `{"people":[{"person_id":"${personId(1)}","status":"merged"}]}\n`);
            const ids = await merge(client, 54);
            assert.deepEqual(ids, Array.from({ length: 54 }, (_, i) => personId(i + 1)));
            assert.equal((await read('/v1/persons?limit=500')).data.length, 54);
        },
    },
    {
        name: 'person/merge: what is null in its person is nothing',
        async run({ client, read }) {
            const created = await client.mergePeople([personData(sparse)]);
            expectText(created, 200, `{"people":[{"person_id":"${personId(1)}","status":"created"}]}\n`);
            const shown = ['dtz::b', 'geo::city', 'geo::country', 'str::postal', 'str::email', 'str::first', 'str::ei', 'bol::p'];
            const reply = await client.getPeopleByIds([personId(1)], shown);
            const fields = { 'bol::p': false, 'str::ei': '7', 'str::email': 'sparse@norte.example' };
            expectText(reply, 200, `{"contacts":{"${personId(1)}":${contact(1, fields)}}}\n`);
            assert.equal((await read('/v1/persons/1')).data.name, 'sparse@norte.example');
        },
    },
    {
        name: 'person/merge: keys that there are not, and those of the first version',
        async run({ client }) {
            const reply = await client.mergePeopleOfOld([personData(people[0])]);
            expectText(reply, 200, `{"people":[{"person_id":"${personId(1)}","status":"created"}]}\n`);
            assert.equal((await client.mergePeopleOfOld([personData(people[0])])).json().people[0].status, 'merged');
        },
    },
    {
        name: 'person/merge: every record bad',
        async run({ client, read }) {
            const field = 'str::invalid_field_that_does_not_exist';
            const text = `failed to validate field ${field} in schema: ${field}: Object not found`;
            const reply = await client.mergePeople([{ fields: { 'str::email': 'x@norte.example', [field]: 'x' } }]);
            const details = `"details":[{"status":"invalid","error":"${text}"}]`;
            expectText(reply, 400, `{"request_id":"<uuid>","code":400,"error":"No valid contacts provided (${text})",${details}}\n`);
            assert.deepEqual((await read('/v1/persons')).data ?? [], []);
        },
    },
];

const getCases = [
    {
        name: 'person/get: newest first, with the account of those who have one',
        async run({ client, url, key }) {
            await merge(client, 3);
            await addOrganization(url, key, 'Norte Vidros');
            await client.send('PUT', '/accounts/contacts/add', { accounts_id: accountId(1), inclusion_ids: [personId(2)] });
            const reply = await client.getPeople({ fields: ['str::email', 'str::first', 'str::last'] });
            const fields = (i) => ({ 'str::email': people[i].email, 'str::first': people[i].first, 'str::last': people[i].last });
            const rows = [contact(3, fields(2)), contact(2, { 'idt::o': accountId(1), ...fields(1) }), contact(1, fields(0))];
            const page = '"offset":0,"next_offset":3,"cursor_id":"00<cursor>","has_more":false';
            expectText(reply, 200, `{"contacts":[${rows}],${metaOfPeople(3, 3, 2)},${page}}\n`);
        },
    },
    {
        name: 'person/get: sorted, a page, the next one by offset and cursor',
        async run({ client }) {
            await merge(client, 12);
            const asked = { fields: ['str::email'], limit: 10, sort_by_field_id: 'str::last', sort_order: 'asc' };
            const first = (await client.getPeople(asked)).json();
            assert.deepEqual([first.offset, first.next_offset, first.has_more, first.contacts.length], [0, 10, true, 10]);
            const rest = (await client.getPeople({ ...asked, offset: 10, cursor_id: first.cursor_id })).json();
            assert.deepEqual([rest.offset, rest.next_offset, rest.has_more], [10, 12, false]);
            const emails = [...first.contacts, ...rest.contacts].map(({ fields }) => fields['str::email']);
            const lastOf = new Map(people.map(({ email, last }) => [email, last]));
            assert.equal(new Set(emails).size, 12);
            assert.deepEqual(emails.map((email) => lastOf.get(email)), emails.map((email) => lastOf.get(email)).sort());
        },
    },
    {
        name: 'person/get: past the end, a search, a filter, the archived',
        async run({ client }) {
            await merge(client, 3);
            const none = '"offset":0,"next_offset":0';
            const past = await client.getPeople({ fields: ['str::email'], limit: 50, offset: 100 });
            const zero = '"cursor_id":"000000000000000000000000","has_more":false';
            expectText(past, 200, `{"contacts":null,${metaOfPeople(3, 3, 0)},${none},${zero}}\n`); // totals were 0, of accounts they are not
            const cursorText = '"cursor_id":"00<cursor>","has_more":false';
            const found = await client.getPeople({ fields: ['str::email'], q: 'nobody' });
            expectText(found, 200, `{"contacts":[],${metaOfPeople(3, 0, 0)},${none},${cursorText}}\n`);
            const archived = await client.getPeople({ fields: ['str::email'], type: 'archived' });
            expectText(archived, 200, `{"contacts":null,${metaOfPeople(0, 0, 0)},${none},${cursorText}}\n`);
            const filter = { $has_any_value: { field_id: 'str::first' } };
            assert.equal((await client.getPeople({ fields: ['str::email', 'str::first'], filter })).json().meta.total_matches, 3);
        },
    },
    {
        name: 'person/get: a cursor that is none',
        async run({ client }) {
            const reply = await client.getPeople({ fields: ['str::email'], cursor_id: '0069061b5bda4060a576' });
            const text = 'cannot unmarshal into an ID, the length must be 12 or 24 + 2 for hex but it is 22: Object not found';
            expectText(reply, 400, `{"request_id":"<uuid>","code":400,"error":"acme: Failed to parse request ${text}"}\n`);
        },
    },
    {
        name: 'get-by-ids: objects by id',
        async run({ client, url, key }) {
            await merge(client, 2);
            await addOrganization(url, key, 'Between Dynamic');
            await addOrganization(url, key, 'PhpDevKits');
            const person = await client.getPeopleByIds([personId(1)], ['str::email', 'str::first', 'str::last']);
            const fields = { 'str::email': people[0].email, 'str::first': people[0].first, 'str::last': people[0].last };
            expectText(person, 200, `{"contacts":{"${personId(1)}":${contact(1, fields)}}}\n`);
            const accounts = await client.getAccountsByIds([accountId(2), accountId(1)], ['str:o:name', 'str:o:website']);
            const [one, two] = [account(1, { 'str:o:name': 'Between Dynamic' }), account(2, { 'str:o:name': 'PhpDevKits' })];
            expectText(accounts, 200, `{"accounts":{"${accountId(1)}":${one},"${accountId(2)}":${two}}}\n`);
        },
    },
];

const accountCases = [
    {
        name: 'accounts/get: as it was recorded',
        async run({ client, url, key }) {
            await addOrganization(url, key, 'Between Dynamic');
            await addOrganization(url, key, 'PhpDevKits');
            const [one, two] = [account(1, { 'str:o:name': 'Between Dynamic' }), account(2, { 'str:o:name': 'PhpDevKits' })];
            const page = '"offset":0,"next_offset":2,"cursor_id":"10<cursor>","has_more":false';
            const basic = await client.getAccounts({ fields: ['str:o:name', 'str:o:website'] });
            expectText(basic, 200, `{"accounts":[${two},${one}],${metaOfAccounts(2, 2)},${page}}\n`);
            const order = { limit: 10, sort_by_field_id: 'str:o:name', sort_order: 'asc' };
            const sorted = await client.getAccounts({ ...order, fields: ['str:o:name', 'str:o:website'] });
            expectText(sorted, 200, `{"accounts":[${one},${two}],${metaOfAccounts(2, 2)},${page}}\n`);
            const past = await client.getAccounts({ limit: 50, offset: 100, fields: ['str:o:name'] });
            const nothing = '"offset":0,"next_offset":0,"cursor_id":"000000000000000000000000","has_more":false';
            expectText(past, 200, `{"accounts":null,${metaOfAccounts(2, 2)},${nothing}}\n`);
            const none = '"offset":0,"next_offset":0,"cursor_id":"10<cursor>","has_more":false';
            const searched = await client.getAccounts({ fields: ['str:o:name', 'str:o:website'], q: 'Acme' });
            expectText(searched, 200, `{"accounts":[],${metaOfAccounts(2, 0)},${none}}\n`);
            const filter = { $has_any_value: { field_id: 'geo:o:country' } };
            const filtered = await client.getAccounts({ fields: ['str:o:name', 'int:o:employees'], filter });
            expectText(filtered, 200, `{"accounts":[],${metaOfAccounts(2, 0)},${none}}\n`);
            assert.equal((await client.getAccounts({})).json().accounts.length, 2); // an array of PHP where an object is meant
        },
    },
    {
        name: 'accounts/get: what was refused is refused, in the same words',
        async run({ client }) {
            const fields = ['str:o:name'];
            const refusal = (error) => `{"request_id":"<uuid>","code":400,"error":${JSON.stringify(error)}}\n`;
            const idText = (size) =>
                `acme: Failed to parse request cannot unmarshal into an ID, the length must be 12 or 24 + 2 for hex but it is ${size}: Object not found`;
            const body = (more) => client.getAccounts({ fields, ...more });
            expectText(await body({ cursor_id: '0069061b5bda4060a576' }), 400, refusal(idText(22)));
            expectText(await body({ inclusion_ids: ['account-id-123', 'account-id-456'] }), 400, refusal(idText(16)));
            expectText(await body({ exclusion_ids: ['account-id-789'] }), 400, refusal(idText(16)));
            expectText(await body({ type: 'archived_account' }), 400, refusal('One or more attributes is invalid'));
            const operands = [{ field_id: 'int:o:employees', value: 50 }, { field_id: 'str:o:industry' }];
            const parts = [{ '$int::gt': operands[0] }, { $has_any_value: operands[1] }];
            const what = `Unknown operation $int::gt: ${JSON.stringify(operands[0])} (Invalid value) (Invalid value)`;
            const error = `acme: Failed to decode filter $and body ${JSON.stringify(parts)}: ${what}`;
            expectText(await body({ filter: { $and: parts } }), 400, refusal(error));
        },
    },
    {
        name: 'accounts/merge: created and merged',
        async run({ client, read }) {
            const fields = { 'str:o:name': 'Norte Vidros', 'str:o:website': 'https://norte.example', 'int:o:employees': 48 };
            const created = await client.mergeAccounts([{ fields, tags: ['partner'] }]);
            assert.deepEqual(created.json(), { accounts: [{ account_id: accountId(1), status: 'created' }] });
            const bulk = await client.mergeAccounts([
                { fields: { 'str:o:name': 'norte vidros', 'str:o:address': 'Rua do Almada 14', 'geo:o:country': { name: 'Portugal' } } },
                { fields: { 'str:o:name': 'Sul Vidros' } },
            ]);
            assert.deepEqual(bulk.json().accounts.map(({ status }) => status), ['merged', 'created']);
            const { data } = await read('/api/v2/organizations/1');
            const { value, country } = data.address;
            assert.deepEqual([data.website, data.employee_count, value, country], ['https://norte.example', 48, 'Rua do Almada 14', 'Portugal']);
            assert.equal((await read('/v1/organizations')).data.length, 2);
        },
    },
    {
        name: 'contacts/add and remove with a name that there is not: two bytes, and nothing happens',
        async run({ client, url, key, read }) {
            await merge(client, 2);
            await addOrganization(url, key, 'Norte Vidros');
            expectText(await client.addContacts(accountId(1), [personId(1), personId(2)]), 200, '{}');
            expectText(await client.removeContacts(accountId(1), [personId(1)]), 200, '{}');
            assert.equal((await read('/v1/organizations/1')).data.people_count, 0);
        },
    },
    {
        name: 'archive, restore, delete of accounts: their three namings',
        async run({ client, url, key, read }) {
            await addOrganization(url, key, 'Norte Vidros');
            await addOrganization(url, key, 'Sul Vidros');
            const ids = [accountId(1)];
            expectText(await client.archiveAccounts(ids), 200, '{"scheduled_organizations":0,"archived_organizations":1}\n');
            expectText(await client.restoreAccounts(ids), 200, '{"scheduled_organizations":0,"restored_organizations":1}\n');
            expectText(await client.deleteAccounts(ids), 200, '{"scheduled_accounts":0,"deleted_accounts":0}\n'); // not archived
            await client.archiveAccounts(ids);
            expectText(await client.deleteAccounts(ids), 200, '{"scheduled_accounts":0,"deleted_accounts":1}\n');
            assert.equal((await read('/v1/organizations/1')).data.active_flag, false);
            assert.deepEqual((await read('/v1/organizations')).data.map(({ id }) => id), [2]);
        },
    },
];

const otherCases = [
    {
        name: 'archive, restore, delete of people: by ids, all of them, all but some',
        async run({ client, read }) {
            const ids = await merge(client, 54);
            const counts = (what, count) => `{"scheduled_contacts":0,"${what}_contacts":${count}}\n`;
            expectText(await client.archivePeople({ include: ids }), 200, counts('archived', 54));
            expectText(await client.restorePeople({ include: ids }), 200, counts('restored', 54));
            await client.archivePeople({ include: ids.slice(0, 10) });
            expectText(await client.restorePeople({ all: true }), 200, counts('restored', 10));
            await client.archivePeople({ include: ids.slice(0, 5) });
            expectText(await client.restorePeople({ exclude: [ids[0]], all: true }), 200, counts('restored', 4));
            expectText(await client.deletePeople({ all: true }), 200, counts('deleted', 1));
            await client.archivePeople({ include: ids.slice(1, 6) });
            expectText(await client.deletePeople({ exclude: [ids[1]], all: true }), 200, counts('deleted', 4));
            assert.equal((await read('/v1/persons?limit=500')).data.length, 49);
            expectText(await client.deletePeople({}), 200, counts('deleted', 0)); // nobody was named
            assert.equal((await read('/v1/persons?limit=500')).data.length, 49);
        },
    },
    {
        name: 'custom fields: made, listed, changed',
        async run({ client }) {
            const text = await client.createField('person', { type: 'text', name: 'Job Title', track_changes: true });
            expectText(text, 200, '{"name":"Job Title","field_id":"str:cm:job-title","display_type":"text"}\n');
            const select = await client.createField('person', { type: 'single_select', name: 'SDK Test Select', values: ['A', 'B'] });
            const made = '"name":"SDK Test Select","field_id":"str:cm:sdk-test-select","display_type":"single_select"';
            expectText(select, 200, `{${made},"values":["A","B"]}\n`);
            const shape = (id, name, type, liquid) => `"id":"${id}","name":"${name}","display_type":"${type}","liquid_name":"${liquid}"`;
            const job = shape('str:cm:job-title', 'Job Title', 'text', 'people.custom.job-title');
            const options = `${shape('str:cm:sdk-test-select', 'SDK Test Select', 'single_select', 'people.custom.sdk-test-select')},"dic_items":["A","B"]`;
            const listed = `{"field":{${job}},"tracked_value":true},{"field":{${options}},"tracked_value":false}`;
            expectText(await client.getFields('person'), 200, `{"fields":[${listed}]}\n`);
            const id = 'str:cm:sdk-test-select';
            const values = (list) => `{"field_id":"${id}","values":${JSON.stringify(list)},"track_changes":false}\n`;
            expectText(await client.updateField('person', id, { replace_values: ['New A', 'New B'] }), 200, values(['New A', 'New B']));
            expectText(await client.updateField('person', id, { add_values: ['New D'] }), 200, values(['New A', 'New B', 'New D']));
            expectText(await client.updateField('person', id, { remove_values: ['New D'] }), 200, values(['New A', 'New B']));
            const tracked = await client.updateField('person', 'str:cm:job-title', { track_changes: false });
            expectText(tracked, 200, '{"field_id":"str:cm:job-title","values":null,"track_changes":false}\n');
        },
    },
    {
        name: 'custom fields of accounts: flat',
        async run({ client }) {
            await client.createField('accounts', { type: 'text', name: 'SDK Test Account Field' });
            const id = '"id":"str:oc:sdk-test-account-field","name":"SDK Test Account Field"';
            const rest = '"display_type":"text","liquid_name":"account.custom.sdk-test-account-field"';
            expectText(await client.getFields('accounts'), 200, `{"fields":[{${id},${rest}}]}\n`);
        },
    },
    {
        name: 'tags: a bare array, those of people and of accounts',
        async run({ client }) {
            await client.mergePeople([{ ...personData(people[1]), tags: ['My team'] }]);
            await client.mergeAccounts([{ fields: { 'str:o:name': 'Norte Vidros' }, tags: ['My organization'] }]);
            const all = await client.getTags();
            assert.ok(all.text.startsWith('[{') && all.text.endsWith('}]\n'), all.text);
            const shared = ['id', 'instance_id', 'name', 'created_by_id', 'created_by_name', 'created_by_email', 'created_at', 'last_used', 'count'];
            const namesOf = (tag) => Object.keys(tag).filter((name) => name !== 'source' && name !== 'sms_opted_in');
            const [person, organization] = all.json();
            assert.deepEqual(namesOf(person), [...shared, 'subscribers', 'type']);
            assert.deepEqual(namesOf(organization), [...shared, 'type']);
            assert.deepEqual(
                [person, organization].map(({ name, type, count, instance_id: instance }) => [name, type, count, instance]),
                [
                    ['My team', '', 1, 'acme'],
                    ['My organization', 'organization', 1, 'acme'],
                ],
            );
            assert.equal(typeof person.id, 'number');
            assert.equal(person.subscribers, 1);
            assert.match(person.created_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
            assert.deepEqual((await client.getTags('team')).json().map(({ name }) => name), ['My team']);
            assert.equal((await client.getTags('nothing of this')).text, '[]\n');
        },
    },
    {
        name: 'activities: queued, with the id of whom one was sent for',
        async run({ client }) {
            const [one, two] = await merge(client, 2);
            const queued = '"status":"queued","person_status":"queued"';
            const single = await client.createActivities([{ activity_id: 'act::c', person_id: one, attributes: { 'str::first': 'John' } }]);
            const statuses = ({ activities }) => activities.map(({ status }) => status);
            assert.deepEqual(Object.keys(single.json().activities[0]), ['person_id', 'status', 'person_status']);
            assert.equal(single.json().activities[0].person_id, one);
            const merged = { 'str::email': 'john@norte.example', 'str::first': 'John' };
            const byFields = [{ activity_id: 'act::c', fields: merged, merge_by: ['str::email'], attributes: { 'str::first': 'John' } }];
            assert.ok(['queued', 'ingested'].includes(statuses((await client.createActivities(byFields)).json())[0]));
            const created = '2026-10-05T08:00:00+00:00';
            const location = { custom: { latitude: -33.8688, longitude: 151.2093 } };
            const address = { custom: { city: 'Sydney', region: 'NSW', country: 'Australia', postal_code: '2000' } };
            for (const more of [{ created }, { location: { ip: '203.123.45.67' } }, { location }, { location: address }]) {
                const reply = await client.createActivities([{ activity_id: 'act::c', person_id: one, ...more }]);
                assert.equal(reply.status, 200, reply.text);
            }
            const later = await client.createActivities([one, two].map((id) => ({ activity_id: 'act::c', person_id: id })), true);
            const entry = (id) => `{"person_id":"${id}",${queued}}`;
            expectText(later, 200, `{"activities":[${entry(one)},${entry(two)}]}\n`);
        },
    },
    {
        name: 'instance-schema: the fields of accounts, member by member',
        async run({ client }) {
            const reply = await client.getSchema(['o']);
            assert.equal(reply.status, 200, reply.text);
            const { namespaces } = reply.json();
            assert.deepEqual(Object.keys(namespaces), ['o']);
            assert.deepEqual([namespaces.o.id, namespaces.o.org], ['o', true]);
            const { fields } = namespaces.o;
            for (const [id, expected] of Object.entries(recordedFields)) assert.equal(JSON.stringify(fields[id]), JSON.stringify({ id, ...expected }));
            assert.deepEqual(Object.keys(fields), Object.keys(fields).sort());
            const all = (await client.getSchema()).json().namespaces;
            assert.ok('' in all && 'o' in all && all[''].fields['str::email'].name === 'Email');
        },
    },
];

const readOnly = (name, display, liquid) => ({ name, read_only: true, display_type: display, liquid_name: `account.${liquid}` });
const writable = (name, display, liquid) => ({ name, display_type: display, liquid_name: `account.${liquid}` });

const recordedFields = {
    'geo:o:city': writable('City', 'geo', 'city'),
    'geo:o:country': writable('Country', 'geo', 'country'),
    'geo:o:ll': readOnly('Last location', 'geo', 'last-location'),
    'geo:o:ll-cnt': readOnly('Last country', 'geo', 'last-country'),
    'geo:o:ll-cty': readOnly('Last city', 'geo', 'last-city'),
    'geo:o:ll-r': readOnly('Last region', 'geo', 'last-region'),
    'geo:o:region': writable('Region', 'geo', 'region'),
    'ids:o:p': readOnly('People', 'people', 'people'),
    'int:o:e': readOnly('Engagement', 'engagement', 'engagement'),
    'int:o:employees': writable('Employees', 'integer', 'employees'),
    oc: readOnly('Created', 'time', 'created'),
    oe: readOnly('Edited', 'time', 'edited'),
    of: readOnly('First seen', 'time', 'first-seen'),
    ol: readOnly('Last seen', 'time', 'last-seen'),
    'str:o:address': writable('Address', 'text', 'address'),
    'str:o:as': { name: 'Archive source', display_type: 'text', hidden: true, liquid_name: 'account.archive-source' },
    'str:o:industry': writable('Industry', 'text', 'industry'),
    'str:o:lt': writable('Last timezone', 'single_select', 'last-timezone'),
    'str:o:name': { name: 'Name', display_type: 'text', no_autocomplete: true, liquid_name: 'account.name' },
    'str:o:owner': writable('Owner', 'text', 'owner'),
    'str:o:postal': writable('Postal code', 'text', 'postal-code'),
    'str:o:source': writable('Initial source', 'text', 'initial-source'),
    'str:o:website': writable('Website', 'link', 'website'),
    'u4s:o:t': writable('Tag', 'tags', 'tag'),
};

const entities = ['person', 'accounts'];
const verbs = [
    ['PUT', 'archive'],
    ['PUT', 'restore'],
    ['DELETE', 'delete'],
    ['POST', 'get'],
    ['POST', 'get-by-ids'],
    ['POST', 'merge'],
    ['POST', 'custom-field/create'],
    ['POST', 'custom-field/get'],
];
const ofBoth = entities.flatMap((entity) => verbs.map(([method, verb]) => `${method} /v1/${entity}/${verb}`));

export const suite = {
    name: 'ortto, phpdevkits/ortto-sdk',
    create: (url, key) => new OrttoSdk(url, key),
    calls: [
        ...ofBoth,
        'PUT /v1/person/custom-field/update',
        'PUT /v1/accounts/contacts/add',
        'PUT /v1/accounts/contacts/remove',
        'POST /v1/activities/create',
        'POST /v1/tags/get',
        'POST /v1/instance-schema/get',
    ],
    cases: [...mergeCases, ...getCases, ...accountCases, ...otherCases],
};
