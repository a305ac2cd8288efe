// Custom fields: their definitions, and the values that organizations and persons are given in them.
import assert from 'node:assert/strict';
import { refusal, refusals, rejects, rejectsAsInvalid } from './refusals.mjs';
import { addOrganization, addPersonV2, addUser } from './setup.mjs';

const types = [
    'address',
    'date',
    'daterange',
    'double',
    'enum',
    'monetary',
    'org',
    'people',
    'phone',
    'set',
    'text',
    'time',
    'timerange',
    'user',
    'varchar',
    'varchar_auto',
];
const suffixes = {
    address: [
        'subpremise',
        'street_number',
        'route',
        'sublocality',
        'locality',
        'admin_area_level_1',
        'admin_area_level_2',
        'country',
        'postal_code',
        'formatted_address',
    ],
    daterange: ['until'],
    monetary: ['currency'],
    time: ['timezone_id'],
    timerange: ['until', 'timezone_id'],
};
const hasOptions = (type) => type === 'enum' || type === 'set';
const isGone = (promise) => rejects(promise, { success: false, error: 'The field is not found' });

// The methods of one kind's fields, by what they do. Kinds: Organization, Person, Deal.
const clients = {
    Organization: ['fields', 'fieldsV2'],
    Person: ['personFields', 'personFieldsV2'],
    Deal: ['dealFields', 'dealFieldsV2'],
};

function v1Of(context, kind) {
    const client = context[clients[kind][0]];
    return {
        list: async (query) => (await client[`get${kind}Fields`](query)).data,
        get: async (id) => (await client[`get${kind}Field`]({ id })).data,
        add: async (body) => (await client[`add${kind}Field`]({ CreateFieldRequest: body })).data,
        update: async (id, body) => (await client[`update${kind}Field`]({ id, UpdateFieldRequest: body })).data,
        remove: async (id) => (await client[`delete${kind}Field`]({ id })).data,
        removeAll: async (ids) => (await client[`delete${kind}Fields`]({ ids: ids.join(',') })).data,
    };
}

function v2Of(context, kind) {
    const client = context[clients[kind][1]];
    const one = (method, code, body) => client[method]({ field_code: code, ...body });
    // The types of deals' options serve those of all kinds.
    return {
        list: async (query) => (await client[`get${kind}Fields`](query)).data,
        get: async (code, query) => (await one(`get${kind}Field`, code, query)).data,
        add: async (body) => (await client[`add${kind}Field`]({ [`Add${kind}FieldRequest`]: body })).data,
        update: async (code, body) => (await one(`update${kind}Field`, code, { [`Update${kind}FieldRequest`]: body })).data,
        remove: async (code) => (await one(`delete${kind}Field`, code)).data,
        addOptions: async (code, options) =>
            (await one(`add${kind}FieldOptions`, code, { AddDealFieldOptionsRequestInner: options })).data,
        updateOptions: async (code, options) =>
            (await one(`update${kind}FieldOptions`, code, { UpdateDealFieldOptionsRequestInner: options })).data,
        removeOptions: async (code, options) =>
            (await one(`delete${kind}FieldOptions`, code, { DeleteDealFieldOptionsRequestInner: options })).data,
    };
}

// A field of every type, by its type.
async function addAll(context, kind) {
    const { add } = v1Of(context, kind);
    const fields = {};
    for (const type of types) {
        const options = hasOptions(type) ? [{ label: 'First' }, { label: 'Second' }] : undefined;
        fields[type] = await add({ name: `A ${type}`, field_type: type, options });
    }
    return fields;
}

const isCustom = ({ edit_flag: flag, is_subfield: part }) => flag && !part;

