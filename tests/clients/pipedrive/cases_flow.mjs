// What happened around a record, newest first.
import assert from 'node:assert/strict';
import { refusal, rejects } from './refusals.mjs';
import { addOrganization, addPersonV2, addUser } from './setup.mjs';

const told = ({ data }) => data.map(({ object, data: { id } }) => [object, id]);

export const cases = [
    {
        name: 'getOrganizationUpdates tells of changes and of all that is about the organization',
        async run(context) {
            const { v1, v2, dealsV2, notes } = context;
            const { id } = await addOrganization(context, { name: 'Norte Vidros' });
            const { id: deal } = (await dealsV2.addDeal({ AddDealRequest: { title: 'Panes', org_id: id } })).data;
            const { id: note } = (await notes.addNote({ AddNoteRequest: { content: 'Called', org_id: id } })).data;
            await v2.updateOrganization({ id, UpdateOrganizationRequest: { name: 'Norte Vidros Lda' } });
            const all = await v1.getOrganizationUpdates({ id });
            assert.deepEqual(all.data.map(({ object }) => object).sort(), ['deal', 'follower', 'note', 'organizationChange']);
            const [{ data: change }] = (await v1.getOrganizationUpdates({ id, items: 'change' })).data;
            assert.deepEqual([change.field_key, change.old_value, change.new_value, change.item_id],
                ['name', 'Norte Vidros', 'Norte Vidros Lda', id]);
            assert.deepEqual(told(await v1.getOrganizationUpdates({ id, items: 'deal,note' })).sort(),
                [['deal', deal], ['note', note]]);
            const page = await v1.getOrganizationUpdates({ id, start: 1, limit: 2 });
            assert.deepEqual(page.data, all.data.slice(1, 3));
            assert.deepEqual(page.additional_data.pagination,
                { start: 1, limit: 2, more_items_in_collection: true, next_start: 3 });
            assert.equal(all.related_objects.organization[id].name, 'Norte Vidros Lda');
            await rejects(v1.getOrganizationUpdates({ id: 99 }), refusal('Organization not found'));
        },
    },
    {
        name: 'getPersonUpdates and getDealUpdates tell of theirs, and nobody of what they do not see',
        async run(context) {
            const { persons, deals, dealsV2, personsV2 } = context;
            const bob = await addUser(context, 'Bob Berg');
            const { id: person } = await addPersonV2(context, { name: 'Ines', visible_to: 1 });
            const { id: deal } = (await dealsV2.addDeal({ AddDealRequest: { title: 'Panes', person_id: person } })).data;
            await personsV2.updatePerson({ id: person, UpdatePersonRequest: { name: 'Inês' } });
            await dealsV2.updateDeal({ id: deal, UpdateDealRequest: { title: 'More panes' } });
            assert.deepEqual(told(await persons.getPersonUpdates({ id: person, items: 'deal' })), [['deal', deal]]);
            const [{ object, data }] = (await persons.getPersonUpdates({ id: person, items: 'change' })).data;
            assert.deepEqual([object, data.new_value], ['personChange', 'Inês']);
            const changes = (await deals.getDealUpdates({ id: deal, items: 'change' })).data;
            assert.deepEqual([changes[0].object, changes[0].data.new_value], ['dealChange', 'More panes']);
            await rejects(bob.persons.getPersonUpdates({ id: person }), refusal('Person not found'));
        },
    },
];
