// v1 as SDKs before 31 call it.
import assert from 'node:assert/strict';
import { refusals, rejects } from './refusals.mjs';
import { addUser, everyField, ids, nextSecond } from './setup.mjs';

const add = async ({ v1 }, body) => (await v1.addOrganization({ AddOrganizationRequest: body })).data;

export const cases = [
    {
        name: 'addOrganization keeps what it is given',
        async run(context) {
            const { v1, folder, read } = context;
            const bob = Number(await folder.addUser('bob@acme.example', 'Bob Berg'));
            const body = {
                name: 'Norte Vidros',
                owner_id: bob,
                label_ids: [2, 1],
                visible_to: '1',
                add_time: '2020-09-18 06:12:30',
                address: 'Rua do Almada 14',
            };
            const reply = await v1.addOrganization({ AddOrganizationRequest: body });
            assert.equal(reply.success, true);
            assert.equal(reply.data.edit_name, true);
            assert.deepEqual(Object.keys(reply.related_objects.user), [String(bob)]);
            const { data } = await read(`/v1/organizations/${reply.data.id}`);
            assert.equal(data.name, body.name);
            assert.equal(data.owner_id.value, bob);
            assert.deepEqual([data.label, data.label_ids], [2, [2, 1]]);
            assert.deepEqual([data.visible_to, data.add_time, data.address], ['1', body.add_time, body.address]);
        },
    },
    {
        name: 'addOrganization passes unknown keys through, and they are ignored',
        async run(context) {
            const { id } = await add(context, { name: 'x', '5f2c9a1be07d4386aa10c4e9b7d2f3618e0c5a97': 'Gold tier' });
            const { data } = await context.read(`/v1/organizations/${id}`);
            assert.equal(data.name, 'x');
            assert.equal('5f2c9a1be07d4386aa10c4e9b7d2f3618e0c5a97' in data, false);
        },
    },
    {
        name: 'getOrganization resolves with the whole body',
        async run(context) {
            const { id } = await add(context, { name: 'Norte Vidros 🦊' });
            const reply = await context.v1.getOrganization({ id });
            const { status, ...body } = await context.read(`/v1/organizations/${id}`);
            assert.equal(status, 200);
            assert.deepEqual(reply, body);
            assert.equal(reply.data.name, 'Norte Vidros 🦊');
            assert.equal(reply.data.followers_count, 1);
            assert.equal(reply.additional_data.followers['1'].user_id, 1);
        },
    },
    {
        name: 'updateOrganization with what getOrganization says changes nothing',
        async run(context) {
            const { v1, v2 } = context;
            const bob = await addUser(context, 'Bob Berg');
            const full = await v2.addOrganization({ AddOrganizationRequest: everyField(bob.id) });
            const bare = await add(context, { name: 'bare' });
            await nextSecond();
            for (const { id } of [full.data, bare]) {
                const before = await v1.getOrganization({ id });
                const { data: written } = await v1.updateOrganization({ id, UpdateOrganizationRequest: before.data });
                assert.equal(written.update_time, before.data.update_time);
                assert.deepEqual(await v1.getOrganization({ id }), before);
                assert.deepEqual((await v1.getOrganizationChangelog({ id })).data, []);
            }
            assert.deepEqual(await v2.getOrganization({ id: full.data.id }), full);
        },
    },
    {
        name: 'getOrganizations pages, sorts and filters',
        async run(context) {
            const { v1, folder } = context;
            const bob = Number(await folder.addUser('bob@acme.example', 'Bob Berg'));
            for (const name of ['Éclair', 'beta', 'echo', 'alpha'])
                await add(context, { name, ...(name === 'beta' ? { owner_id: bob } : {}) });
            const first = await v1.getOrganizations({ limit: 3 });
            assert.deepEqual(ids(first), [1, 2, 3]);
            assert.deepEqual(first.additional_data.pagination, {
                start: 0,
                limit: 3,
                more_items_in_collection: true,
                next_start: 3,
            });
            const second = await v1.getOrganizations({ limit: 3, start: first.additional_data.pagination.next_start });
            assert.deepEqual(ids(second), [4]);
            assert.equal(second.additional_data.pagination.more_items_in_collection, false);
            assert.deepEqual(ids(await v1.getOrganizations({ sort: 'name ASC, id DESC' })), [4, 2, 3, 1]);
            assert.deepEqual(ids(await v1.getOrganizations({ user_id: bob })), [2]);
            assert.deepEqual(ids(await v1.getOrganizations({ first_char: 'é' })), [1, 3]);
            assert.deepEqual(ids(await v1.getOrganizations()), [1, 2, 3, 4]);
            assert.deepEqual(Object.keys(first.related_objects.user), ['1', String(bob)]);
        },
    },
    {
        name: 'updateOrganization changes what it names',
        async run(context) {
            const { id, add_time: addTime } = await add(context, { name: 'Norte Vidro', label: 3, visible_to: '1' });
            const reply = await context.v1.updateOrganization({ id, UpdateOrganizationRequest: { name: 'Norte Vidros' } });
            assert.equal(reply.data.name, 'Norte Vidros');
            const { data } = await context.read(`/v1/organizations/${id}`);
            assert.deepEqual(
                [data.name, data.label_ids, data.visible_to, data.add_time],
                ['Norte Vidros', [3], '1', addTime],
            );
            await context.v1.updateOrganization({ id, UpdateOrganizationRequest: { label_ids: [], visible_to: '3' } });
            const again = await context.read(`/api/v2/organizations/${id}`);
            assert.deepEqual([again.data.name, again.data.label_ids, again.data.visible_to], ['Norte Vidros', [], 3]);
        },
    },
    {
        name: 'deleteOrganization deletes softly, and twice',
        async run(context) {
            const { id } = await add(context, { name: 'x' });
            for (const time of ['once', 'twice']) {
                assert.deepEqual(await context.v1.deleteOrganization({ id }), { success: true, data: { id } }, time);
            }
            const { data } = await context.read(`/v1/organizations/${id}`);
            assert.equal(data.active_flag, false);
            assert.notEqual(data.delete_time, null);
            assert.deepEqual((await context.read('/v1/organizations')).data, []);
        },
    },
    {
        name: 'deleteOrganizations deletes several and passes over unknown ids',
        async run(context) {
            for (const name of ['a', 'b', 'c']) await add(context, { name });
            assert.deepEqual(await context.v1.deleteOrganizations({ ids: '3,99,1' }), {
                success: true,
                data: { id: [3, 1] },
            });
            assert.deepEqual(ids(await context.read('/v1/organizations')), [2]);
        },
    },
    {
        name: 'refusals reject with their documented bodies',
        async run(context) {
            const { v1, sdk, url, folder } = context;
            const { id } = await add(context, { name: 'x' });
            await rejects(v1.getOrganization({ id: 99 }), refusals.notFoundV1);
            await rejects(v1.deleteOrganization({ id: 99 }), refusals.notFoundV1);
            await rejects(v1.updateOrganization({ id: 99, UpdateOrganizationRequest: { name: 'y' } }), refusals.notFoundV1);
            await rejects(v1.addOrganization({ AddOrganizationRequest: { name: '' } }), refusals.noName);
            await rejects(
                v1.addOrganization({ AddOrganizationRequest: { name: 'y', visible_to: '7' } }),
                refusals.notAllowed,
            );
            await rejects(v1.getOrganizations({ filter_id: 1 }), refusals.filterNotFound);
            await rejects(sdk.connect(url, { apiKey: 'nonsense' }).v1.getOrganizations(), refusals.unauthorized);
            const reader = sdk.connect(url, { apiKey: await folder.createKey('ann@acme.example', 'read') });
            await rejects(reader.v1.deleteOrganization({ id }), refusals.wrongScope);
            assert.deepEqual(ids(await reader.v1.getOrganizations()), [id]);
        },
    },
    {
        name: 'an address with a slash at its end works',
        async run({ sdk, url, key, read }) {
            const { v1 } = sdk.connect(url, { apiKey: key, basePath: `${url}/v1/` });
            const { data } = await v1.addOrganization({ AddOrganizationRequest: { name: 'x' } });
            assert.equal((await read(`/v1/organizations/${data.id}`)).data.name, 'x');
        },
    },
];
