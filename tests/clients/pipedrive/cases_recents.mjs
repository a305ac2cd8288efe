// What has changed since a time, of all kinds.
import assert from 'node:assert/strict';
import { refusal, rejects } from './refusals.mjs';
import { addOrganization, addPersonV2, addUser } from './setup.mjs';

const since = '2020-01-01 00:00:00';
const told = ({ data }) => data.map(({ item, id }) => [item, id]);

export const cases = [
    {
        name: 'getRecents tells of each record once, as it is now, the latest change last',
        async run(context) {
            const { recents, v2, personsV2 } = context;
            await addOrganization(context, { name: 'one' });
            await addPersonV2(context, { name: 'Ines', org_id: 1 });
            await addOrganization(context, { name: 'two' });
            await v2.updateOrganization({ id: 1, UpdateOrganizationRequest: { name: 'first' } });
            await personsV2.deletePerson({ id: 1 });
            const first = await recents.getRecents({ since_timestamp: since, items: 'organization,person', limit: 2 });
            assert.deepEqual(told(first), [
                ['organization', 2],
                ['organization', 1],
            ]);
            assert.equal(first.data[1].data.name, 'first');
            assert.deepEqual(first.additional_data, {
                since_timestamp: since,
                last_timestamp_on_page: first.data[1].data.update_time,
                pagination: { start: 0, limit: 2, more_items_in_collection: true, next_start: 2 },
            });
            const second = await recents.getRecents({ since_timestamp: since, items: 'organization,person', start: 2 });
            assert.deepEqual(told(second), [['person', 1]]);
            const { active_flag: active, owner_id: owner, org_id: organization } = second.data[0].data;
            assert.deepEqual([active, owner, organization], [false, 1, 1]);
            assert.deepEqual(told(await recents.getRecents({ since_timestamp: since, items: 'user' })), [['user', 1]]);
            assert.deepEqual(told(await recents.getRecents({ since_timestamp: since, items: 'deal' })), []);
        },
    },
    {
        name: 'getRecents tells nobody of what they do not see',
        async run(context) {
            const bob = await addUser(context, 'Bob Berg');
            await addOrganization(context, { name: 'hidden', visible_to: 1 });
            await addPersonV2(context, { name: 'seen', org_id: 1 });
            await addPersonV2(context, { name: 'private', visible_to: 1 });
            const reply = await bob.recents.getRecents({ since_timestamp: since, items: 'organization,person' });
            assert.deepEqual(told(reply), [['person', 1]]);
            assert.deepEqual([reply.data[0].data.org_id, reply.data[0].data.org_name], [null, null]);
            const bad = 'since_timestamp must be a time as YYYY-MM-DD HH:MM:SS';
            await rejects(bob.recents.getRecents({ since_timestamp: 'yesterday' }), refusal(bad));
            await rejects(bob.recents.getRecents({ since_timestamp: since, items: 'lead' }), refusal('items has no lead'));
        },
    },
];
