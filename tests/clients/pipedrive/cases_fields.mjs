// The fields of organizations: what the lists say is held against organizations that are written and read.
import assert from 'node:assert/strict';
import { refusals, rejects, rejectsAsInvalid } from './refusals.mjs';
import { addOrganization as add, change } from './setup.mjs';

// v1 lists these fields, but organizations show them in v2 alone.
const onlyInV2 = ['website', 'linkedin', 'industry', 'annual_revenue', 'employee_count'];

const optionsOf = ({ options }) => options.map(({ id }) => id);

// Whatever the field says may be set can be, and reads so.
async function holdsTrue(context, labels, levels) {
    const { id } = await add(context, { name: 'x' });
    const stored = async (body) => {
        await context.v2.updateOrganization({ id, UpdateOrganizationRequest: body });
        return (await context.v2.getOrganization({ id })).data;
    };
    assert.deepEqual((await stored({ label_ids: optionsOf(labels) })).label_ids, optionsOf(labels));
    for (const level of [1, 3, 5, 7]) {
        if (optionsOf(levels).includes(level)) assert.equal((await stored({ visible_to: level })).visible_to, level);
        else await rejects(stored({ visible_to: level }), refusals.notAllowed);
    }
}

export const cases = [
    {
        name: 'getOrganizationFields pages, and getOrganizationField has each of them',
        async run({ fields }) {
            const { data: all } = await fields.getOrganizationFields();
            const seen = [];
            let start = 0;
            while (start !== undefined) {
                const { data, additional_data: additional } = await fields.getOrganizationFields({ start, limit: 10 });
                seen.push(...data);
                assert.equal(additional.pagination.more_items_in_collection, seen.length < all.length);
                start = additional.pagination.next_start;
            }
            assert.deepEqual(seen, all);
            for (const field of all.filter((one) => !one.is_subfield))
                assert.deepEqual((await fields.getOrganizationField({ id: field.id })).data, field);
            await rejects(fields.getOrganizationField({ id: 1 }), refusals.fieldNotFound);
        },
    },
    {
        name: "getOrganizationFields' keys are members of organizations",
        async run(context) {
            const { data: all } = await context.fields.getOrganizationFields();
            const keys = all.map(({ key }) => key);
            assert.equal(new Set(keys).size, keys.length);
            for (const key of ['id', 'name', 'label', 'owner_id', 'visible_to', 'add_time', 'update_time', 'address'])
                assert.ok(keys.includes(key), key);
            const { id } = await add(context, { name: 'x' });
            const { data: organization } = await context.read(`/v1/organizations/${id}`);
            assert.deepEqual(
                keys.filter((key) => !(key in organization)),
                onlyInV2,
            );
        },
    },
    {
        name: "getOrganizationFields' options are what may be set, in both schemes of visibility",
        async run(context) {
            const { fields } = context;
            const find = async (key) => (await fields.getOrganizationFields()).data.find((field) => field.key === key);
            assert.deepEqual(optionsOf(await find('visible_to')), [1, 3]);
            await holdsTrue(context, await find('label'), await find('visible_to'));
            await change(context, 'company', 'set', '--visibility-scheme', 'groups');
            assert.deepEqual(optionsOf(await find('visible_to')), [1, 3, 5, 7]);
            await holdsTrue(context, await find('label'), await find('visible_to'));
        },
    },
];

