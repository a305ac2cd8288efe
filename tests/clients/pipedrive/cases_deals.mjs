// Deals, pipelines and stages as the vendor's clients call them.
import assert from 'node:assert/strict';
import { addOrganization, addPersonV2, addUser, ids } from './setup.mjs';

// With an organization and its person: both are 1.
async function addPartners(context) {
    const { id: orgId } = await addOrganization(context, { name: 'Norte Vidros' });
    const { id: personId } = await addPersonV2(context, { name: 'Ines Couto', org_id: orgId });
    return { orgId, personId };
}
const addV2 = async ({ dealsV2 }, body) => (await dealsV2.addDeal({ AddDealRequest: body })).data;

// v1's, of versions before 31.
export const casesV1 = [
    {
        name: 'v1 deals are added, read, changed, listed and deleted',
        async run(context) {
            const { deals } = context;
            const { orgId, personId } = await addPartners(context);
            const body = { title: 'Facade', value: '18400', org_id: orgId, person_id: personId, stage_id: 2 };
            const { data: added } = await deals.addDeal({ AddDealRequest: body });
            assert.deepEqual([added.title, added.value, added.stage_id, added.org_id.value], ['Facade', 18400, 2, orgId]);
            const { data: details } = await deals.getDeal({ id: added.id });
            assert.deepEqual({ ...details, ...added }, details); // and how it went through its stages
            const { data: won } = await deals.updateDeal({ id: added.id, UpdateDealRequest: { status: 'won' } });
            assert.deepEqual([won.status, won.active], ['won', false]);
            assert.deepEqual(ids(await deals.getDeals({ status: 'won' })), [added.id]);
            assert.deepEqual(ids(await deals.getDeals({ stage_id: 1 })), []);
            assert.deepEqual(ids(await deals.getDealsCollection({ limit: 1 })), [added.id]);
            assert.deepEqual(ids(await deals.getDealPersons({ id: added.id })), [personId]);
            assert.deepEqual((await deals.deleteDeal({ id: added.id })).data, { id: added.id });
            assert.deepEqual((await deals.deleteDeals({ ids: '1,2' })).data, { id: [1] });
            assert.deepEqual(ids(await deals.getDeals({ status: 'deleted' })), [added.id]);
        },
    },
    {
        name: 'v1 lists the deals of organizations and persons',
        async run(context) {
            const { orgId, personId } = await addPartners(context);
            const { id } = await addV2(context, { title: 'Facade', person_id: personId });
            assert.deepEqual(ids(await context.v1.getOrganizationDeals({ id: orgId })), [id]);
            const direct = await context.v1.getOrganizationDeals({ id: orgId, only_primary_association: 1 });
            assert.deepEqual(ids(direct), []);
            assert.deepEqual(ids(await context.persons.getPersonDeals({ id: personId })), [id]);
        },
    },
    {
        name: 'v1 finds deals, and lists the activities about one, which are about its organization too',
        async run(context) {
            const { orgId, personId } = await addPartners(context);
            const { id } = await addV2(context, { title: 'Facade', org_id: orgId, person_id: personId });
            const request = { subject: 'Quote', deal_id: id, due_date: '2026-11-03' };
            const { data: activity } = await context.activities.addActivity({ AddActivityRequest: request });
            assert.deepEqual([activity.deal_title, activity.org_id, activity.person_id], ['Facade', orgId, personId]);
            assert.deepEqual(ids(await context.deals.getDealActivities({ id, done: 0 })), [activity.id]);
            assert.deepEqual(ids(await context.v1.getOrganizationActivities({ id: orgId })), [activity.id]);
            const { data: deal } = await context.deals.getDeal({ id });
            assert.deepEqual([deal.activities_count, deal.next_activity_subject], [1, 'Quote']);
            const { data: found } = await context.deals.searchDeals({ term: 'facade', organization_id: orgId, status: 'open' });
            assert.deepEqual(found.items.map(({ item }) => [item.type, item.id, item.person.id]), [['deal', id, personId]]);
        },
    },
    {
        name: 'v1 pipelines and stages are added, read, changed and deleted',
        async run({ pipelines, stages }) {
            const { data: pipeline } = await pipelines.addPipeline({ PipelineRequest: { name: 'Service', deal_probability: 1 } });
            assert.deepEqual([pipeline.id, pipeline.deal_probability], [2, true]);
            const request = { name: 'Asked', pipeline_id: 2, deal_probability: 25 };
            const { data: stage } = await stages.addStage({ AddStageRequest: request });
            assert.deepEqual([stage.pipeline_name, stage.deal_probability], ['Service', 25]);
            await stages.updateStage({ id: stage.id, UpdateStageRequest: { name: 'Asked for' } });
            assert.equal((await stages.getStage({ id: stage.id })).data.name, 'Asked for');
            await pipelines.updatePipeline({ id: 2, PipelineRequest1: { name: 'Repairs' } });
            assert.equal((await pipelines.getPipeline({ id: 2 })).data.name, 'Repairs');
            assert.deepEqual(ids(await pipelines.getPipelines()), [1, 2]);
            assert.deepEqual(ids(await stages.getStages({ pipeline_id: 2 })), [stage.id]);
            assert.deepEqual((await stages.deleteStage({ id: 5 })).data, { id: 5 });
            assert.deepEqual((await stages.deleteStages({ ids: '3,4' })).data, { id: [3, 4] });
            assert.deepEqual((await pipelines.deletePipeline({ id: 2 })).data, { id: 2 });
        },
    },
];

