// Persons as v1 of SDKs before 31 calls them, and the organization that they belong to.
import assert from 'node:assert/strict';
import { refusal, refusals, rejects } from './refusals.mjs';
import { addOrganization, addPerson as add, addUser, change, ids, names, nextSecond } from './setup.mjs';

const update = async ({ persons }, id, body) => (await persons.updatePerson({ id, UpdatePersonRequest: body })).data;
const read = async ({ persons }, id) => (await persons.getPerson({ id })).data;
const peopleCount = async ({ v1 }, id) => (await v1.getOrganization({ id })).data.people_count;

export const cases = [
    {
        name: 'addPerson keeps what it is given',
        async run(context) {
            const bob = await addUser(context, 'Bob Berg');
            const { id: orgId } = await addOrganization(context, { name: 'Norte Vidros' });
            const body = {
                name: 'Ines Maria Couto',
                owner_id: bob.id,
                org_id: orgId,
                email: [{ value: 'ines@norte.example', primary: 'true', label: 'main' }, { value: 'ines@home.example' }],
                phone: '+351220001122',
                label_ids: [6, 5],
                visible_to: '1',
                add_time: '2020-01-02 03:04:05',
            };
            const added = await context.persons.addPerson({ AddPersonRequest: body });
            const found = await context.persons.getPerson({ id: added.data.id });
            assert.deepEqual(added.data, found.data);
            assert.deepEqual(added.related_objects, found.related_objects);
            const { status, ...wire } = await context.read(`/v1/persons/${added.data.id}`);
            assert.deepEqual([status, wire], [200, found]);
            const { data } = found;
            assert.deepEqual([data.name, data.first_name, data.last_name], [body.name, 'Ines Maria', 'Couto']);
            assert.deepEqual([data.owner_id.value, data.owner_name], [bob.id, 'Bob Berg']);
            assert.deepEqual([data.org_id.value, data.org_id.people_count, data.org_name], [orgId, 1, 'Norte Vidros']);
            assert.deepEqual(data.email, [
                { value: 'ines@norte.example', primary: true, label: 'main' },
                { value: 'ines@home.example', primary: false, label: 'work' },
            ]);
            assert.equal(data.primary_email, 'ines@norte.example');
            assert.deepEqual(data.phone, [{ value: '+351220001122', primary: true, label: 'work' }]);
            assert.deepEqual([data.label, data.label_ids], [6, [6, 5]]);
            assert.deepEqual([data.visible_to, data.add_time], ['1', body.add_time]);
            assert.deepEqual(Object.keys(found.related_objects.organization), [String(orgId)]);
            assert.deepEqual(Object.keys(found.related_objects.user), [String(bob.id)]);
        },
    },
    {
        name: 'getPersons pages, sorts and filters',
        async run(context) {
            const { persons } = context;
            const bob = await addUser(context, 'Bob Berg');
            for (const name of ['Éclair', 'beta', 'echo', 'alpha'])
                await add(context, { name, ...(name === 'beta' ? { owner_id: bob.id } : {}) });
            const first = await persons.getPersons({ limit: 3 });
            assert.deepEqual(ids(first), [1, 2, 3]);
            assert.deepEqual(first.data[1], await read(context, 2));
            const { pagination } = first.additional_data;
            assert.deepEqual(pagination, { start: 0, limit: 3, more_items_in_collection: true, next_start: 3 });
            const second = await persons.getPersons({ limit: 3, start: pagination.next_start });
            assert.deepEqual(ids(second), [4]);
            assert.equal(second.additional_data.pagination.more_items_in_collection, false);
            assert.deepEqual(ids(await persons.getPersons({ sort: 'name ASC, id DESC' })), [4, 2, 3, 1]);
            assert.deepEqual(ids(await persons.getPersons({ user_id: bob.id })), [2]);
            assert.deepEqual(ids(await persons.getPersons({ first_char: 'É' })), [1, 3]);
            assert.deepEqual(ids(await persons.getPersons()), [1, 2, 3, 4]);
            await rejects(persons.getPersons({ filter_id: 1 }), refusals.filterNotFound);
        },
    },
    {
        name: 'updatePerson changes what it names',
        async run(context) {
            const bob = await addUser(context, 'Bob Berg');
            const { id, add_time: addTime } = await add(context, {
                name: 'Ines Couto',
                email: 'ines@norte.example',
                phone: '1',
                label_ids: [6, 5],
            });
            await update(context, id, { first_name: 'Ina', owner_id: bob.id });
            const renamed = await read(context, id);
            assert.deepEqual([renamed.first_name, renamed.last_name, renamed.owner_id.value], ['Ina', 'Couto', bob.id]);
            assert.deepEqual([renamed.primary_email, renamed.label_ids], ['ines@norte.example', [6, 5]]);
            const phone = [
                { value: '1', primary: false, label: 'mobile' },
                { value: '2', primary: true, label: 'home' },
            ];
            const reply = await update(context, id, { email: [], phone, label: 5, visible_to: '1' });
            const changed = await read(context, id);
            assert.deepEqual(reply, changed);
            assert.deepEqual([changed.email, changed.primary_email, changed.phone], [[], null, phone]);
            assert.deepEqual([changed.label, changed.label_ids, changed.visible_to], [5, [5], '1']);
            assert.deepEqual([changed.owner_name, changed.add_time], ['Bob Berg', addTime]);
        },
    },
    {
        name: 'updatePerson with what getPerson says changes nothing, whoever reads and writes',
        async run(context) {
            const [bob, cid] = [await addUser(context, 'Bob Berg'), await addUser(context, 'Cid Castro')];
            await change(context, 'company', 'set', '--campaigns', 'on');
            const { id: orgId } = await addOrganization(bob, { name: 'hidden from Cid', visible_to: 1 });
            const full = await add(context, {
                name: 'Ines Maria Couto',
                first_name: 'Ines',
                owner_id: bob.id,
                org_id: orgId,
                email: [{ value: 'a@norte.example' }, { value: 'b@norte.example', primary: true, label: 'home' }],
                phone: [{ value: '1', label: 'mobile' }],
                label_ids: [6, 5],
                marketing_status: 'subscribed',
            });
            const bare = await add(context, { name: 'bare' });
            const before = [await read(context, full.id), await read(context, bare.id)];
            const organization = await context.v1.getOrganization({ id: orgId });
            await nextSecond();
            for (const caller of [context, bob, cid]) {
                for (const { id } of before) {
                    const seen = await read(caller, id);
                    assert.deepEqual(await update(caller, id, seen), seen);
                }
                assert.deepEqual([await read(context, full.id), await read(context, bare.id)], before);
                assert.deepEqual(await context.v1.getOrganization({ id: orgId }), organization);
            }
            assert.equal((await read(cid, full.id)).org_id, null);
            await rejects(update(cid, full.id, { org_id: orgId }), refusal(`there is no organization ${orgId}`));
        },
    },
    {
        name: 'deletePerson and deletePersons delete softly',
        async run(context) {
            const { persons } = context;
            const { id: orgId } = await addOrganization(context, { name: 'x' });
            for (const name of ['a', 'b', 'c', 'd']) await add(context, { name, org_id: orgId });
            for (const time of ['once', 'twice'])
                assert.deepEqual(await persons.deletePerson({ id: 2 }), { success: true, data: { id: 2 } }, time);
            assert.deepEqual(ids(await persons.getPersons()), [1, 3, 4]);
            assert.equal(await peopleCount(context, orgId), 3);
            assert.deepEqual(await persons.deletePersons({ ids: '4,99,1' }), { success: true, data: { id: [4, 1] } });
            assert.deepEqual(ids(await persons.getPersons()), [3]);
            assert.deepEqual(ids(await context.v1.getOrganizationPersons({ id: orgId })), [3]);
            const deleted = await read(context, 4);
            assert.deepEqual([deleted.name, deleted.active_flag], ['d', false]);
            assert.notEqual(deleted.delete_time, null);
            await rejects(update(context, 4, { name: 'back' }), refusals.personNotFound);
        },
    },
    {
        name: 'getOrganizationPersons follows the persons that come and go',
        async run(context) {
            const { v1, v2 } = context;
            const [{ id: one }, { id: two }] = [
                await addOrganization(context, { name: 'one' }),
                await addOrganization(context, { name: 'two' }),
            ];
            for (const name of ['a', 'b', 'c']) await add(context, { name, org_id: one });
            await add(context, { name: 'nowhere' });
            const first = await v1.getOrganizationPersons({ id: one, limit: 2 });
            assert.deepEqual(first.data, [await read(context, 1), await read(context, 2)]);
            const { pagination } = first.additional_data;
            assert.deepEqual(pagination, { start: 0, limit: 2, more_items_in_collection: true, next_start: 2 });
            const second = await v1.getOrganizationPersons({ id: one, start: pagination.next_start, limit: 2 });
            assert.deepEqual(names(second), ['c']);
            assert.equal(second.additional_data.pagination.more_items_in_collection, false);
            assert.deepEqual(Object.keys(second.related_objects.organization), [String(one)]);
            await update(context, 2, { org_id: two });
            await update(context, 3, { org_id: null });
            assert.deepEqual(names(await v1.getOrganizationPersons({ id: one })), ['a']);
            assert.deepEqual(names(await v1.getOrganizationPersons({ id: two })), ['b']);
            assert.equal((await read(context, 3)).org_id, null);
            assert.deepEqual([await peopleCount(context, one), await peopleCount(context, two)], [1, 1]);
            const counted = await v2.getOrganization({ id: two, include_fields: 'people_count' });
            assert.equal(counted.data.people_count, 1);
            const { data: history } = await v1.getOrganizationChangelog({ id: one });
            assert.deepEqual(
                history.map((entry) => [entry.field_key, entry.old_value, entry.new_value]),
                [
                    ['people_count', '2', '1'],
                    ['people_count', '3', '2'],
                    ['people_count', '2', '3'],
                    ['people_count', '1', '2'],
                    ['people_count', '0', '1'],
                ],
            );
        },
    },
    {
        name: 'persons that one does not see are not there',
        async run(context) {
            const [bob, cid] = [await addUser(context, 'Bob Berg'), await addUser(context, 'Cid Castro')];
            const { id: shared } = await addOrganization(context, { name: 'shared' });
            const { id: hidden } = await addOrganization(bob, { name: 'hidden', visible_to: 1 });
            await add(bob, { name: 'private', org_id: shared, visible_to: '1' });
            await add(bob, { name: 'public', org_id: hidden });
            assert.deepEqual(names(await bob.v1.getOrganizationPersons({ id: shared })), ['private']);
            assert.deepEqual(names(await cid.v1.getOrganizationPersons({ id: shared })), []);
            await rejects(cid.v1.getOrganizationPersons({ id: hidden }), refusals.notFoundV1);
            assert.deepEqual(names(await cid.persons.getPersons()), ['public']);
            assert.equal((await read(bob, 2)).org_name, 'hidden');
            const seen = await read(cid, 2);
            assert.deepEqual([seen.org_id, seen.org_name], [null, null]);
            await rejects(read(cid, 1), refusals.personNotFound);
            await rejects(update(cid, 1, { name: 'mine' }), refusals.personNotFound);
            await rejects(cid.persons.deletePerson({ id: 1 }), refusals.personNotFound);
            assert.deepEqual((await cid.persons.deletePersons({ ids: '1' })).data, { id: [] });
            await rejects(add(cid, { name: 'spy', org_id: hidden }), refusal(`there is no organization ${hidden}`));
            assert.deepEqual(names(await context.persons.getPersons()), ['private', 'public']);
        },
    },
    {
        name: 'persons that make no sense are refused, and nothing changes',
        async run(context) {
            const { persons } = context;
            const { id } = await add(context, { name: 'x' });
            const before = await read(context, id);
            await rejects(add(context, { name: '' }), refusals.noName);
            await rejects(add(context, { name: 'y', visible_to: '7' }), refusals.notAllowed);
            await rejects(add(context, { name: 'y', org_id: 99 }), refusal('there is no organization 99'));
            await rejects(update(context, id, { owner_id: 99 }), refusal('there is no active user 99'));
            await rejects(update(context, id, { label_ids: [99] }), refusal('there is no label 99'));
            await rejects(update(context, id, { name: '' }), refusals.noName);
            await rejects(read(context, 99), refusals.personNotFound);
            await rejects(update(context, 99, { name: 'y' }), refusals.personNotFound);
            await rejects(persons.deletePerson({ id: 99 }), refusals.personNotFound);
            await rejects(context.v1.getOrganizationPersons({ id: 99 }), refusals.notFoundV1);
            assert.deepEqual((await persons.getPersons()).data, [before]);
        },
    },
];
