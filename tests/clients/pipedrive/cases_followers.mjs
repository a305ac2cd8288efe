// Followers in v1, which every tested version has, and in v2, which came later.
// v1 removes by the follower's own id, v2 by the user's.
import assert from 'node:assert/strict';
import { refusal, refusals, rejects, rejectsAsInvalid } from './refusals.mjs';
import { addOrganization, addUser, change } from './setup.mjs';

const follow = async ({ v1 }, id, userId) =>
    (await v1.addOrganizationFollower({ id, AddOrganizationFollowerRequest: { user_id: userId } })).data;
// The name of v2's body type is a slip of the vendor's.
const followV2 = async ({ v2 }, id, userId) =>
    (await v2.addOrganizationFollower({ id, AddDealFollowerRequest: { user_id: userId } })).data;

const listed = async ({ v1 }, id) => (await v1.getOrganizationFollowers({ id })).data;
const countOf = async ({ v2 }, id) =>
    (await v2.getOrganization({ id, include_fields: 'followers_count' })).data.followers_count;
const users = (followers) => followers.map((follower) => follower.user_id);
const asV2 = ({ user_id: user, add_time: time }) => ({ user_id: user, add_time: `${time.replace(' ', 'T')}Z` });

export const cases = [
    {
        name: 'addOrganizationFollower adds once, getOrganizationFollowers lists it',
        async run(context) {
            const bob = await addUser(context, 'Bob Berg');
            const { id } = await addOrganization(context, { name: 'x' });
            const [own, ...none] = await listed(context, id);
            assert.deepEqual([own.user_id, own.org_id, none], [1, id, []]);
            const reply = await context.v1.addOrganizationFollower({
                id,
                AddOrganizationFollowerRequest: { user_id: bob.id },
            });
            assert.deepEqual(reply, {
                success: true,
                data: { user_id: bob.id, id: reply.data.id, org_id: id, add_time: reply.data.add_time },
            });
            assert.deepEqual(await follow(context, id, bob.id), reply.data);
            assert.deepEqual(await context.v1.getOrganizationFollowers({ id }), {
                success: true,
                data: [own, reply.data],
                additional_data: { pagination: { start: 0, limit: 100, more_items_in_collection: false } },
            });
            assert.equal(await countOf(context, id), 2);
            const { followers } = (await context.read(`/v1/organizations/${id}`)).additional_data;
            assert.deepEqual(followers[bob.id], {
                name: 'Bob Berg',
                email: bob.email,
                user_id: bob.id,
                pic_hash: null,
                id: reply.data.id,
            });
        },
    },
    {
        name: "deleteOrganizationFollower removes by the follower's id, and no other organization's",
        async run(context) {
            const bob = await addUser(context, 'Bob Berg');
            const { id } = await addOrganization(context, { name: 'one' });
            const { id: other } = await addOrganization(context, { name: 'two' });
            const [own] = await listed(context, id);
            const [others] = await listed(context, other);
            const { id: followerId } = await follow(context, id, bob.id);
            await rejects(context.v1.deleteOrganizationFollower({ id, follower_id: others.id }), refusals.followerNotFound);
            assert.deepEqual(await listed(context, other), [others]);
            assert.deepEqual(await context.v1.deleteOrganizationFollower({ id, follower_id: followerId }), {
                success: true,
                data: { id: followerId },
            });
            assert.deepEqual(await listed(context, id), [own]);
            await rejects(context.v1.deleteOrganizationFollower({ id, follower_id: followerId }), refusals.followerNotFound);
            await context.v1.deleteOrganizationFollower({ id, follower_id: own.id });
            assert.deepEqual(await listed(context, id), []);
            assert.equal(await countOf(context, id), 0);
            assert.notEqual((await follow(context, id, bob.id)).id, followerId);
        },
    },
    {
        name: 'whoever follows a private organization sees it, until removed',
        async run(context) {
            const bob = await addUser(context, 'Bob Berg');
            const { id } = await addOrganization(context, { name: 'x', visible_to: 1 });
            await rejects(bob.v2.getOrganization({ id }), refusals.notFoundV2);
            await rejects(follow(bob, id, bob.id), refusals.notFoundV1);
            const { id: followerId } = await follow(context, id, bob.id);
            assert.equal((await bob.v2.getOrganization({ id })).data.name, 'x');
            assert.deepEqual((await context.v1.getOrganizationUsers({ id })).data, [1, bob.id]);
            await bob.v1.deleteOrganizationFollower({ id, follower_id: followerId });
            await rejects(bob.v2.getOrganization({ id }), refusals.notFoundV2);
            assert.deepEqual((await context.v1.getOrganizationUsers({ id })).data, [1]);
        },
    },
    {
        name: 'what cannot follow or be followed is refused, and changes nothing',
        async run(context) {
            const { sdk, url, folder, v2 } = context;
            const cid = await addUser(context, 'Cid Castro');
            const { id } = await addOrganization(context, { name: 'x' });
            const before = await listed(context, id);
            await rejects(follow(context, id, 99), refusal('there is no active user 99'));
            await rejects(follow(context, 99, cid.id), refusals.notFoundV1);
            await rejects(context.v1.getOrganizationFollowers({ id: 99 }), refusals.notFoundV1);
            const reader = sdk.connect(url, { apiKey: await folder.createKey('ann@acme.example', 'read') });
            await rejects(follow(reader, id, cid.id), refusals.wrongScope);
            await change(context, 'user', 'deactivate', '--email', cid.email);
            await rejects(follow(context, id, cid.id), refusal(`there is no active user ${cid.id}`));
            assert.deepEqual(await listed(reader, id), before);
            await v2.deleteOrganization({ id });
            await rejects(follow(context, id, 1), refusals.notFoundV1);
            await rejects(context.v1.deleteOrganizationFollower({ id, follower_id: before[0].id }), refusals.notFoundV1);
            assert.deepEqual(await listed(context, id), before);
        },
    },
];