export const casesV2 = [
    {
        name: 'v2 getOrganizationFields pages, and getOrganizationField has each of them',
        async run({ fieldsV2 }) {
            const { data: all } = await fieldsV2.getOrganizationFields();
            const seen = [];
            let cursor;
            do {
                const page = await fieldsV2.getOrganizationFields({ limit: 10, cursor });
                seen.push(...page.data);
                cursor = page.additional_data.next_cursor;
            } while (cursor);
            assert.deepEqual([seen, cursor], [all, null]);
            for (const field of all) {
                const { data } = await fieldsV2.getOrganizationField({ field_code: field.field_code });
                assert.deepEqual(data, field);
            }
            await rejects(fieldsV2.getOrganizationField({ field_code: 'nonsense' }), refusals.notFoundV2);
            await rejectsAsInvalid(fieldsV2.getOrganizationFields({ limit: 501 }));
            await rejectsAsInvalid(fieldsV2.getOrganizationFields({ cursor: 'nonsense' }));
        },
    },
    {
        name: 'v2 getOrganizationFields shows further members when asked, as v1 has them',
        async run({ fields, fieldsV2 }) {
            const names = ['ui_visibility', 'important_fields', 'required_fields'];
            const { data: plain } = await fieldsV2.getOrganizationFields();
            const { data: full } = await fieldsV2.getOrganizationFields({ include_fields: names.join(',') });
            assert.deepEqual((await fieldsV2.getOrganizationFields({ include_fields: names })).data, full);
            assert.deepEqual(
                full.map(({ ui_visibility: shown, important_fields: important, required_fields: required, ...rest }) => {
                    assert.ok(shown && important && required, rest.field_code);
                    return rest;
                }),
                plain,
            );
            const fieldsV1 = (await fields.getOrganizationFields()).data.filter((one) => !one.is_subfield);
            full.forEach((field, i) => {
                const twin = fieldsV1[i];
                assert.equal(field.field_name, twin.name);
                assert.equal(field.ui_visibility.add_visible_flag, twin.add_visible_flag, twin.key);
                assert.equal(field.ui_visibility.details_visible_flag, twin.details_visible_flag, twin.key);
                assert.equal(field.important_fields.enabled, twin.important_flag, twin.key);
                assert.equal(field.required_fields.enabled, twin.mandatory_flag, twin.key);
            });
            for (const name of names) {
                const { data } = await fieldsV2.getOrganizationField({ field_code: 'name', include_fields: name });
                assert.deepEqual(data, { ...plain[1], [name]: full[1][name] });
            }
            await rejectsAsInvalid(fieldsV2.getOrganizationFields({ include_fields: 'nonsense' }));
            await rejectsAsInvalid(fieldsV2.getOrganizationField({ field_code: 'name', include_fields: 'nonsense' }));
        },
    },
    {
        name: "v2 getOrganizationFields' codes are members of organizations, the optional ones when asked for",
        async run(context) {
            const { data: all } = await context.fieldsV2.getOrganizationFields();
            const codes = (optional) =>
                all.filter((field) => field.is_optional_response_field === optional).map((field) => field.field_code);
            const { id } = await add(context, { name: 'x', address: { value: 'Rua do Almada 14' } });
            const { data: plain } = await context.v2.getOrganization({ id });
            const own = ['is_deleted', 'custom_fields'];
            assert.deepEqual(
                codes(false).sort(),
                Object.keys(plain)
                    .filter((key) => !own.includes(key))
                    .sort(),
            );
            const { data: full } = await context.v2.getOrganization({ id, include_fields: codes(true).join(',') });
            const added = Object.keys(full).filter((key) => !(key in plain));
            assert.deepEqual(added.sort(), codes(true).sort());
            const address = all.find((field) => field.field_code === 'address');
            const parts = address.subfields.map((part) => part.field_code);
            assert.deepEqual(['value', ...parts].sort(), Object.keys(plain.address).sort());
        },
    },
    {
        name: "v2 getOrganizationField's options are what may be set, in both schemes of visibility",
        async run(context) {
            const find = async (code) => (await context.fieldsV2.getOrganizationField({ field_code: code })).data;
            await holdsTrue(context, await find('label_ids'), await find('visible_to'));
            await change(context, 'company', 'set', '--visibility-scheme', 'groups');
            assert.deepEqual(optionsOf(await find('visible_to')), [1, 3, 5, 7]);
            await holdsTrue(context, await find('label_ids'), await find('visible_to'));
        },
    },
];