const definitions = (kind) => [
    {
        name: `add${kind}Field adds fields of every type, which get${kind}Fields and get${kind}Field show`,
        async run(context) {
            const api = v1Of(context, kind);
            const builtIn = await api.list();
            const added = Object.values(await addAll(context, kind));
            for (const [i, field] of added.entries()) {
                assert.match(field.key, /^[0-9a-f]{40}$/);
                assert.deepEqual([field.name, field.field_type, field.edit_flag], [`A ${types[i]}`, types[i], true]);
                assert.equal(field.options?.length, hasOptions(types[i]) ? 2 : undefined);
                assert.deepEqual(await api.get(field.id), field);
            }
            assert.equal(new Set(added.map(({ key }) => key)).size, types.length);
            const all = await api.list({ limit: 500 });
            assert.deepEqual(all.slice(0, builtIn.length), builtIn);
            assert.deepEqual(all.filter(isCustom), added);
            const parts = added.flatMap(({ key, field_type: type }) =>
                (suffixes[type] ?? []).map((name) => `${key}_${name}`),
            );
            const own = all.slice(builtIn.length).filter(({ is_subfield: part }) => part);
            assert.deepEqual(
                own.map(({ id, key }) => [id, key]),
                parts.map((key) => [null, key]),
            );
        },
    },
    {
        name: `update${kind}Field changes name, options and add_visible_flag, and nothing else`,
        async run(context) {
            const api = v1Of(context, kind);
            const { enum: field, varchar } = await addAll(context, kind);
            const [first, second] = field.options;
            assert.deepEqual(await api.update(field.id, field), field);
            const changed = await api.update(field.id, { name: 'Renamed', add_visible_flag: false });
            assert.deepEqual(changed, {
                ...field,
                name: 'Renamed',
                add_visible_flag: false,
                update_time: changed.update_time,
            });
            const { options } = await api.update(field.id, { options: [{ label: 'New' }, { id: first.id, label: 'Last' }] });
            assert.deepEqual(
                options.map(({ label }) => label),
                ['New', 'Last'],
            );
            assert.deepEqual(options[1], { id: first.id, label: 'Last' });
            assert.deepEqual((await api.get(field.id)).options, options);
            await rejects(
                api.update(field.id, { options: [{ id: second.id }] }),
                refusal(`there is no option ${second.id}`),
            );
            await rejects(api.update(varchar.id, { name: ' ' }), refusal('name must not be empty'));
            assert.deepEqual(
                (await api.list({ limit: 500 })).find(({ id }) => id === varchar.id),
                varchar,
            );
        },
    },
    {
        name: `delete${kind}Field and delete${kind}Fields take fields away for good`,
        async run(context) {
            const api = v1Of(context, kind);
            const { text, phone, date } = await addAll(context, kind);
            assert.deepEqual(await api.remove(text.id), { id: text.id });
            await isGone(api.get(text.id));
            await isGone(api.update(text.id, { name: 'Again' }));
            await isGone(api.remove(text.id));
            assert.deepEqual(await api.removeAll([phone.id, text.id, date.id, 29999]), { id: [phone.id, date.id] });
            const left = (await api.list({ limit: 500 })).filter(isCustom).map(({ field_type: type }) => type);
            assert.deepEqual(
                left,
                types.filter((type) => !['text', 'phone', 'date'].includes(type)),
            );
            await rejects(api.get(29999), refusals.fieldNotFound);
            const again = await api.add({ name: 'A text', field_type: 'text' });
            assert.ok(again.id > phone.id && again.key !== text.key);
        },
    },
    {
        name: `${kind.toLowerCase()} fields are written by administrators, those that every company has by nobody`,
        async run(context) {
            const { varchar } = await addAll(context, kind);
            const bob = v1Of({ ...context, ...(await addUser(context, 'Bob')) }, kind);
            assert.deepEqual(await bob.get(varchar.id), varchar);
            await rejects(bob.add({ name: 'x', field_type: 'text' }), refusals.notAllowed);
            await rejects(bob.update(varchar.id, { name: 'x' }), refusals.notAllowed);
            await rejects(bob.remove(varchar.id), refusals.notAllowed);
            await rejects(bob.removeAll([varchar.id]), refusals.notAllowed);
            const api = v1Of(context, kind);
            const [, builtIn] = await api.list();
            await rejects(api.update(builtIn.id, { name: 'x' }), refusal('name of this field cannot be changed'));
            await assert.rejects(api.remove(builtIn.id));
            await assert.rejects(api.removeAll([varchar.id, builtIn.id]));
            assert.deepEqual([await api.get(builtIn.id), await api.get(varchar.id)], [builtIn, varchar]);
        },
    },
];

