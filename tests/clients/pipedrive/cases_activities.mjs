// Activities and their types, in both versions of the API.
import assert from 'node:assert/strict';
import { refusal, refusals, rejects } from './refusals.mjs';
import { addOrganization, addPersonV2, ids } from './setup.mjs';

const activityNotFound = refusal('Activity not found');

async function addActivity({ activities }, AddActivityRequest) {
    return (await activities.addActivity({ AddActivityRequest })).data;
}
async function addActivityV2({ activitiesV2 }, AddActivityRequest) {
    return (await activitiesV2.addActivity({ AddActivityRequest })).data;
}

// Of v1, in the versions that have it.
export const cases = [
    {
        name: 'addActivity answers what getActivity reads',
        async run(context) {
            const { id: org_id } = await addOrganization(context, { name: 'Norte Vidros' });
            const { id: person_id } = await addPersonV2(context, { name: 'Ines' });
            const added = await addActivity(context, {
                subject: 'Quote', type: 'call', org_id, person_id, due_date: '2026-11-03', due_time: '08:30', duration: '00:20', done: 0, busy_flag: true,
                attendees: [{ email_address: 'lis@norte.example', name: 'Lis' }],
            });
            assert.deepEqual([added.subject, added.type, added.org_name, added.person_name], ['Quote', 'call', 'Norte Vidros', 'Ines']);
            assert.deepEqual([added.due_date, added.due_time, added.duration, added.done], ['2026-11-03', '08:30', '00:20', false]);
            assert.deepEqual(added.participants, [{ person_id, primary_flag: true }]);
            const { activities } = context;
            assert.deepEqual((await activities.getActivity({ id: added.id })).data, added);
            await rejects(activities.getActivity({ id: added.id + 1 }), activityNotFound);
            await rejects(activities.addActivity({ AddActivityRequest: { org_id: 99 } }), refusal('there is no organization 99'));
        },
    },
    {
        name: 'getActivities and getActivitiesCollection list, narrow and page',
        async run(context) {
            await addActivity(context, { subject: 'a', type: 'call', due_date: '2026-11-01', done: 1 });
            await addActivity(context, { subject: 'b', type: 'lunch', due_date: '2026-11-02' });
            const { activities } = context;
            const list = async (asked) => ids(await activities.getActivities(asked));
            assert.deepEqual(await list({}), [1, 2]);
            assert.deepEqual(await list({ user_id: 0, done: 1 }), [1]);
            assert.deepEqual(await list({ type: 'lunch,task' }), [2]);
            assert.deepEqual(await list({ start_date: '2026-11-02', end_date: '2026-11-02' }), [2]);
            assert.deepEqual(await list({ start: 1, limit: 1 }), [2]);
            const page = await activities.getActivitiesCollection({ limit: 1 });
            assert.deepEqual(ids(page), [1]);
            const rest = await activities.getActivitiesCollection({ limit: 1, cursor: page.additional_data.next_cursor });
            assert.deepEqual([ids(rest), rest.additional_data.next_cursor], [[2], null]);
            assert.deepEqual(ids(await activities.getActivitiesCollection({ done: true })), [1]);
        },
    },
    {
        name: 'updateActivity changes what it names, deleteActivity and deleteActivities take them away',
        async run(context) {
            const added = await addActivity(context, { subject: 'a' });
            await addActivity(context, { subject: 'b' });
            const { activities } = context;
            const { data } = await activities.updateActivity({ id: added.id, UpdateActivityRequest: { subject: 'c', done: 1 } });
            assert.deepEqual([data.subject, data.done, data.type], ['c', true, added.type]);
            assert.deepEqual(await activities.deleteActivity({ id: 1 }), { success: true, data: { id: 1 } });
            await rejects(activities.deleteActivity({ id: 1 }), activityNotFound);
            assert.deepEqual(await activities.deleteActivities({ ids: '1,2' }), { success: true, data: { id: [2] } });
            assert.deepEqual(ids(await activities.getActivities({})), []);
        },
    },
    {
        name: 'getOrganizationActivities and getPersonActivities tell whose they are',
        async run(context) {
            const { id: org_id } = await addOrganization(context, { name: 'Norte Vidros' });
            const { id: person_id } = await addPersonV2(context, { name: 'Ines' });
            await addActivity(context, { type: 'call', org_id, person_id, done: 1 });
            await addActivity(context, { type: 'lunch', org_id });
            const { v1, persons } = context;
            const { data, additional_data } = await v1.getOrganizationActivities({ id: org_id, limit: 1 });
            assert.deepEqual(data.map(({ org_name }) => org_name), ['Norte Vidros']);
            assert.deepEqual(additional_data.activity_distribution['1'].activities, { call: 1, lunch: 1 });
            assert.deepEqual([additional_data.activity_distribution['1'].activity_count, additional_data.activity_distribution['1'].share], [2, 100]);
            assert.equal(additional_data.pagination.more_items_in_collection, true);
            assert.deepEqual(ids(await v1.getOrganizationActivities({ id: org_id, done: 0 })), [2]);
            assert.deepEqual(ids(await v1.getOrganizationActivities({ id: org_id, exclude: '2' })), [1]);
            assert.deepEqual(ids(await persons.getPersonActivities({ id: person_id })), [1]);
        },
    },
];