// What v1 keeps in every version.
export const cases = [
    {
        name: 'participants, followers, changes, copies and merges of deals',
        async run(context) {
            const { deals } = context;
            const bob = await addUser(context, 'Bob Berg');
            const { orgId, personId } = await addPartners(context);
            const { id } = await addV2(context, { title: 'Facade', org_id: orgId });
            const added = await deals.addDealParticipant({ id, AddDealParticipantRequest: { person_id: personId } });
            assert.equal(added.data.person_id.value, personId);
            assert.deepEqual(ids(await deals.getDealParticipants({ id })), [added.data.id]);
            const gone = await deals.deleteDealParticipant({ id, deal_participant_id: added.data.id });
            assert.deepEqual(gone.data, { id: added.data.id });

            const follower = await deals.addDealFollower({ id, AddDealFollowerRequest: { user_id: bob.id } });
            assert.deepEqual([follower.data.user_id, follower.data.deal_id], [bob.id, id]);
            assert.equal((await deals.getDealFollowers({ id })).data.length, 2);
            await deals.deleteDealFollower({ id, follower_id: follower.data.id });
            assert.deepEqual((await deals.getDealUsers({ id })).data, [1, bob.id]);

            const { data: copy } = await deals.duplicateDeal({ id });
            assert.deepEqual([copy.title, copy.org_id], ['Facade', orgId]);
            const { data: merged } = await deals.mergeDeals({ id: copy.id, MergeDealsRequest: { merge_with_id: id } });
            assert.deepEqual([merged.id, merged.merge_what_id], [id, copy.id]);
            assert.deepEqual((await context.dealsV2.getDeals()).data.map((deal) => deal.id), [id]);
            assert.ok((await deals.getDealChangelog({ id })).data.length > 0);
        },
    },
    {
        name: 'deals summed up, by periods and on their way through a pipeline; who took part',
        async run(context) {
            const { deals, pipelines } = context;
            const { orgId, personId } = await addPartners(context);
            const facade = { title: 'Facade', value: 1000, currency: 'EUR', org_id: orgId, expected_close_date: '2026-03-15' };
            const { id } = await addV2(context, facade);
            const { data: summary } = await deals.getDealsSummary({ status: 'open', pipeline_id: 1 });
            assert.deepEqual([summary.total_count, summary.values_total.EUR.value], [1, 1000]);
            const asked = { start_date: '2026-03-01', interval: 'month', amount: 2, field_key: 'expected_close_date' };
            const { data: periods } = await deals.getDealsTimeline(asked);
            assert.deepEqual(periods.map(({ totals }) => totals.count), [1, 0]);
            assert.deepEqual([periods[0].deals[0].id, periods[0].deals[0].org_id], [id, orgId]);
            const { data: participant } = await deals.addDealParticipant({ id, AddDealParticipantRequest: { person_id: personId } });
            assert.equal(participant.related_item_id, id);
            const { data: changes } = await deals.getDealParticipantsChangelog({ id });
            assert.deepEqual(changes.map(({ person_id: person, action }) => [person, action]), [[personId, 'added']]);

            await context.dealsV2.updateDeal({ id, UpdateDealRequest: { stage_id: 2 } });
            const time = { id: 1, start_date: '2020-01-01', end_date: '2999-12-31' };
            const { data: rates } = await pipelines.getPipelineConversionStatistics(time);
            assert.deepEqual(rates.stage_conversions[0], { from_stage_id: 1, to_stage_id: 2, conversion_rate: 100 });
            const { data: movements } = await pipelines.getPipelineMovementStatistics(time);
            assert.deepEqual([movements.movements_between_stages.count, movements.new_deals.deals_ids], [1, [id]]);
        },
    },
    {
        name: 'deals of pipelines and stages',
        async run(context) {
            const { id } = await addV2(context, { title: 'Facade', stage_id: 2 });
            assert.deepEqual(ids(await context.pipelines.getPipelineDeals({ id: 1 })), [id]);
            assert.deepEqual(ids(await context.stages.getStageDeals({ id: 2 })), [id]);
            assert.deepEqual(ids(await context.stages.getStageDeals({ id: 1 })), []);
        },
    },
];