export const casesV2 = [
    {
        name: 'v2 followers are those of v1, page by page',
        async run(context) {
            const { v2 } = context;
            const [bob, cid] = [await addUser(context, 'Bob Berg'), await addUser(context, 'Cid Castro')];
            const { id } = await addOrganization(context, { name: 'x' });
            const added = await followV2(context, id, bob.id);
            assert.deepEqual(await followV2(context, id, bob.id), added);
            await follow(context, id, cid.id);
            const all = await listed(context, id);
            assert.deepEqual(users(all), [1, bob.id, cid.id]);
            assert.deepEqual(added, asV2(all[1]));
            const first = await v2.getOrganizationFollowers({ id, limit: 2 });
            const second = await v2.getOrganizationFollowers({ id, limit: 2, cursor: first.additional_data.next_cursor });
            assert.deepEqual([...first.data, ...second.data], all.map(asV2));
            assert.equal(second.additional_data.next_cursor, null);
            assert.equal(await countOf(context, id), 3);
        },
    },
    {
        name: "v2 deleteOrganizationFollower removes by the user's id",
        async run(context) {
            const { v2 } = context;
            const bob = await addUser(context, 'Bob Berg');
            const { id } = await addOrganization(context, { name: 'x' });
            await followV2(context, id, bob.id);
            assert.deepEqual(await v2.deleteOrganizationFollower({ id, follower_id: bob.id }), {
                success: true,
                data: { user_id: bob.id },
            });
            assert.deepEqual(users(await listed(context, id)), [1]);
            assert.deepEqual(users((await v2.getOrganizationFollowers({ id })).data), [1]);
            await rejects(v2.deleteOrganizationFollower({ id, follower_id: bob.id }), refusals.notFoundV2);
        },
    },
    {
        name: "v2 getOrganizationFollowersChangelog tells who did what, the newest first, whichever version's call it was",
        async run(context) {
            const { v1, v2 } = context;
            const bob = await addUser(context, 'Bob Berg');
            const { id, update_time: updated } = await addOrganization(context, { name: 'x' });
            assert.deepEqual((await v2.getOrganizationFollowersChangelog({ id })).data, []);
            const { id: followerId } = await follow(context, id, bob.id);
            await bob.v1.deleteOrganizationFollower({ id, follower_id: followerId });
            await followV2(bob, id, bob.id);
            await followV2(context, id, bob.id);
            await v2.deleteOrganizationFollower({ id, follower_id: 1 });
            const first = await v2.getOrganizationFollowersChangelog({ id, limit: 3 });
            const { next_cursor: cursor } = first.additional_data;
            const second = await v2.getOrganizationFollowersChangelog({ id, limit: 3, cursor });
            assert.equal(second.additional_data.next_cursor, null);
            const entries = [...first.data, ...second.data];
            assert.deepEqual(
                entries.map((entry) => [entry.action, entry.actor_user_id, entry.follower_user_id]),
                [
                    ['removed', 1, 1],
                    ['added', bob.id, bob.id],
                    ['removed', bob.id, bob.id],
                    ['added', 1, bob.id],
                ],
            );
            assert.equal(entries[1].time, (await v2.getOrganizationFollowers({ id })).data[0].add_time);
            assert.deepEqual((await v1.getOrganizationChangelog({ id })).data, []);
            assert.equal((await v2.getOrganization({ id })).data.update_time, updated);
        },
    },
    {
        name: 'v2 followers refuse what makes no sense, and stay',
        async run(context) {
            const { v2 } = context;
            const { id } = await addOrganization(context, { name: 'x' });
            await rejects(followV2(context, 99, 1), refusals.notFoundV2);
            await rejects(v2.getOrganizationFollowers({ id: 99 }), refusals.notFoundV2);
            await rejects(v2.getOrganizationFollowersChangelog({ id: 99 }), refusals.notFoundV2);
            await rejectsAsInvalid(followV2(context, id, 99));
            await rejectsAsInvalid(followV2(context, id, '1'));
            await rejectsAsInvalid(v2.getOrganizationFollowers({ id, limit: 0 }));
            await rejectsAsInvalid(v2.getOrganizationFollowers({ id, cursor: 'nonsense' }));
            await rejectsAsInvalid(v2.getOrganizationFollowersChangelog({ id, cursor: 'nonsense' }));
            assert.deepEqual(users(await listed(context, id)), [1]);
            assert.deepEqual((await v2.getOrganizationFollowersChangelog({ id })).data, []);
        },
    },
];