const definitionsV2 = (kind) => [
    {
        name: `v2 add${kind}Field adds fields of every type, which get${kind}Fields and get${kind}Field show`,
        async run(context) {
            const api = v2Of(context, kind);
            const added = [];
            for (const type of types) {
                const options = hasOptions(type) ? [{ label: 'First' }, { label: 'Second' }] : undefined;
                added.push(await api.add({ field_name: `A ${type}`, field_type: type, options }));
            }
            for (const [i, field] of added.entries()) {
                const { field_code: code, options, subfields, ...rest } = field;
                assert.deepEqual(rest, {
                    field_name: `A ${types[i]}`,
                    field_type: types[i],
                    is_custom_field: true,
                    is_optional_response_field: false,
                });
                assert.equal(options?.length, hasOptions(types[i]) ? 2 : undefined);
                assert.deepEqual(
                    subfields?.map((part) => part.field_code),
                    suffixes[types[i]],
                );
                assert.deepEqual(await api.get(code), field);
            }
            assert.deepEqual(
                (await api.list({ limit: 500 })).filter((field) => field.is_custom_field),
                added,
            );
            const codes = (await v1Of(context, kind).list({ limit: 500 })).filter(isCustom).map(({ key }) => key);
            assert.deepEqual(
                codes,
                added.map((field) => field.field_code),
            );
            await rejectsAsInvalid(api.add({ field_name: 'x', field_type: 'visible_to' }));
            await rejectsAsInvalid(api.add({ field_name: 'x', field_type: 'set' }));
        },
    },
    {
        name: `v2 update${kind}Field renames a field and says where it is shown; delete${kind}Field takes it away`,
        async run(context) {
            const api = v2Of(context, kind);
            const { field_code: code } = await api.add({ field_name: 'Motto', field_type: 'varchar' });
            await api.update(code, {
                field_name: 'Device',
                ui_visibility: { add_visible_flag: false },
                important_fields: { enabled: true },
            });
            await api.update(code, { required_fields: { enabled: true } });
            const shown = await api.get(code, { include_fields: 'ui_visibility,important_fields,required_fields' });
            assert.equal(shown.field_name, 'Device');
            assert.equal(shown.ui_visibility.add_visible_flag, false);
            assert.equal(shown.ui_visibility.details_visible_flag, true);
            assert.deepEqual([shown.important_fields.enabled, shown.required_fields.enabled], [true, true]);
            const twin = (await v1Of(context, kind).list({ limit: 500 })).find(({ key }) => key === code);
            assert.deepEqual(
                [twin.name, twin.add_visible_flag, twin.important_flag, twin.mandatory_flag],
                ['Device', false, true, true],
            );
            await rejectsAsInvalid(api.update(code, { field_type: 'text' }));
            assert.equal((await api.remove(code)).field_code, code);
            await isGone(api.get(code));
            await isGone(api.remove(code));
            assert.ok(!(await api.list({ limit: 500 })).some((field) => field.field_code === code));
            await rejects(api.get('nonsense'), refusals.notFoundV2);
            await assert.rejects(api.remove('id'));
        },
    },
    {
        name: `v2 options of custom ${kind.toLowerCase()} fields are added, renamed and removed`,
        async run(context) {
            const api = v2Of(context, kind);
            const { field_code: code, options } = await api.add({
                field_name: 'Size',
                field_type: 'enum',
                options: [{ label: 'Small' }],
            });
            const [large, huge] = await api.addOptions(code, [{ label: 'Large' }, { label: 'Huge' }]);
            assert.deepEqual((await api.get(code)).options, [...options, large, huge]);
            const renamed = [{ id: huge.id, label: 'Giant' }];
            assert.deepEqual(await api.updateOptions(code, renamed), renamed);
            assert.deepEqual(await api.removeOptions(code, [{ id: large.id }]), [large]);
            assert.deepEqual((await api.get(code)).options, [...options, ...renamed]);
            await rejectsAsInvalid(api.updateOptions(code, [{ id: large.id, label: 'x' }]));
            await rejectsAsInvalid(api.addOptions(code, [{ label: 'GIANT' }]));
            const bob = v2Of({ ...context, ...(await addUser(context, 'Bob')) }, kind);
            await rejects(bob.addOptions(code, [{ label: 'x' }]), refusals.notAllowed);
            assert.deepEqual((await bob.get(code)).options, [...options, ...renamed]);
        },
    },
];

