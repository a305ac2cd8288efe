// Searches as the SDKs call them: v1's in 24 and 30, v2's in all.
import assert from 'node:assert/strict';
import { rejectsAsInvalid } from './refusals.mjs';
import { addOrganization as add } from './setup.mjs';

const found = (reply) => reply.data.items.map(({ item }) => `${item.type} ${item.id}`);

// Two organizations, and a person of the first.
async function fill(context) {
    await add(context, { name: 'Norte Vidros', address: { value: 'Rua do Almada 14, Porto' } });
    await add(context, { name: 'Vidros do Norte' });
    const body = { name: 'Inês Norte', org_id: 1, emails: [{ value: 'ines@vidros.example', primary: true, label: 'work' }] };
    await context.personsV2.addPerson({ AddPersonRequest: body });
}

export const cases = [
    {
        name: 'v2 searchOrganization and searchPersons find by tiers, go on by cursor and refuse short terms',
        async run(context) {
            await fill(context);
            const { v2, personsV2 } = context;
            const first = await v2.searchOrganization({ term: 'norte', limit: 1 });
            assert.deepEqual(first.data.items, [
                {
                    result_score: 0.75,
                    item: {
                        id: 1,
                        type: 'organization',
                        name: 'Norte Vidros',
                        address: 'Rua do Almada 14, Porto',
                        visible_to: 3,
                        owner: { id: 1 },
                        custom_fields: [],
                        notes: [],
                    },
                },
            ]);
            const second = await v2.searchOrganization({ term: 'norte', limit: 1, cursor: first.additional_data.next_cursor });
            assert.deepEqual([found(second), second.additional_data.next_cursor], [['organization 2'], null]);
            assert.deepEqual(found(await v2.searchOrganization({ term: 'porto', fields: 'address' })), ['organization 1']);
            assert.deepEqual(found(await v2.searchOrganization({ term: 'NORTE vidros', exact_match: true })), ['organization 1']);
            const persons = await personsV2.searchPersons({ term: 'vidros', fields: 'email', organization_id: 1 });
            assert.deepEqual(found(persons), ['person 1']);
            assert.deepEqual(persons.data.items[0].item.organization, { id: 1, name: 'Norte Vidros' });
            await rejectsAsInvalid(v2.searchOrganization({ term: 'n' }));
            await rejectsAsInvalid(personsV2.searchPersons({ term: 'norte', limit: 501 }));
        },
    },
    {
        name: 'v2 searchItem and searchItemByField find over kinds, and in one field',
        async run(context) {
            await fill(context);
            const { itemsV2 } = context;
            const all = await itemsV2.searchItem({ term: 'norte' });
            assert.deepEqual(found(all), ['organization 1', 'organization 2', 'person 1']);
            const related = await itemsV2.searchItem({
                term: 'norte vidros',
                item_types: 'organization',
                search_for_related_items: true,
            });
            assert.deepEqual(related.data.related_items.map(({ item }) => item.name), ['Inês Norte']);
            const field = { entity_type: 'organization', field: 'name' };
            const beginning = await itemsV2.searchItemByField({ term: 'Vidros', ...field, match: 'beginning' });
            assert.deepEqual(beginning.data, [{ result_score: 0.75, item: { id: 2, name: 'Vidros do Norte' } }]);
            assert.deepEqual((await itemsV2.searchItemByField({ term: 'vidros', ...field })).data, []);
            await rejectsAsInvalid(itemsV2.searchItemByField({ term: 'vidros', ...field, field: 'colour' }));
        },
    },
];

export const casesV1 = [
    {
        name: 'v1 searches page by start',
        async run(context) {
            await fill(context);
            const { v1, persons, itemsV1 } = context;
            const first = await v1.searchOrganization({ term: 'norte', limit: 1 });
            assert.deepEqual(found(first), ['organization 1']);
            assert.deepEqual(first.additional_data.pagination, {
                start: 0,
                limit: 1,
                more_items_in_collection: true,
                next_start: 1,
            });
            assert.deepEqual(found(await v1.searchOrganization({ term: 'norte', start: 1 })), ['organization 2']);
            assert.deepEqual(found(await persons.searchPersons({ term: 'inês norte', exact_match: true })), ['person 1']);
            assert.deepEqual(found(await itemsV1.searchItem({ term: 'ines', item_types: 'person' })), ['person 1']);
            const field = { field_type: 'organizationField', field_key: 'name' };
            const values = await itemsV1.searchItemByField({ term: 'norte', ...field });
            assert.deepEqual(values.data, [{ name: 'Norte Vidros' }, { name: 'Vidros do Norte' }]);
            const records = await itemsV1.searchItemByField({ term: 'do norte', ...field, return_item_ids: true });
            assert.deepEqual(records.data, [{ id: 2, name: 'Vidros do Norte' }]);
        },
    },
];
