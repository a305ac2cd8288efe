// Users of v1: who they are, how they are found, and what they may do.
import assert from 'node:assert/strict';
import { refusal, refusals, rejects } from './refusals.mjs';
import { addOrganization, addUser, change, ids } from './setup.mjs';

const apps = ({ access }) => access.map(({ app, admin }) => [app, admin]);

export const cases = [
    {
        name: 'getUsers and getUser tell of the same people',
        async run(context) {
            const { users } = context;
            const bob = await addUser(context, 'Bob Berg');
            const dan = await addUser(context, 'Dan Ödegård', { admin: true });
            const { data: all } = await users.getUsers();
            assert.deepEqual(
                all.map((user) => [user.id, user.name, user.email, user.is_you, user.has_created_company]),
                [
                    [1, 'ann', 'ann@acme.example', true, true],
                    [bob.id, 'Bob Berg', bob.email, false, false],
                    [dan.id, 'Dan Ödegård', dan.email, false, false],
                ],
            );
            const administrator = [
                ['sales', true],
                ['global', true],
            ];
            assert.deepEqual(all.map(apps), [administrator, [['sales', false]], administrator]);
            for (const user of all) assert.deepEqual((await users.getUser({ id: user.id })).data, user);
            // Who asks is one of them, and getCurrentUser adds but the company.
            const { data: seen } = await bob.users.getUsers();
            const { data: current } = await bob.users.getCurrentUser();
            const you = seen.filter((user) => user.is_you);
            assert.deepEqual(you, [Object.fromEntries(Object.keys(you[0]).map((key) => [key, current[key]]))]);
            assert.deepEqual(
                Object.keys(current).filter((key) => !(key in you[0])),
                ['company_id', 'company_name', 'company_domain', 'company_country', 'company_industry', 'language'],
            );
            assert.deepEqual([current.id, current.company_id, current.company_name], [bob.id, 1, 'Acme']);
        },
    },
    {
        name: 'getUser follows what the command line changes',
        async run(context) {
            const { users } = context;
            const bob = await addUser(context, 'Bob Berg');
            await change(context, 'user', 'set', '--email', bob.email, '--name', 'Robert', '--admin');
            const { data: renamed } = await users.getUser({ id: bob.id });
            assert.deepEqual([renamed.name, renamed.active_flag, apps(renamed).length], ['Robert', true, 2]);
            assert.equal((await bob.users.getCurrentUser()).data.name, 'Robert');
            await change(context, 'user', 'deactivate', '--email', bob.email);
            const { data: gone } = await users.getUser({ id: bob.id });
            assert.deepEqual([gone.active_flag, gone.activated], [false, false]);
            assert.deepEqual(ids(await users.getUsers()), [1, bob.id]);
            await rejects(bob.users.getCurrentUser(), refusals.unauthorized);
        },
    },
    {
        name: 'findUsersByName finds by a part of the name, or of the address',
        async run(context) {
            const { users } = context;
            const bob = await addUser(context, 'Bob Berg');
            const dan = await addUser(context, 'Dan Ödegård');
            const found = async (term, byEmail) => ids(await users.findUsersByName({ term, search_by_email: byEmail }));
            assert.deepEqual(await found('BERG'), [bob.id]);
            assert.deepEqual(await found('ödeg'), [dan.id]);
            assert.deepEqual(await found('Bob Berg'), [bob.id]);
            assert.deepEqual(await found('an'), [1, dan.id]);
            assert.deepEqual(await found('acme.example'), []);
            assert.deepEqual(await found('acme.example', 0), []);
            assert.deepEqual(await found('acme.example', 1), [1, bob.id, dan.id]);
            assert.deepEqual(await found(bob.email, 1), [bob.id]);
            assert.deepEqual(await found('%'), []);
            const { data } = await users.findUsersByName({ term: 'berg' });
            assert.deepEqual(data[0], (await users.getUser({ id: bob.id })).data);
            await rejects(users.findUsersByName({ term: '' }), refusal('term must be given'));
        },
    },
    {
        name: 'getUserPermissions tells administrators from others',
        async run(context) {
            const { users } = context;
            const bob = await addUser(context, 'Bob Berg');
            const { data: anns } = await users.getUserPermissions({ id: 1 });
            const { data: bobs } = await bob.users.getUserPermissions({ id: bob.id });
            assert.deepEqual(Object.keys(bobs), Object.keys(anns));
            assert.deepEqual(new Set(Object.values(anns)), new Set([true]));
            for (const name of ['can_add_custom_fields', 'can_edit_custom_fields', 'can_delete_custom_fields'])
                assert.equal(bobs[name], false, name);
            for (const name of ['can_use_api', 'can_merge_organizations', 'can_change_visibility_of_items'])
                assert.equal(bobs[name], true, name);
            await change(context, 'user', 'set', '--email', bob.email, '--admin');
            assert.deepEqual((await users.getUserPermissions({ id: bob.id })).data, anns);
        },
    },
    {
        name: "getUserRoleAssignments names the role of the user's record",
        async run(context) {
            const { users } = context;
            const bob = await addUser(context, 'Bob Berg');
            for (const { id, role_id: role } of (await users.getUsers()).data) {
                assert.deepEqual(await bob.users.getUserRoleAssignments({ id }), {
                    success: true,
                    data: [{ user_id: id, role_id: role, active_flag: true, type: 'parent' }],
                    additional_data: { pagination: { start: 0, limit: 100, more_items_in_collection: false } },
                });
            }
        },
    },
    {
        name: 'getUserRoleAssignments pages',
        async run({ users }) {
            const { data: all } = await users.getUserRoleAssignments({ id: 1 });
            for (const start of [0, 1, 2]) {
                const { data, additional_data: additional } = await users.getUserRoleAssignments({ id: 1, start, limit: 1 });
                assert.deepEqual(data, all.slice(start, start + 1));
                assert.deepEqual(additional.pagination, { start, limit: 1, more_items_in_collection: false });
            }
        },
    },
    {
        name: 'getUserRoleSettings says what a new organization is visible to',
        async run(context) {
            const bob = await addUser(context, 'Bob Berg');
            const agree = async (expected) => {
                const { data } = await context.users.getUserRoleSettings({ id: bob.id });
                const { visible_to: visibleTo } = await addOrganization(bob, { name: 'x' });
                assert.deepEqual([data.org_default_visibility, visibleTo], [expected, expected]);
                return data;
            };
            await agree(3);
            await change(context, 'company', 'set', '--visibility-scheme', 'groups');
            await agree(7);
            await change(context, 'company', 'set', '--default-visibility', 'organization=group');
            await agree(3);
            const own = 'organization=group-and-below,person=owner';
            await change(context, 'user', 'set', '--email', bob.email, '--default-visibility', own);
            assert.equal((await agree(5)).person_default_visibility, 1);
            const { data: anns } = await context.users.getUserRoleSettings({ id: 1 });
            assert.deepEqual([anns.org_default_visibility, anns.person_default_visibility], [3, 7]);
        },
    },
    {
        name: 'users that do not exist are refused',
        async run({ users }) {
            for (const method of ['getUser', 'getUserPermissions', 'getUserRoleAssignments', 'getUserRoleSettings'])
                await rejects(users[method]({ id: 99 }), refusals.userNotFound);
        },
    },
];
