// v2 as all tested SDKs call it.
import assert from 'node:assert/strict';
import { refusals, rejects, rejectsAsInvalid } from './refusals.mjs';
import { addOrganization as add, addUser, everyField, ids, nextSecond } from './setup.mjs';

export const cases = [
    {
        name: 'v2 addOrganization keeps what it is given',
        async run(context) {
            const { v2, folder, read } = context;
            const bob = Number(await folder.addUser('bob@acme.example', 'Bob Berg'));
            const body = {
                name: 'Norte Vidros',
                owner_id: bob,
                add_time: '2020-09-18T06:12:30Z',
                visible_to: 1,
                label_ids: [4, 2],
                address: { value: 'Rua do Almada 14, Porto', locality: 'Porto', country: 'Portugal' },
                website: 'https://norte.example',
                linkedin: 'https://www.linkedin.com/company/norte',
                industry: 12,
                annual_revenue: 1250000.5,
                employee_count: 48,
            };
            const reply = await v2.addOrganization({ AddOrganizationRequest: body });
            const { status, ...stored } = await read(`/api/v2/organizations/${reply.data.id}`);
            assert.equal(status, 200);
            assert.deepEqual(reply, stored);
            for (const [name, value] of Object.entries(body)) {
                if (name !== 'address') assert.deepEqual(stored.data[name], value, name);
            }
            const { value, locality, country, route } = stored.data.address;
            assert.deepEqual([value, locality, country, route], [body.address.value, 'Porto', 'Portugal', null]);
            const v1 = (await read(`/v1/organizations/${reply.data.id}`)).data;
            assert.deepEqual([v1.owner_id.value, v1.visible_to, v1.label, v1.country_code], [bob, '1', 4, 'PT']);
        },
    },
    {
        name: 'v2 getOrganization shows further fields as one list or many keys',
        async run(context) {
            const { id } = await add(context, { name: 'x', label_ids: [1] });
            const plain = await context.v2.getOrganization({ id });
            assert.equal('people_count' in plain.data, false);
            const one = await context.v2.getOrganization({ id, include_fields: 'followers_count,people_count' });
            assert.deepEqual([one.data.followers_count, one.data.people_count], [1, 0]);
            const many = await context.v2.getOrganization({
                id,
                include_fields: ['followers_count', 'people_count'],
                custom_fields: 'a,b',
            });
            assert.deepEqual(many, one);
            assert.deepEqual((await context.read(`/api/v2/organizations/${id}`)).data, plain.data);
        },
    },
    {
        name: 'v2 getOrganizations walks all pages by cursor while organizations are added',
        async run(context) {
            for (let n = 1; n <= 5; n += 1) await add(context, { name: `Organization ${n}` });
            const seen = [];
            let cursor;
            do {
                const page = await context.v2.getOrganizations({ limit: 2, cursor });
                seen.push(...ids(page));
                cursor = page.additional_data.next_cursor ?? undefined;
                if (seen.length === 2) await add(context, { name: 'Late' });
            } while (cursor);
            assert.deepEqual(seen, [1, 2, 3, 4, 5, 6]);
        },
    },
    {
        name: 'v2 getOrganizations filters and sorts',
        async run(context) {
            const { v2, folder } = context;
            const bob = Number(await folder.addUser('bob@acme.example', 'Bob Berg'));
            for (const day of [3, 1, 2]) await add(context, { name: `Day ${day}`, add_time: `2020-01-0${day}T00:00:00Z` });
            const { update_time: updated } = await add(context, {
                name: "Bob's",
                owner_id: bob,
                add_time: '2020-01-04T00:00:00Z',
            });
            assert.deepEqual(ids(await v2.getOrganizations({ ids: '4,2,99' })), [2, 4]);
            assert.deepEqual(ids(await v2.getOrganizations({ owner_id: bob })), [4]);
            assert.deepEqual(ids(await v2.getOrganizations({ sort_by: 'add_time', sort_direction: 'desc' })), [4, 1, 3, 2]);
            assert.deepEqual(ids(await v2.getOrganizations({ updated_since: updated, owner_id: bob })), [4]);
            assert.deepEqual(ids(await v2.getOrganizations({ updated_until: '2020-01-01T00:00:00Z' })), []);
            await v2.updateOrganization({ id: 2, UpdateOrganizationRequest: { name: 'Newest' } });
            assert.deepEqual(
                ids(await v2.getOrganizations({ sort_by: 'update_time', sort_direction: 'desc', limit: 1 })),
                [2],
            );
        },
    },
    {
        name: 'v2 updateOrganization changes what it names',
        async run(context) {
            const { id } = await add(context, {
                name: 'Norte Vidro',
                visible_to: 1,
                label_ids: [2],
                website: 'https://norte.example',
            });
            const reply = await context.v2.updateOrganization({
                id,
                UpdateOrganizationRequest: { name: 'Norte Vidros', label_ids: [3, 1] },
            });
            const { status, ...stored } = await context.read(`/api/v2/organizations/${id}`);
            assert.equal(status, 200);
            assert.deepEqual(reply, stored);
            const { name, label_ids: labels, visible_to: visibleTo, website } = stored.data;
            assert.deepEqual([name, labels, visibleTo, website], ['Norte Vidros', [3, 1], 1, 'https://norte.example']);
        },
    },
    {
        name: 'v2 updateOrganization with what getOrganization says changes nothing',
        async run(context) {
            const { v1, v2 } = context;
            const bob = await addUser(context, 'Bob Berg');
            const added = [await add(context, everyField(bob.id)), await add(context, { name: 'bare' })];
            await nextSecond();
            for (const { id } of added) {
                const before = await v2.getOrganization({ id });
                const { id: itself, is_deleted: deleted, picture_id: picture, ...body } = before.data;
                assert.deepEqual([itself, deleted, picture], [id, false, null]);
                assert.deepEqual(await v2.updateOrganization({ id, UpdateOrganizationRequest: body }), before);
                assert.deepEqual(await v2.getOrganization({ id }), before);
                assert.deepEqual((await v1.getOrganizationChangelog({ id })).data, []);
            }
        },
    },
    {
        name: 'v2 deleteOrganization deletes softly',
        async run(context) {
            const { id } = await add(context, { name: 'x' });
            assert.deepEqual(await context.v2.deleteOrganization({ id }), { success: true, data: { id } });
            assert.equal((await context.v2.getOrganization({ id })).data.is_deleted, true);
            assert.equal((await context.read(`/v1/organizations/${id}`)).data.active_flag, false);
            assert.deepEqual(ids(await context.v2.getOrganizations()), []);
        },
    },
    {
        name: 'v2 refusals reject with their documented bodies',
        async run(context) {
            const { v2, sdk, url, key, folder } = context;
            const { id } = await add(context, { name: 'x' });
            await rejects(v2.getOrganization({ id: 99 }), refusals.notFoundV2);
            await rejects(v2.deleteOrganization({ id: 99 }), refusals.notFoundV2);
            await rejects(v2.updateOrganization({ id: 99, UpdateOrganizationRequest: { name: 'y' } }), refusals.notFoundV2);
            await rejects(v2.addOrganization({ AddOrganizationRequest: { name: 'y', visible_to: 7 } }), refusals.notAllowed);
            await rejectsAsInvalid(v2.addOrganization({ AddOrganizationRequest: { title: 'y' } }));
            await rejectsAsInvalid(v2.updateOrganization({ id, UpdateOrganizationRequest: { visible_to: '3' } }));
            await rejectsAsInvalid(v2.updateOrganization({ id, UpdateOrganizationRequest: { user_id: 1 } }));
            await rejectsAsInvalid(v2.getOrganizations({ limit: 501 }));
            await rejectsAsInvalid(v2.getOrganizations({ cursor: 'nonsense' }));
            await rejects(sdk.connect(url, { apiKey: 'nonsense' }).v2.getOrganizations(), refusals.unauthorized);
            await rejects(sdk.connect(url, { accessToken: 'nonsense' }).v2.getOrganizations(), refusals.invalidToken);
            const reader = sdk.connect(url, { apiKey: await folder.createKey('ann@acme.example', 'read') });
            await rejects(reader.v2.addOrganization({ AddOrganizationRequest: { name: 'y' } }), refusals.wrongScope);
            const bearer = sdk.connect(url, { accessToken: key });
            assert.deepEqual(ids(await bearer.v2.getOrganizations()), [id]);
        },
    },
];

// From 33 on.
export const labelCases = [
    {
        name: "v2 include_labels adds the labels' names",
        async run(context) {
            const { id } = await add(context, { name: 'x', label_ids: [2, 1] });
            const { data } = await context.v2.getOrganization({ id, include_labels: true, include_option_labels: true });
            assert.deepEqual(data.labels, [
                { id: 2, label: 'Hot lead' },
                { id: 1, label: 'Customer' },
            ]);
            const list = await context.v2.getOrganizations({ include_labels: true });
            assert.deepEqual(list.data[0].labels, data.labels);
        },
    },
];
