// Persons in v2, which every tested version has.
import assert from 'node:assert/strict';
import { refusals, rejects, rejectsAsInvalid } from './refusals.mjs';
import { addOrganization, addPersonV2 as add, addUser, ids, names, nextSecond } from './setup.mjs';

const update = async ({ personsV2 }, id, body) => (await personsV2.updatePerson({ id, UpdatePersonRequest: body })).data;
const read = async ({ personsV2 }, id, shown = {}) => (await personsV2.getPerson({ id, ...shown })).data;

export const cases = [
    {
        name: 'v2 addPerson keeps what it is given, and what is read may be written back',
        async run(context) {
            const bob = await addUser(context, 'Bob Berg');
            const { id: orgId } = await addOrganization(context, { name: 'Norte Vidros' });
            const body = {
                name: 'Ines Maria Couto',
                owner_id: bob.id,
                org_id: orgId,
                add_time: '2020-01-02T03:04:05Z',
                emails: [
                    { value: 'ines@norte.example', primary: true, label: 'main' },
                    { value: 'ines@home.example', primary: false, label: 'home' },
                ],
                phones: [{ value: '+351220001122', primary: true, label: 'work' }],
                visible_to: 1,
                label_ids: [6, 5],
            };
            const added = await add(context, body);
            assert.deepEqual(added, {
                id: 1,
                ...body,
                first_name: 'Ines Maria',
                last_name: 'Couto',
                update_time: added.update_time,
                is_deleted: false,
                picture_id: null,
                custom_fields: {},
            });
            assert.deepEqual(await read(context, 1), added);
            await nextSecond();
            assert.deepEqual(await update(context, 1, body), added);
            const moved = await update(context, 1, { org_id: null, phones: [] });
            assert.deepEqual({ ...moved, update_time: 0 }, { ...added, org_id: null, phones: [], update_time: 0 });
            assert.notEqual(moved.update_time, added.update_time);
        },
    },
    {
        name: 'v2 getPersons pages, sorts, filters, and shows what it is asked for',
        async run(context) {
            const { personsV2 } = context;
            const bob = await addUser(context, 'Bob Berg');
            const { id: orgId } = await addOrganization(context, { name: 'Norte Vidros' });
            for (const name of ['a', 'b', 'c']) await add(context, { name, org_id: orgId });
            await add(bob, { name: 'd' });
            const first = await personsV2.getPersons({ limit: 3 });
            assert.deepEqual(first.data[0], await read(context, 1));
            const second = await personsV2.getPersons({ limit: 3, cursor: first.additional_data.next_cursor });
            assert.deepEqual([ids(first), ids(second)], [[1, 2, 3], [4]]);
            assert.equal(second.additional_data.next_cursor, null);
            assert.deepEqual(ids(await personsV2.getPersons({ sort_by: 'add_time', sort_direction: 'desc' })), [4, 3, 2, 1]);
            assert.deepEqual(ids(await personsV2.getPersons({ ids: '4,99,1' })), [1, 4]);
            assert.deepEqual(ids(await personsV2.getPersons({ owner_id: bob.id })), [4]);
            assert.deepEqual(ids(await personsV2.getPersons({ org_id: orgId, limit: 2 })), [1, 2]);
            assert.deepEqual(ids(await personsV2.getPersons({ updated_since: first.data[0].update_time })), [1, 2, 3, 4]);
            assert.deepEqual(ids(await personsV2.getPersons({ updated_until: '2020-01-01T00:00:00Z' })), []);
            const shown = await read(context, 4, { include_fields: 'followers_count,last_incoming_mail_time' });
            assert.deepEqual([shown.followers_count, shown.last_incoming_mail_time], [1, null]);
            await rejects(personsV2.getPersons({ filter_id: 99 }), refusals.notFoundV2);
            await rejectsAsInvalid(personsV2.getPersons({ include_fields: 'people_count' }));
            await rejectsAsInvalid(personsV2.getPersons({ cursor: 'nonsense' }));
        },
    },
    {
        name: 'v2 deletePerson deletes; what is gone or hidden is not found',
        async run(context) {
            const { personsV2 } = context;
            const cid = await addUser(context, 'Cid Castro');
            const { id: orgId } = await addOrganization(context, { name: 'hidden', visible_to: 1 });
            await add(context, { name: 'private', visible_to: 1 });
            await add(context, { name: 'public', org_id: orgId });
            await rejects(read(cid, 1), refusals.notFoundV2);
            await rejects(update(cid, 1, { name: 'mine' }), refusals.notFoundV2);
            await rejects(cid.personsV2.deletePerson({ id: 1 }), refusals.notFoundV2);
            assert.deepEqual((await cid.personsV2.getPersons()).data, [{ ...(await read(context, 2)), org_id: null }]);
            assert.deepEqual(names(await cid.personsV2.getPersons({ org_id: orgId })), []);
            await rejectsAsInvalid(update(cid, 2, { org_id: orgId }));
            assert.equal((await update(cid, 2, { org_id: null })).org_id, null);
            assert.equal((await read(context, 2)).org_id, orgId);
            assert.deepEqual(await personsV2.deletePerson({ id: 1 }), { success: true, data: { id: 1 } });
            assert.equal((await read(context, 1)).is_deleted, true);
            assert.deepEqual(names(await personsV2.getPersons()), ['public']);
            await rejects(update(context, 1, { name: 'back' }), refusals.notFoundV2);
        },
    },
    {
        name: 'v2 persons that make no sense are refused, and nothing changes',
        async run(context) {
            const before = await add(context, { name: 'x' });
            await rejectsAsInvalid(add(context, {}));
            await rejectsAsInvalid(add(context, { name: 'y', org_id: 99 }));
            for (const body of [{ emails: 'x@x.example' }, { owner_id: '1' }, { label_ids: [99] }, { job_title: 'boss' }])
                await rejectsAsInvalid(update(context, 1, body));
            await rejects(update(context, 1, { visible_to: 7 }), refusals.notAllowed);
            assert.deepEqual((await context.personsV2.getPersons()).data, [before]);
        },
    },
];
