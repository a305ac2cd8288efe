// Who sees what: nobody learns of an organization that is not theirs, be it another user's or another company's.
import assert from 'node:assert/strict';
import { refusals, rejects } from './refusals.mjs';
import { addCompany, addOrganization, addUser, change, ids } from './setup.mjs';

const body = { name: 'mine' };
const { notFoundV1, notFoundV2 } = refusals;

// Every call that names an organization; none works on one that is invisible.
const calls = (id, followerId, userId) => [
    ['v1.getOrganization', { id }, notFoundV1],
    ['v1.updateOrganization', { id, UpdateOrganizationRequest: body }, notFoundV1],
    ['v1.deleteOrganization', { id }, notFoundV1],
    ['v1.getOrganizationChangelog', { id }, notFoundV1],
    ['v1.getOrganizationPersons', { id }, notFoundV1],
    ['v1.getOrganizationUsers', { id }, notFoundV1],
    ['v1.getOrganizationFollowers', { id }, notFoundV1],
    ['v1.addOrganizationFollower', { id, AddOrganizationFollowerRequest: { user_id: userId } }, notFoundV1],
    ['v1.deleteOrganizationFollower', { id, follower_id: followerId }, notFoundV1],
    ['v2.getOrganization', { id }, notFoundV2],
    ['v2.updateOrganization', { id, UpdateOrganizationRequest: body }, notFoundV2],
    ['v2.deleteOrganization', { id }, notFoundV2],
    ['v2.getOrganizationFollowers', { id }, notFoundV2],
    ['v2.addOrganizationFollower', { id, AddDealFollowerRequest: { user_id: userId } }, notFoundV2],
    ['v2.deleteOrganizationFollower', { id, follower_id: 1 }, notFoundV2],
    ['v2.getOrganizationFollowersChangelog', { id }, notFoundV2],
];

async function allRefused({ sdk }, clients, id, followerId, userId) {
    for (const [method, parameters, refused] of calls(id, followerId, userId)) {
        const [kind, name] = method.split('.');
        if (sdk.offers(method)) await rejects(clients[kind][name](parameters), refused);
    }
    if (sdk.offers('v1.deleteOrganizations'))
        assert.deepEqual((await clients.v1.deleteOrganizations({ ids: String(id) })).data, { id: [] });
}

// An organization and all that hangs on it, as the administrator reads it.
async function everything({ v1, v2, read }, id) {
    const { data: organization } = await v2.getOrganization({ id });
    const { data: followers } = await v1.getOrganizationFollowers({ id });
    const { data: history } = await v1.getOrganizationChangelog({ id });
    return { organization, followers, history, whole: await read(`/v1/organizations/${id}`) };
}

// Whom getOrganizationUsers names, after trying for each of the people whether it is so.
async function seenBy(context, people, id) {
    const permitted = (await context.v1.getOrganizationUsers({ id })).data;
    for (const person of people) {
        const reading = person.v2.getOrganization({ id });
        if (permitted.includes(person.id)) assert.equal((await reading).data.id, id);
        else await rejects(reading, notFoundV2);
        assert.equal(ids(await person.v2.getOrganizations()).includes(id), permitted.includes(person.id), person.name);
    }
    return permitted;
}