export const casesV2 = [
    {
        name: 'v2 deals are added, read, changed, listed and deleted',
        async run(context) {
            const { dealsV2 } = context;
            const { orgId, personId } = await addPartners(context);
            const added = await addV2(context, { title: 'Facade', value: 18400, org_id: orgId, person_id: personId });
            assert.deepEqual([added.org_id, added.person_id, added.stage_id, added.origin], [orgId, personId, 1, 'API']);
            assert.deepEqual((await dealsV2.getDeal({ id: added.id })).data, added);
            const { data: changed } = await dealsV2.updateDeal({ id: added.id, UpdateDealRequest: { stage_id: 3 } });
            assert.equal(changed.stage_id, 3);
            assert.deepEqual(ids(await dealsV2.getDeals({ org_id: orgId, status: 'open' })), [added.id]);
            assert.deepEqual((await dealsV2.deleteDeal({ id: added.id })).data, { id: added.id });
            assert.deepEqual(ids(await dealsV2.getDeals()), []);
        },
    },
    {
        name: 'v2 searchDeals finds deals by title and partner, and activities name theirs',
        async run(context) {
            const { dealsV2, activitiesV2 } = context;
            const { orgId, personId } = await addPartners(context);
            const { id } = await addV2(context, { title: 'Facade', org_id: orgId, person_id: personId });
            const { data: found } = await dealsV2.searchDeals({ term: 'faca', person_id: personId, limit: 1 });
            assert.deepEqual(found.items.map(({ item }) => [item.id, item.organization.name]), [[id, 'Norte Vidros']]);
            const request = { subject: 'Quote', deal_id: id, due_date: '2026-11-03' };
            const { data: activity } = await activitiesV2.addActivity({ AddActivityRequest: request });
            assert.deepEqual([activity.deal_id, activity.org_id], [id, orgId]);
            assert.deepEqual(ids(await activitiesV2.getActivities({ deal_id: id })), [activity.id]);
            const { data: deal } = await dealsV2.getDeal({ id, include_fields: 'activities_count,next_activity_id' });
            assert.deepEqual([deal.activities_count, deal.next_activity_id], [1, activity.id]);
            const { data: items } = await context.itemsV2.searchItem({ term: 'norte', search_for_related_items: true });
            assert.deepEqual(items.related_items.map(({ item }) => [item.type, item.id]), [['person', personId], ['deal', id]]);
        },
    },
    {
        name: 'v2 pipelines and stages are added, read, changed and deleted',
        async run({ pipelinesV2, stagesV2 }) {
            const { data: pipeline } = await pipelinesV2.addPipeline({ AddPipelineRequest: { name: 'Service' } });
            const { data: stage } = await stagesV2.addStage({ AddStageRequest: { name: 'Asked', pipeline_id: pipeline.id } });
            assert.deepEqual([stage.order_nr, stage.is_deal_rot_enabled], [1, false]);
            await stagesV2.updateStage({ id: stage.id, UpdateStageRequest: { deal_probability: 50 } });
            assert.equal((await stagesV2.getStage({ id: stage.id })).data.deal_probability, 50);
            await pipelinesV2.updatePipeline({ id: pipeline.id, UpdatePipelineRequest: { name: 'Repairs' } });
            assert.equal((await pipelinesV2.getPipeline({ id: pipeline.id })).data.name, 'Repairs');
            assert.deepEqual(ids(await stagesV2.getStages({ pipeline_id: pipeline.id })), [stage.id]);
            assert.deepEqual((await stagesV2.deleteStage({ id: stage.id })).data, { id: stage.id });
            assert.deepEqual((await pipelinesV2.deletePipeline({ id: pipeline.id })).data, { id: pipeline.id });
            assert.deepEqual(ids(await pipelinesV2.getPipelines()), [1]);
        },
    },
];

export const followerCasesV2 = [
    {
        name: 'v2 followers of deals, and archived deals',
        async run(context) {
            const { dealsV2 } = context;
            const bob = await addUser(context, 'Bob Berg');
            const { id } = await addV2(context, { title: 'Facade', is_archived: true });
            await dealsV2.addDealFollower({ id, AddDealFollowerRequest: { user_id: bob.id } });
            assert.deepEqual((await dealsV2.getDealFollowers({ id })).data.map(({ user_id: user }) => user), [1, bob.id]);
            await dealsV2.deleteDealFollower({ id, follower_id: bob.id });
            assert.equal((await dealsV2.getDealFollowersChangelog({ id })).data.length, 2);
            assert.deepEqual(ids(await dealsV2.getArchivedDeals()), [id]);
            assert.deepEqual(ids(await context.deals.getArchivedDeals()), [id]);
            assert.equal((await context.deals.getArchivedDealsSummary()).data.total_count, 1);
            const asked = { start_date: '2020-01-01', interval: 'day', amount: 1, field_key: 'add_time' };
            assert.equal((await context.deals.getArchivedDealsTimeline(asked)).data[0].totals.count, 0);
            assert.deepEqual(ids(await dealsV2.getDeals()), []);
        },
    },
];
