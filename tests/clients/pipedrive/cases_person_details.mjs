// What hangs on a person: followers, who sees it, its history. v1's calls outlived those of the persons themselves.
import assert from 'node:assert/strict';
import { refusals, rejects, rejectsAsInvalid } from './refusals.mjs';
import { addPersonV2 as add, addUser } from './setup.mjs';

const follow = async ({ persons }, id, userId) =>
    (await persons.addPersonFollower({ id, AddPersonFollowerRequest: { user_id: userId } })).data;
const listed = async ({ persons }, id) => (await persons.getPersonFollowers({ id })).data;
const users = (followers) => followers.map((follower) => follower.user_id);

export const cases = [
    {
        name: "persons' followers come and go, and see a private person meanwhile",
        async run(context) {
            const { persons } = context;
            const bob = await addUser(context, 'Bob Berg');
            const { id } = await add(context, { name: 'x', visible_to: 1 });
            await rejects(bob.persons.getPersonFollowers({ id }), refusals.personNotFound);
            const [own] = await listed(context, id);
            const added = await follow(context, id, bob.id);
            assert.deepEqual(Object.keys(added), ['user_id', 'id', 'person_id', 'add_time']);
            assert.deepEqual([added.user_id, added.person_id], [bob.id, id]);
            assert.deepEqual(await follow(context, id, bob.id), added);
            assert.deepEqual(await bob.persons.getPersonFollowers({ id }), {
                success: true,
                data: [own, added],
                additional_data: { pagination: { start: 0, limit: 100, more_items_in_collection: false } },
            });
            assert.deepEqual((await persons.getPersonUsers({ id })).data, [1, bob.id]);
            const removal = { id, follower_id: added.id };
            assert.deepEqual(await bob.persons.deletePersonFollower(removal), { success: true, data: { id: added.id } });
            await rejects(persons.deletePersonFollower(removal), refusals.followerNotFound);
            assert.deepEqual((await persons.getPersonUsers({ id })).data, [1]);
            await rejects(bob.persons.getPersonUsers({ id }), refusals.personNotFound);
        },
    },
    {
        name: 'getPersonChangelog tells what was changed, the newest first, page by page',
        async run(context) {
            const { persons, personsV2 } = context;
            const { id } = await add(context, { name: 'Ines' });
            assert.deepEqual((await persons.getPersonChangelog({ id })).data, []);
            await personsV2.updatePerson({ id, UpdatePersonRequest: { name: 'Ines Couto' } });
            await personsV2.updatePerson({ id, UpdatePersonRequest: { emails: [{ value: 'ines@norte.example' }] } });
            const first = await persons.getPersonChangelog({ id, limit: 2 });
            const second = await persons.getPersonChangelog({ id, limit: 2, cursor: first.additional_data.next_cursor });
            assert.equal(second.additional_data.next_cursor, null);
            assert.deepEqual(
                [...first.data, ...second.data].map((entry) => [entry.field_key, entry.old_value, entry.new_value]),
                [
                    ['email', null, 'ines@norte.example'],
                    ['last_name', null, 'Couto'],
                    ['name', 'Ines', 'Ines Couto'],
                ],
            );
            await rejects(persons.getPersonChangelog({ id: 99 }), refusals.personNotFound);
        },
    },
];

export const casesV2 = [
    {
        name: "v2 persons' followers are those of v1, with a history of their own",
        async run(context) {
            const { personsV2 } = context;
            const bob = await addUser(context, 'Bob Berg');
            const { id } = await add(context, { name: 'x' });
            const added = (await personsV2.addPersonFollower({ id, AddDealFollowerRequest: { user_id: bob.id } })).data;
            assert.deepEqual(Object.keys(added), ['user_id', 'add_time']);
            assert.deepEqual(users(await listed(context, id)), [1, bob.id]);
            const first = await personsV2.getPersonFollowers({ id, limit: 1 });
            const second = await personsV2.getPersonFollowers({ id, limit: 1, cursor: first.additional_data.next_cursor });
            assert.deepEqual(users([...first.data, ...second.data]), [1, bob.id]);
            assert.deepEqual(await personsV2.deletePersonFollower({ id, follower_id: bob.id }), {
                success: true,
                data: { user_id: bob.id },
            });
            const { data } = await personsV2.getPersonFollowersChangelog({ id });
            assert.deepEqual(
                data.map((entry) => [entry.action, entry.actor_user_id, entry.follower_user_id]),
                [
                    ['removed', 1, bob.id],
                    ['added', 1, bob.id],
                ],
            );
            await rejects(personsV2.deletePersonFollower({ id, follower_id: bob.id }), refusals.notFoundV2);
            await rejects(personsV2.getPersonFollowersChangelog({ id: 99 }), refusals.notFoundV2);
            await rejectsAsInvalid(personsV2.getPersonFollowers({ id, limit: 0 }));
        },
    },
];
