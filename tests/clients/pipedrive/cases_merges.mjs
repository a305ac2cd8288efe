// Merges are v1's in every tested version.
import assert from 'node:assert/strict';
import { refusal, refusals, rejects } from './refusals.mjs';
import { addOrganization, addPersonV2 as addPerson, addUser } from './setup.mjs';

const mergeOrganizations = ({ v1 }, id, survivor) =>
    v1.mergeOrganizations({ id, MergeOrganizationsRequest: { merge_with_id: survivor } });
const mergePersons = ({ persons }, id, survivor) =>
    persons.mergePersons({ id, MergePersonsRequest: { merge_with_id: survivor } });
const leadsTo = (refused, id) => ({ ...refused, additional_data: { merged_to_id: id } });

export const cases = [
    {
        name: 'mergeOrganizations: one survives with what it had, what it lacked, and all that was linked',
        async run(context) {
            const { v1, v2, personsV2 } = context;
            const bob = await addUser(context, 'Bob Berg');
            const double = await addOrganization(context, { name: 'Norte (double)', website: 'https://norte.example', label_ids: [3], owner_id: bob.id });
            const { id } = await addOrganization(context, { name: 'Norte Vidros', label_ids: [1] });
            const person = await addPerson(context, { name: 'Ines', org_id: double.id });

            assert.deepEqual(await mergeOrganizations(context, double.id, id), { success: true, data: { id } });
            const { data } = await v2.getOrganization({ id, include_fields: 'followers_count,people_count' });
            assert.deepEqual([data.name, data.website, data.label_ids], ['Norte Vidros', 'https://norte.example', [1, 3]]);
            assert.deepEqual([data.owner_id, data.followers_count, data.people_count], [1, 2, 1]);
            assert.equal((await personsV2.getPerson({ id: person.id })).data.org_id, id);
            const { data: followers } = await v1.getOrganizationFollowers({ id });
            assert.deepEqual(followers.map((follower) => follower.user_id), [1, bob.id]);

            await rejects(v2.getOrganization({ id: double.id }), leadsTo(refusals.notFoundV2, id));
            await rejects(v1.getOrganizationFollowers({ id: double.id }), leadsTo(refusals.notFoundV1, id));
            await rejects(mergeOrganizations(context, double.id, id), leadsTo(refusals.notFoundV1, id));
            await rejects(mergeOrganizations(context, id, 99), refusals.notFoundV1);
            await rejects(
                mergeOrganizations(context, id, id),
                refusal('merge_with_id must be another than the one to merge'),
            );
        },
    },
    {
        name: 'mergePersons returns the whole person that survives',
        async run(context) {
            const { personsV2 } = context;
            const { id: orgId } = await addOrganization(context, { name: 'Norte Vidros' });
            const email = (value, primary) => ({ value, primary, label: 'work' });
            const double = await addPerson(context, { name: 'Ines', org_id: orgId, emails: [email('i@home.example', true)], label_ids: [7] });
            const { id } = await addPerson(context, { name: 'Ines Couto', emails: [email('i@norte.example', true)], label_ids: [5] });

            const { success, data } = await mergePersons(context, double.id, id);
            assert.deepEqual([success, data.id, data.merge_what_id, data.name], [true, id, double.id, 'Ines Couto']);
            assert.deepEqual([data.owner_id, data.org_id, data.org_name], [1, orgId, 'Norte Vidros']);
            assert.deepEqual(data.email, [email('i@norte.example', true), email('i@home.example', false)]);
            assert.deepEqual([data.label, data.label_ids], [5, [5, 7]]);
            const read = (await personsV2.getPerson({ id })).data;
            assert.deepEqual([read.org_id, read.emails, read.label_ids], [orgId, data.email, data.label_ids]);

            await rejects(personsV2.getPerson({ id: double.id }), leadsTo(refusals.notFoundV2, id));
            await rejects(mergePersons(context, id, double.id), leadsTo(refusals.personNotFound, id));
            await rejects(mergePersons(context, id, id), refusal('merge_with_id must be another than the one to merge'));
        },
    },
];
