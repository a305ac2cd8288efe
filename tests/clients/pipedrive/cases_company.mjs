// What belongs to a company as a whole: currencies, settings, permission sets.
import assert from 'node:assert/strict';
import { refusal, rejects } from './refusals.mjs';
import { addUser, change } from './setup.mjs';

export const cases = [
    {
        name: 'getCurrencies knows the currency of the company',
        async run({ currencies, users }) {
            const { data: all } = await currencies.getCurrencies();
            assert.equal(new Set(all.map(({ id }) => id)).size, all.length);
            const { data: me } = await users.getCurrentUser();
            const { data: found } = await currencies.getCurrencies({ term: me.default_currency });
            assert.deepEqual(found, all.filter(({ code }) => code === me.default_currency));
            assert.deepEqual([found[0].name, found[0].symbol, found[0].decimal_points], ['Euro', '€', 2]);
            assert.deepEqual((await currencies.getCurrencies({ term: 'no such currency' })).data, []);
        },
    },
    {
        name: 'getUserSettings has the members that the SDK names',
        async run({ settings, v2, read }) {
            const { success, data } = await settings.getUserSettings();
            assert.equal(success, true);
            assert.deepEqual(Object.keys(data), [
                'marketplace_team', 'list_limit', 'beta_app', 'prevent_salesphone_callto_override',
                'file_upload_destination', 'callto_link_syntax', 'autofill_deal_expected_close_date', 'person_duplicate_condition',
            ]);
            await v2.addOrganization({ AddOrganizationRequest: { name: 'A' } });
            const { additional_data: additional } = await read('/v1/organizations');
            assert.equal(additional.pagination.limit, data.list_limit);
        },
    },
    {
        name: 'permission sets are those of the users, with their permissions',
        async run(context) {
            const { permissionSets, users } = context;
            const bob = await addUser(context, 'Bob Berg');
            const { data: sets } = await permissionSets.getPermissionSets();
            assert.deepEqual(sets.map(({ app, type, assignment_count: count }) => [app, type, count]),
                [['sales', 'admin', 1], ['sales', 'regular', 1], ['global', 'admin', 1]]);
            for (const { id: set, name, ...rest } of sets) {
                const whole = await permissionSets.getPermissionSet({ id: set });
                const { success, data, contents, ...shown } = whole;
                assert.equal(success, true);
                assert.deepEqual(shown, { id: set, name, ...rest });
                assert.deepEqual(data, [{ ...shown, contents }]);
                const { data: assigned } = await permissionSets.getPermissionSetAssignments({ id: set });
                assert.equal(assigned.length, rest.assignment_count);
                for (const { user_id: id, permission_set_id: named, name: called } of assigned) {
                    assert.deepEqual([named, called], [set, name]);
                    const { access } = (await users.getUser({ id })).data;
                    assert.ok(access.some(({ permission_set_id: of, app }) => of === set && app === rest.app));
                    const { data: permissions } = await users.getUserPermissions({ id });
                    assert.deepEqual(contents, Object.keys(permissions).filter((permission) => permissions[permission]));
                }
            }
            await change(context, 'user', 'set', '--email', bob.email, '--admin');
            const { data: sales } = await permissionSets.getPermissionSets({ app: 'sales' });
            assert.deepEqual(sales.map(({ assignment_count: count }) => count), [2, 0]);
            assert.deepEqual((await permissionSets.getPermissionSets({ app: 'projects' })).data, []);
        },
    },
    {
        name: 'getPermissionSetAssignments pages',
        async run(context) {
            const { permissionSets } = context;
            const people = [];
            for (const name of ['Bob Berg', 'Cid Cox', 'Dan Dorn']) people.push((await addUser(context, name)).id);
            const [, { id }] = (await permissionSets.getPermissionSets({ app: 'sales' })).data;
            const page = async (start) => {
                const { data, additional_data: additional } = await permissionSets.getPermissionSetAssignments({ id, start, limit: 2 });
                return [data.map(({ user_id: user }) => user), additional.pagination.next_start];
            };
            assert.deepEqual([await page(0), await page(2)], [[people.slice(0, 2), 2], [people.slice(2), undefined]]);
            const notFound = refusal('Permission set not found');
            await rejects(permissionSets.getPermissionSet({ id: 'none' }), notFound);
            await rejects(permissionSets.getPermissionSetAssignments({ id: `${id}0` }), notFound);
        },
    },
];