// In every version.
export const casesV2 = [
    {
        name: 'v2: activities are added, read, changed and deleted',
        async run(context) {
            const { id: org_id } = await addOrganization(context, { name: 'Norte Vidros' });
            const { id: person_id } = await addPersonV2(context, { name: 'Ines' });
            const added = await addActivityV2(context, {
                subject: 'Kick-off', type: 'meeting', org_id, participants: [{ person_id, primary: true }], due_date: '2026-11-05', busy: true,
                location: { value: 'Rua Nova 3, Porto', locality: 'Porto' }, attendees: [{ email: 'lis@norte.example', name: 'Lis', is_organizer: true }],
            });
            assert.deepEqual([added.org_id, added.person_id, added.busy, added.done], [org_id, person_id, true, false]);
            assert.equal(added.location.locality, 'Porto');
            const { activitiesV2 } = context;
            const read = await activitiesV2.getActivity({ id: added.id, include_fields: 'attendees' });
            assert.deepEqual(read.data, added);
            const { data } = await activitiesV2.updateActivity({ id: added.id, AddActivityRequest: { done: true } });
            assert.deepEqual([data.done, data.subject], [true, 'Kick-off']);
            assert.deepEqual(await activitiesV2.deleteActivity({ id: added.id }), { success: true, data: { id: added.id } });
            await rejects(activitiesV2.getActivity({ id: added.id }), refusals.notFoundV2);
        },
    },
    {
        name: 'v2: getActivities narrows, orders and pages',
        async run(context) {
            const { id: org_id } = await addOrganization(context, { name: 'Norte Vidros' });
            await addActivityV2(context, { subject: 'a', org_id, due_date: '2026-11-05' });
            await addActivityV2(context, { subject: 'b', due_date: '2026-11-04', done: true });
            const { activitiesV2 } = context;
            const list = async (asked) => ids(await activitiesV2.getActivities(asked));
            assert.deepEqual(await list({}), [1, 2]);
            assert.deepEqual(await list({ org_id }), [1]);
            assert.deepEqual(await list({ ids: '2' }), [2]);
            assert.deepEqual(await list({ owner_id: 1, sort_by: 'add_time', sort_direction: 'desc' }), [2, 1]);
            assert.deepEqual(await list({ person_id: 1 }), []);
            const page = await activitiesV2.getActivities({ limit: 1 });
            assert.deepEqual(ids(await activitiesV2.getActivities({ limit: 1, cursor: page.additional_data.next_cursor })), [2]);
        },
    },
    {
        name: 'activity types are listed, added, changed and deleted',
        async run({ activityTypes }) {
            const { data } = await activityTypes.getActivityTypes();
            assert.deepEqual(data.map(({ key_string }) => key_string), ['call', 'meeting', 'task', 'deadline', 'email', 'lunch']);
            const added = await activityTypes.addActivityType({ AddActivityTypeRequest: { name: 'Video call', icon_key: 'camera', color: 'FFAA00' } });
            assert.deepEqual([added.data.key_string, added.data.order_nr, added.data.is_custom_flag], ['video_call', 7, true]);
            const { id } = added.data;
            const updated = await activityTypes.updateActivityType({ id, UpdateActivityTypeRequest: { name: 'Screen share' } });
            assert.deepEqual(updated.data, { ...added.data, name: 'Screen share', update_time: updated.data.update_time });
            const deleted = await activityTypes.deleteActivityType({ id });
            assert.equal(deleted.data.active_flag, false);
        },
    },
];

export const bulkTypeCases = [
    {
        name: 'deleteActivityTypes takes several away',
        async run({ activityTypes }) {
            assert.deepEqual(await activityTypes.deleteActivityTypes({ ids: '5,6' }), { success: true, data: { id: [5, 6] } });
            const { data } = await activityTypes.getActivityTypes();
            assert.deepEqual(data.filter(({ active_flag }) => !active_flag).map(({ id }) => id), [5, 6]);
        },
    },
];