export const cases = [
    {
        name: "another's private organization is not there, whatever one tries",
        async run(context) {
            const bob = await addUser(context, 'Bob Berg');
            const { id } = await addOrganization(context, { name: 'private', visible_to: 1 });
            const { id: shared } = await addOrganization(context, { name: 'shared' });
            const before = await everything(context, id);
            await allRefused(context, bob, id, before.followers[0].id, bob.id);
            assert.deepEqual(ids(await bob.v2.getOrganizations()), [shared]);
            assert.deepEqual(ids(await bob.v2.getOrganizations({ ids: `${id},${shared}` })), [shared]);
            assert.deepEqual(ids(await bob.v2.getOrganizations({ owner_id: 1 })), [shared]);
            if (context.sdk.offers('v1.getOrganizations')) assert.deepEqual(ids(await bob.v1.getOrganizations()), [shared]);
            assert.deepEqual(await everything(context, id), before);
        },
    },
    {
        name: 'getOrganizationUsers names those who see it: owner, followers and administrators, or everyone',
        async run(context) {
            const people = [];
            for (const name of ['Bob Berg', 'Cid Castro', 'Eva Ek']) people.push(await addUser(context, name));
            const [bob, cid, eva] = people;
            const { id } = await addOrganization(bob, { name: 'x', visible_to: 1 });
            assert.deepEqual(await seenBy(context, people, id), [1, bob.id]);
            await context.v1.addOrganizationFollower({ id, AddOrganizationFollowerRequest: { user_id: cid.id } });
            assert.deepEqual(await seenBy(context, people, id), [1, bob.id, cid.id]);
            await context.v2.updateOrganization({ id, UpdateOrganizationRequest: { owner_id: eva.id } });
            assert.deepEqual(await seenBy(context, people, id), [1, bob.id, cid.id, eva.id]);
            await bob.v2.updateOrganization({ id, UpdateOrganizationRequest: { visible_to: 3 } });
            await change(context, 'user', 'deactivate', '--email', eva.email);
            assert.deepEqual(await seenBy(context, [bob, cid], id), [1, bob.id, cid.id]);
        },
    },
    {
        name: 'getOrganizationUsers follows groups and those below them',
        async run(context) {
            const { folder } = context;
            await change(context, 'company', 'set', '--visibility-scheme', 'groups');
            const north = await folder.line(['group', 'add', '--name', 'North']);
            const west = await folder.line(['group', 'add', '--name', 'North-West', '--parent', north]);
            const people = [];
            for (const name of ['Bob Berg', 'Cid Castro', 'Eva Ek']) people.push(await addUser(context, name));
            const [bob, cid, eva] = people;
            await change(context, 'user', 'set', '--email', bob.email, '--group', north);
            await change(context, 'user', 'set', '--email', cid.email, '--group', west);
            const { id } = await addOrganization(bob, { name: 'x' });
            const levels = { 1: [1, bob.id], 3: [1, bob.id], 5: [1, bob.id, cid.id], 7: [1, bob.id, cid.id, eva.id] };
            for (const [level, expected] of Object.entries(levels)) {
                await bob.v2.updateOrganization({ id, UpdateOrganizationRequest: { visible_to: Number(level) } });
                assert.deepEqual(await seenBy(context, people, id), expected, `visible to ${level}`);
            }
            await bob.v2.updateOrganization({ id, UpdateOrganizationRequest: { visible_to: 3 } });
            await change(context, 'user', 'set', '--email', cid.email, '--group', north);
            assert.deepEqual(await seenBy(context, people, id), [1, bob.id, cid.id]);
        },
    },
    {
        name: 'two companies know nothing of each other',
        async run(context) {
            const bob = await addUser(context, 'Bob Berg');
            const other = await addCompany(context, 'Zenith', 'zoe@zenith.example');
            await addOrganization(context, { name: 'Acme one' });
            const { id } = await addOrganization(context, { name: 'Acme two' });
            const before = await everything(context, id);
            // Each company counts from 1, so that the first organization of both has one id.
            const { id: same } = await addOrganization(other, { name: 'Zenith one' });
            assert.deepEqual([same, (await context.v2.getOrganization({ id: same })).data.name], [1, 'Acme one']);
            assert.equal((await other.v2.getOrganization({ id: same })).data.name, 'Zenith one');
            await allRefused(context, other, id, before.followers[0].id, bob.id);
            assert.deepEqual(ids(await other.v2.getOrganizations()), [same]);
            const { data: users } = await other.users.getUsers();
            assert.deepEqual(
                users.map((user) => user.email),
                ['zoe@zenith.example'],
            );
            const { data: me } = await other.users.getCurrentUser();
            assert.deepEqual([me.company_id, me.company_name], [other.id, 'Zenith']);
            await rejects(other.users.getUser({ id: bob.id }), refusals.userNotFound);
            await rejects(other.users.getUserPermissions({ id: bob.id }), refusals.userNotFound);
            assert.deepEqual((await other.users.findUsersByName({ term: 'bob' })).data, []);
            assert.deepEqual((await other.v1.getOrganizationUsers({ id: same })).data, [1]);
            if (context.sdk.offers('v1.getOrganizationsCollection'))
                assert.deepEqual(ids(await other.v1.getOrganizationsCollection()), [same]);
            assert.deepEqual(await everything(context, id), before);
        },
    },
];