// --- values ------------------------------------------------------------------------------------------------------------

// The same in both versions, for a user and two records that are there.
function valuesOf(fields, user, organization, person) {
    const key = (type) => fields[type].key;
    const [first, second] = fields.enum.options;
    const [one, two] = fields.set.options;
    const address = {
        value: 'Cais 1, Porto',
        subpremise: null,
        street_number: null,
        route: null,
        sublocality: null,
        locality: null,
        admin_area_level_1: null,
        admin_area_level_2: null,
        country: null,
        postal_code: null,
        formatted_address: 'Cais 1, Porto',
    };
    const same = {
        varchar: 'Semper',
        varchar_auto: 'gold',
        text: 'Once upon\na time',
        phone: '+351 22 1',
        double: -12.5,
        user,
        org: organization,
        people: person,
        date: '2024-02-29',
    };
    const byKey = (values) => Object.fromEntries(Object.entries(values).map(([type, value]) => [key(type), value]));
    const v1 = {
        ...byKey({
            ...same,
            enum: String(second.id),
            set: `${two.id},${one.id}`,
            monetary: 99.5,
            daterange: '2026-01-01',
            time: '09:30:00',
            timerange: '08:00:00',
            address: address.value,
        }),
        [`${key('monetary')}_currency`]: 'USD',
        [`${key('daterange')}_until`]: '2026-12-31',
        [`${key('time')}_timezone_id`]: 'Europe/Lisbon',
        [`${key('timerange')}_until`]: '17:00:00',
    };
    const v2 = byKey({
        ...same,
        enum: second.id,
        set: [two.id, one.id],
        monetary: { value: 99.5, currency: 'USD' },
        daterange: { value: '2026-01-01', until: '2026-12-31' },
        time: { value: '09:30:00', timezone_id: 'Europe/Lisbon', timezone_name: 'Europe/Lisbon' },
        timerange: { value: '08:00:00', until: '17:00:00', timezone_id: null, timezone_name: null },
        address,
    });
    return { v1, v2, first, second, key };
}

const pick = (record, like) => Object.fromEntries(Object.keys(like).map((key) => [key, record[key]]));
const cleared = (values) => Object.fromEntries(Object.keys(values).map((key) => [key, null]));

// What is written and read of one kind of records.
const records = {
    Organization: {
        path: 'organizations',
        add: addOrganization,
        v1: 'v1',
        v2: 'v2',
    },
    Person: { path: 'persons', add: addPersonV2, v1: 'persons', v2: 'personsV2' },
};

async function prepared(context, kind) {
    const { id: organization } = await addOrganization(context, { name: 'Referred to' });
    const { id: person } = await addPersonV2(context, { name: 'Referred to' });
    const bob = await addUser(context, 'Bob');
    return valuesOf(await addAll(context, kind), bob.id, organization, person);
}

const updateV2 = (context, kind, id, body) =>
    context[records[kind].v2][`update${kind}`]({ id, [`Update${kind}Request`]: body });

