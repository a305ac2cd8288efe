// Filters, and lists narrowed by them.
import assert from 'node:assert/strict';
import { refusal, refusals, rejects } from './refusals.mjs';
import { addOrganization, addPersonV2, addUser, ids } from './setup.mjs';

const condition = (field_id, operator, value, extra_value = null, object = 'organization') => ({
    object,
    field_id: String(field_id),
    operator,
    value,
    extra_value,
});
const conditionsOf = (all, any = []) => ({
    glue: 'and',
    conditions: [
        { glue: 'and', conditions: all },
        { glue: 'or', conditions: any },
    ],
});
const name = 4002;
const address = 4020;

async function addFilter({ filters }, conditions, { type = 'org', ...more } = {}) {
    const AddFilterRequest = { name: 'Tested', type, conditions, ...more };
    return (await filters.addFilter({ AddFilterRequest })).data;
}

export const cases = [
    {
        name: 'addFilter answers what getFilter and getFilters read',
        async run(context) {
            const conditions = conditionsOf(
                [condition(address, "LIKE '%$%'", 'Porto', 'locality')],
                [condition(name, "LIKE '$%'", 'Nor')],
            );
            const added = await addFilter(context, conditions);
            const { add_time: time } = added;
            assert.match(time, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
            const listed = {
                id: 1,
                name: 'Tested',
                active_flag: true,
                type: 'org',
                temporary_flag: null,
                user_id: 1,
                add_time: time,
                update_time: time,
                visible_to: 1,
                custom_view_id: null,
            };
            assert.deepEqual(added, { ...listed, conditions });
            const { filters } = context;
            assert.deepEqual(await filters.getFilter({ id: 1 }), { success: true, data: added });
            assert.deepEqual(await filters.getFilters({}), { success: true, data: [listed] });
            assert.deepEqual((await filters.getFilters({ type: 'people' })).data, []);
            const { data: coded } = await filters.getFilter({ id: 1, include_field_code: true });
            const codes = coded.conditions.conditions.map(({ conditions: group }) => group.map((one) => one.field_code));
            const parameterIsSent = context.sdk.version.startsWith('33.');
            assert.deepEqual(codes, parameterIsSent ? [['address'], ['name']] : [[undefined], [undefined]]);
        },
    },
    {
        name: 'updateFilter changes what lists show',
        async run(context) {
            for (const organization of ['Norte', 'Nørre', 'Baltic']) await addOrganization(context, { name: organization });
            const { filters, v2, read } = context;
            const { id } = await addFilter(context, conditionsOf([condition(name, "LIKE '$%'", 'nor')]));
            assert.deepEqual(ids(await v2.getOrganizations({ filter_id: id })), [1, 2]);
            assert.deepEqual(ids(await v2.getOrganizations({ filter_id: id, ids: '3', owner_id: 99 })), [1, 2]);
            const UpdateFilterRequest = { name: 'Changed', conditions: conditionsOf([condition(name, '=', 'BALTIC')]) };
            const { data: updated } = await filters.updateFilter({ id, UpdateFilterRequest });
            assert.deepEqual([updated.name, updated.type], ['Changed', 'org']);
            assert.deepEqual((await read(`/v1/filters/${id}`)).data, updated);
            assert.deepEqual(ids(await v2.getOrganizations({ filter_id: id })), [3]);
            assert.deepEqual(ids(await read(`/v1/organizations?filter_id=${id}&user_id=99`)), [3]);
        },
    },
    {
        name: 'deleteFilter and deleteFilters leave nothing to be found',
        async run(context) {
            const { filters } = context;
            for (let left = 3; left > 0; left -= 1) await addFilter(context, conditionsOf([]));
            assert.deepEqual(await filters.deleteFilter({ id: 2 }), { success: true, data: { id: 2 } });
            assert.deepEqual(await filters.deleteFilters({ ids: '1,2,3' }), { success: true, data: { id: [1, 3] } });
            assert.deepEqual((await filters.getFilters({})).data, []);
            await rejects(filters.getFilter({ id: 1 }), refusals.filterNotFound);
            await rejects(filters.deleteFilter({ id: 1 }), refusals.filterNotFound);
        },
    },
    {
        name: "another's filter is not found, and a malformed condition is named",
        async run(context) {
            const { id } = await addFilter(context, conditionsOf([]));
            const bob = await addUser(context, 'Bob Berg');
            await rejects(bob.filters.getFilter({ id }), refusals.filterNotFound);
            await rejects(bob.v2.getOrganizations({ filter_id: id }), refusals.notFoundV2);
            const UpdateFilterRequest = { conditions: conditionsOf([condition(name, '>', 'x')]) };
            await rejects(
                context.filters.updateFilter({ id, UpdateFilterRequest }),
                refusal('conditions[0].conditions[0].operator: the field cannot be compared by >'),
            );
        },
    },
    {
        name: 'a filter of persons lists persons',
        async run(context) {
            const { id: org_id } = await addOrganization(context, { name: 'Norte' });
            await addPersonV2(context, { name: 'Ana', org_id });
            await addPersonV2(context, { name: 'Bea' });
            const filter = await addFilter(context, conditionsOf([condition(name, '=', 'norte')]), { type: 'people' });
            assert.deepEqual(ids(await context.personsV2.getPersons({ filter_id: filter.id })), [1]);
            await rejects(context.v2.getOrganizations({ filter_id: filter.id }), refusals.notFoundV2);
        },
    },
    {
        name: 'getFilterHelpers tells of every operator that is accepted',
        async run(context) {
            await addOrganization(context, { name: 'Norte' });
            const { data } = await context.filters.getFilterHelpers();
            assert.deepEqual(Object.keys(data), [
                'operators',
                'deprecated_operators',
                'relative_dates',
                'address_field_components',
            ]);
            const valueOf = (operator) => (operator.includes('NULL') ? null : 'x');
            for (const operator of Object.keys({ ...data.operators.varchar, ...data.deprecated_operators.varchar })) {
                await addFilter(context, conditionsOf([condition(name, operator, valueOf(operator))]));
            }
            for (const date of Object.keys(data.relative_dates)) {
                await addFilter(context, conditionsOf([condition(4006, '=', date)]));
            }
            for (const component of Object.keys(data.address_field_components)) {
                await addFilter(context, conditionsOf([condition(address, 'IS NULL', null, component)]));
            }
        },
    },
];
