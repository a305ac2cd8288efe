// All organizations for synchronizers, deleted ones too; 24 and 30 have the method.
import assert from 'node:assert/strict';
import { refusal, refusals, rejects } from './refusals.mjs';
import { addOrganization, addUser, change, ids, secondsAfter } from './setup.mjs';

export const cases = [
    {
        name: 'getOrganizationsCollection walks all pages, with deleted ones',
        async run(context) {
            const { v1, v2 } = context;
            for (let n = 1; n <= 5; n += 1) await addOrganization(context, { name: `Organization ${n}` });
            await v2.deleteOrganization({ id: 2 });
            const seen = [];
            const sizes = [];
            let cursor;
            do {
                const page = await v1.getOrganizationsCollection({ limit: 2, cursor });
                seen.push(...page.data);
                sizes.push(page.data.length);
                cursor = page.additional_data.next_cursor;
                if (seen.length === 2) await addOrganization(context, { name: 'Late' });
            } while (cursor);
            assert.equal(cursor, null);
            assert.deepEqual(sizes, [2, 2, 2]);
            assert.deepEqual(
                seen.map(({ id, name, active_flag: active }) => [id, name, active]),
                [
                    [1, 'Organization 1', true],
                    [2, 'Organization 2', false],
                    [3, 'Organization 3', true],
                    [4, 'Organization 4', true],
                    [5, 'Organization 5', true],
                    [6, 'Late', true],
                ],
            );
        },
    },
    {
        name: "getOrganizationsCollection's members are those of the organization, the owner as a number",
        async run(context) {
            const bob = await addUser(context, 'Bob Berg');
            await addOrganization(context, { name: 'Plain' });
            await addOrganization(context, {
                name: 'Norte Vidros',
                owner_id: bob.id,
                visible_to: 1,
                label_ids: [2, 1],
                address: { value: 'Rua do Almada 14, Porto', locality: 'Porto' },
                add_time: '2020-09-18T06:12:30Z',
            });
            const { data } = await context.v1.getOrganizationsCollection();
            assert.deepEqual(ids({ data }), [1, 2]);
            for (const item of data) {
                const { data: whole } = await context.v1.getOrganization({ id: item.id });
                const members = Object.keys(item).map((key) => [key, whole[key]]);
                assert.deepEqual(item, { ...Object.fromEntries(members), owner_id: whole.owner_id.value });
            }
            const { name, owner_id: owner, visible_to: visibleTo, label, address_locality: locality } = data[1];
            assert.deepEqual([name, owner, visibleTo, label, locality], ['Norte Vidros', bob.id, '1', 2, 'Porto']);
        },
    },
    {
        name: 'getOrganizationsCollection filters by owner, first character and time of change',
        async run(context) {
            const { v1 } = context;
            const bob = await addUser(context, 'Bob Berg');
            await addOrganization(context, { name: 'Élan' });
            await addOrganization(context, { name: 'beta', owner_id: bob.id });
            await addOrganization(context, { name: 'echo', owner_id: bob.id });
            const found = async (filter) => ids(await v1.getOrganizationsCollection(filter));
            assert.deepEqual(await found({ owner_id: bob.id }), [2, 3]);
            assert.deepEqual(await found({ owner_id: 99 }), []);
            assert.deepEqual(await found({ first_char: 'E' }), [1, 3]);
            assert.deepEqual(await found({ first_char: 'e', owner_id: bob.id }), [3]);
            // Within one second or not: both ends belong to the range.
            const times = (await v1.getOrganizationsCollection()).data.map((item) => item.update_time).sort();
            const [oldest, newest] = [times[0], times.at(-1)];
            assert.deepEqual(await found({ since: oldest, until: newest }), [1, 2, 3]);
            assert.ok((await found({ since: newest })).includes(3));
            assert.ok((await found({ until: oldest })).includes(1));
            assert.deepEqual(await found({ since: secondsAfter(newest, 1) }), []);
            assert.deepEqual(await found({ until: secondsAfter(oldest, -1) }), []);
        },
    },
    {
        name: 'getOrganizationsCollection is for administrators',
        async run(context) {
            const bob = await addUser(context, 'Bob Berg');
            await addOrganization(context, { name: 'x', visible_to: 1 });
            await rejects(bob.v1.getOrganizationsCollection(), refusals.notAllowed);
            await change(context, 'user', 'set', '--email', bob.email, '--admin');
            assert.deepEqual(ids(await bob.v1.getOrganizationsCollection()), [1]);
            await change(context, 'user', 'set', '--email', bob.email, '--no-admin');
            await rejects(bob.v1.getOrganizationsCollection(), refusals.notAllowed);
        },
    },
    {
        name: 'getOrganizationsCollection refuses times and cursors that are none',
        async run(context) {
            const { v1 } = context;
            for (const name of ['a', 'b']) await addOrganization(context, { name });
            await rejects(v1.getOrganizationsCollection({ since: 'yesterday' }), refusal('since must be a time'));
            await rejects(v1.getOrganizationsCollection({ until: 'tomorrow' }), refusal('until must be a time'));
            await rejects(v1.getOrganizationsCollection({ cursor: 'nonsense' }), refusal('Invalid cursor'));
            const { next_cursor: cursor } = (await v1.getOrganizationsCollection({ limit: 1 })).additional_data;
            await rejects(
                v1.getOrganizationsCollection({ cursor, first_char: 'b' }),
                refusal('The cursor belongs to another query'),
            );
            assert.deepEqual(ids(await v1.getOrganizationsCollection({ cursor, limit: 5 })), [2]);
        },
    },
];