const values = (kind) => [
    {
        name: `v2 add${kind} and update${kind} write custom fields, which both versions show`,
        async run(context) {
            const { path, add, v2: client } = records[kind];
            const { v1, v2, key } = await prepared(context, kind);
            const { id, custom_fields: added } = await add(context, { name: 'x', custom_fields: v2 });
            assert.deepEqual(added, v2);
            const get = async (query) => (await context[client][`get${kind}`]({ id, ...query })).data.custom_fields;
            assert.deepEqual(await get(), v2);
            assert.deepEqual(pick((await context.read(`/v1/${path}/${id}`)).data, v1), v1);
            const some = [key('set'), key('monetary')];
            assert.deepEqual(await get({ custom_fields: some.join(',') }), pick(v2, { [some[0]]: 0, [some[1]]: 0 }));
            const list = await context[client][`get${kind}s`]({ ids: String(id), custom_fields: key('text') });
            assert.deepEqual(
                list.data.map(({ custom_fields: shown }) => shown),
                [pick(v2, { [key('text')]: 0 })],
            );

            // What was read may be written back; what is not named stays; null clears.
            const time = (await context[client][`get${kind}`]({ id })).data.update_time;
            await updateV2(context, kind, id, { custom_fields: v2 });
            assert.equal((await context[client][`get${kind}`]({ id })).data.update_time, time);
            await updateV2(context, kind, id, { custom_fields: { [key('varchar')]: 'Ora' } });
            assert.deepEqual(await get(), { ...v2, [key('varchar')]: 'Ora' });
            await updateV2(context, kind, id, { custom_fields: cleared(v2) });
            assert.deepEqual(await get(), cleared(v2));
            assert.deepEqual(pick((await context.read(`/v1/${path}/${id}`)).data, v1), cleared(v1));
            await rejectsAsInvalid(updateV2(context, kind, id, { custom_fields: { [key('set')]: [] } }));
            await rejectsAsInvalid(updateV2(context, kind, id, { custom_fields: { [key('double')]: '1' } }));
            await rejectsAsInvalid(updateV2(context, kind, id, { custom_fields: { nonsense: 1 } }));
            assert.deepEqual(await get(), cleared(v2));
        },
    },
    {
        name: `fields that were deleted are gone from ${records[kind].path}, and passed over when written`,
        async run(context) {
            const { add, v2: client } = records[kind];
            const { v2, key } = await prepared(context, kind);
            const { id } = await add(context, { name: 'x', custom_fields: v2 });
            const api = v1Of(context, kind);
            const field = (await api.list({ limit: 500 })).find((one) => one.key === key('varchar'));
            await api.remove(field.id);
            const { [field.key]: gone, ...left } = v2;
            assert.equal(gone, 'Semper');
            const get = async () => (await context[client][`get${kind}`]({ id })).data.custom_fields;
            assert.deepEqual(await get(), left);
            await updateV2(context, kind, id, { name: 'y', custom_fields: { [field.key]: 'Ora', [key('double')]: 7 } });
            assert.deepEqual(await get(), { ...left, [key('double')]: 7 });
        },
    },
];

const valuesV1 = (kind) => [
    {
        name: `v1 add${kind} and update${kind} write custom fields, which both versions show`,
        async run(context) {
            const { v1: half, v2: half2 } = records[kind];
            const { v1, v2, first, key } = await prepared(context, kind);
            const client = context[half];
            const { data: added } = await client[`add${kind}`]({ [`Add${kind}Request`]: { name: 'x', ...v1 } });
            assert.deepEqual(pick(added, v1), v1);
            const { id } = added;
            const get = async () => (await client[`get${kind}`]({ id })).data;
            assert.deepEqual(pick(await get(), v1), v1);
            assert.deepEqual((await context[half2][`get${kind}`]({ id })).data.custom_fields, v2);
            const { data: list } = await client[`get${kind}s`]();
            assert.deepEqual(
                pick(
                    list.find((one) => one.id === id),
                    v1,
                ),
                v1,
            );

            const update = (body) => client[`update${kind}`]({ id, [`Update${kind}Request`]: body });
            await update(v1);
            assert.equal((await get()).update_time, added.update_time);
            await update({ [key('enum')]: String(first.id), [`${key('monetary')}_currency`]: 'EUR' });
            const changed = { ...v1, [key('enum')]: String(first.id), [`${key('monetary')}_currency`]: 'EUR' };
            assert.deepEqual(pick(await get(), v1), changed);
            const { data: log } = await client[`get${kind}Changelog`]({ id, limit: 2 });
            assert.deepEqual(
                log.map(({ field_key: field, old_value: old, new_value: now }) => [field, old, now]).sort(),
                [
                    [key('enum'), v1[key('enum')], String(first.id)],
                    [`${key('monetary')}_currency`, 'USD', 'EUR'],
                ].sort(),
            );
            await update(cleared(v1));
            assert.deepEqual(pick(await get(), v1), cleared(v1));
            await rejects(update({ [key('double')]: 'much' }), refusal(`${key('double')} must be a number`));
        },
    },
];

// Of the newest version.
const labelled = (kind) => ({
    name: `v2 include_option_labels names the options of custom fields of ${records[kind].path}`,
    async run(context) {
        const { add, v2: client } = records[kind];
        const { v2, key } = await prepared(context, kind);
        const { id } = await add(context, { name: 'x', custom_fields: v2 });
        const query = { custom_fields: `${key('enum')},${key('set')}`, include_option_labels: true, include_labels: true };
        const { data } = await context[client][`get${kind}`]({ id, ...query });
        const [one, two] = v2[key('set')];
        assert.deepEqual(data.custom_fields, {
            [key('enum')]: { id: v2[key('enum')], label: 'Second' },
            [key('set')]: [
                { id: one, label: 'Second' },
                { id: two, label: 'First' },
            ],
        });
        assert.deepEqual(data.labels, []);
        assert.deepEqual((await context[client][`get${kind}s`]({ ids: String(id), ...query })).data, [data]);
    },
});

const fieldsOfOthers = [
    {
        name: 'getActivityFields and getNoteFields list the fields that all of them have',
        async run({ activityFields, noteFields }) {
            const { data: ofActivities } = await activityFields.getActivityFields();
            assert.ok(['subject', 'due_date', 'org_id'].every((key) => ofActivities.some((field) => field.key === key)));
            const { data: ofNotes } = await noteFields.getNoteFields();
            assert.ok(['content', 'user_id', 'person_id'].every((key) => ofNotes.some((field) => field.key === key)));
            assert.ok([...ofActivities, ...ofNotes].every(({ edit_flag: custom }) => !custom));
        },
    },
];

const fieldsOfOthersV2 = [
    {
        name: 'v2 getActivityFields pages, and getActivityField has each of them',
        async run({ activityFieldsV2: api }) {
            const { data: all } = await api.getActivityFields();
            const { data: first, additional_data: additional } = await api.getActivityFields({ limit: 5 });
            const { data: rest } = await api.getActivityFields({ limit: 500, cursor: additional.next_cursor });
            assert.deepEqual([first.length, [...first, ...rest]], [5, all]);
            for (const field of all)
                assert.deepEqual((await api.getActivityField({ field_code: field.field_code })).data, field);
            await rejects(api.getActivityField({ field_code: 'nonsense' }), refusals.notFoundV2);
        },
    },
];

const ofKinds = (cases) => Object.keys(clients).flatMap(cases);
const ofRecords = (cases) => Object.keys(records).flatMap(cases);

export const cases = [...ofKinds(definitions), ...ofRecords(values), ...fieldsOfOthers];
export const casesV1 = ofRecords(valuesV1);
export const casesV2 = [...ofKinds(definitionsV2), ...fieldsOfOthersV2];
export const labelCases = ofRecords(labelled);
