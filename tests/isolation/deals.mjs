// Deals, which show of their partners what one sees; and activities, which are seen by those who see what they are about, by
// whose they are and by who added them.
import { drawId, drawOwnerAndLevel, neverId } from './draw.mjs';
import { marker } from './markers.mjs';
import { drawSubjects, isLive, moved, moves, shownId, twinOf } from './subjects.mjs';
import { pagesV1 } from './sweep_lists.mjs';

const partners = ['org_id', 'person_id'];
const subjects = ['org_id', 'person_id', 'deal_id'];
const shownIds = (members, company, user, record) => members.map((member) => shownId(company, user, record, member));
const idsIn = (members, data) => members.map((member) => data[member]);

// --- writes of deals -----------------------------------------------------------------------------------------------------

const dealPath = '/api/v2/deals';

// What the rules say to a body, and what the deal is with then.
function judge(company, user, deal, body, patch) {
    const about = moved(partners, company, user, deal, moves(partners, company, user, deal, body));
    return { about, refusal: patch.refusal ?? (about ? null : 400) };
}

function planDealCreation(round, { company, user }, write) {
    const number = ++round.recordNumber;
    const fields = { title: marker(company.letter, 'deal', number, 'title', write) };
    const body = { ...fields, ...drawSubjects(partners, round, company, 0.7) };
    const patch = drawOwnerAndLevel(round, company, 2, body, 0.4);
    const { about, refusal } = judge(company, user, null, body, patch);
    const request = { method: 'POST', target: dealPath, body };
    return {
        name: 'create a deal',
        request,
        twin: patch.refusal || about ? null : twinOf(company, user, request),
        status: refusal ?? 200,
        apply: (data, done) => {
            const deal = company.add('deal', { id: data.id, number, actor: user, write, fields, ...patch });
            done.touched.push(Object.assign(deal, about));
        },
        shows: (data) => [idsIn(partners, data), shownIds(partners, company, user, company.find('deal', data.id))],
    };
}

function planDealUpdate(round, { company, user }, write) {
    const id = drawId(round, company, 'deal');
    const deal = company.seen(user, 'deal', id);
    const body = drawSubjects(partners, round, company, 0.3);
    const fields = round.draw.chance(0.6) ? { title: marker(company.letter, 'deal', company.find('deal', id)?.number ?? 0, 'title', write) } : {};
    Object.assign(body, fields);
    const patch = drawOwnerAndLevel(round, company, 2, body, 0.2, deal?.ownerId);
    if (deal && round.draw.chance(0.3)) [body.org_id, body.person_id] = shownIds(partners, company, user, deal); // written back
    const isThere = deal && !deal.deleted;
    const { about, refusal } = isThere ? judge(company, user, deal, body, patch) : { refusal: patch.refusal === 403 ? 403 : 404 };
    const request = (of) => ({ method: 'PATCH', target: `${dealPath}/${of}`, body });
    return {
        name: 'update a deal',
        request: request(id),
        twin: deal ? null : { request: request(neverId(id)), ids: [[neverId(id), id]] },
        status: refusal ?? 200,
        apply: (data, done) => {
            company.update(deal, { actor: user, write, fields, ...patch });
            done.touched.push(Object.assign(deal, about));
        },
        shows: (data) => [idsIn(partners, data), shownIds(partners, company, user, deal)],
    };
}

function planDealDeletion(round, { company, user }, write) {
    const id = drawId(round, company, 'deal');
    const deal = company.seen(user, 'deal', id);
    const request = (of) => ({ method: 'DELETE', target: `${dealPath}/${of}` });
    return {
        name: 'delete a deal',
        request: request(id),
        twin: deal ? null : { request: request(neverId(id)), ids: [[neverId(id), id]] },
        status: deal ? 200 : 404,
        apply: (data, done) => {
            company.remove(deal, user, write);
            done.touched.push(deal);
        },
    };
}

function drawPlan(round, caller, write, kind, [creation, update, deletion]) {
    const few = caller.company.records[kind].size < 8;
    const die = few ? 0 : round.draw.below(100);
    if (die < 45) return creation(round, caller, write);
    return die < 90 ? update(round, caller, write) : deletion(round, caller, write);
}

export const planDealWrite = (round, caller, write) =>
    drawPlan(round, caller, write, 'deal', [planDealCreation, planDealUpdate, planDealDeletion]);

// --- writes of activities ------------------------------------------------------------------------------------------------

const activityPath = '/v1/activities';

// One person alone is drawn to take part: those who are hidden stay, behind whom the writer wants.
function movedPersons(company, user, activity, wanted) {
    const isSeen = (id) => company.seen(user, 'person', id) !== null;
    const [seen, hidden] = [true, false].map((side) => activity.personIds.filter((id) => isSeen(id) === side));
    if (activity.personId !== null && isSeen(activity.personId)) seen.shift();
    const others = seen.filter((id) => id !== wanted);
    return [...(wanted === null ? [] : [wanted]), ...others, ...hidden];
}

// Nothing when the rules refuse it.
function activityAfter(company, user, activity, body) {
    const wanted = moves(subjects, company, user, activity, body);
    const { person_id: personId, ...others } = wanted;
    const after = moved(['org_id', 'deal_id'], company, user, activity, others);
    const mayName = personId === undefined || personId === null || isLive(company, user, 'person_id', personId) ||
        (activity.personIds.includes(personId) && company.seen(user, 'person', personId));
    if (!after || !mayName) return null;
    return { ...after, personIds: personId === undefined ? activity.personIds : movedPersons(company, user, activity, personId) };
}

// What is about a deal is about whom the deal is with, as far as its writer sees them, unless they are named.
function withPartners(company, user, body) {
    const deal = body.deal_id ? company.find('deal', body.deal_id) : null;
    if (!deal) return body;
    const filled = partners.filter((member) => !(member in body)).map((member) => [member, shownId(company, user, deal, member)]);
    return { ...Object.fromEntries(filled.filter(([member, id]) => isLive(company, user, member, id))), ...body };
}

const nobody = { organizationId: null, personIds: [], personId: null, dealId: null };

function planActivityCreation(round, { company, user }, write) {
    const number = ++round.recordNumber;
    const body = { subject: marker(company.letter, 'activity', number, 'subject', write), ...drawSubjects(subjects, round, company, 0.5) };
    const request = { method: 'POST', target: activityPath, body };
    const isRefused = !activityAfter(company, user, nobody, body);
    const after = isRefused ? null : activityAfter(company, user, nobody, withPartners(company, user, body));
    return {
        name: 'create an activity',
        request,
        twin: isRefused ? twinOf(company, user, request) : null,
        status: isRefused ? 400 : 201,
        apply: (data) => company.addActivity({ id: data.id, number, ownerId: user.id, ...after }),
        shows: (data) => [idsIn(subjects, data), shownIds(subjects, company, user, company.find('activity', data.id))],
    };
}

function planActivityUpdate(round, { company, user }, write) {
    const id = drawId(round, company, 'activity');
    const activity = company.seen(user, 'activity', id);
    const number = company.find('activity', id)?.number ?? 0;
    const body = drawSubjects(subjects, round, company, 0.3);
    if (round.draw.chance(0.7)) body.subject = marker(company.letter, 'activity', number, 'subject', write);
    if (activity && round.draw.chance(0.3)) subjects.forEach((member) => (body[member] = shownId(company, user, activity, member))); // written back
    const request = (of) => ({ method: 'PUT', target: `${activityPath}/${of}`, body });
    const isThere = activity && !activity.deleted;
    const after = isThere ? activityAfter(company, user, activity, body) : null;
    return {
        name: 'update an activity',
        request: request(id),
        twin: activity ? null : { request: request(neverId(id)), ids: [[neverId(id), id]] },
        status: !isThere ? 404 : after ? 200 : 400,
        apply: () => Object.assign(activity, after),
        shows: (data) => [idsIn(subjects, data), shownIds(subjects, company, user, activity)],
    };
}

function planActivityDeletion(round, { company, user }) {
    const id = drawId(round, company, 'activity');
    const activity = company.seen(user, 'activity', id);
    const request = (of) => ({ method: 'DELETE', target: `${activityPath}/${of}` });
    return {
        name: 'delete an activity',
        request: request(id),
        twin: activity ? null : { request: request(neverId(id)), ids: [[neverId(id), id]] },
        status: activity && !activity.deleted ? 200 : 404,
        apply: () => {
            activity.deleted = true;
        },
    };
}

export const planActivityWrite = (round, caller, write) =>
    drawPlan(round, caller, write, 'activity', [planActivityCreation, planActivityUpdate, planActivityDeletion]);

// --- what is read --------------------------------------------------------------------------------------------------------

function checkDeals(view, target, body, page) {
    const { company, user } = view;
    const activities = (deal) => company.all('activity').filter(({ dealId, deleted }) => dealId === deal.id && !deleted).length;
    body.data.forEach((data, i) => {
        const deal = page[i];
        const [organization, person] = shownIds(partners, company, user, deal);
        const name = (kind, id) => (id === null ? null : company.find(kind, id).fields.name);
        const seen = [data.title, data.org_id?.value ?? null, data.org_name, data.org_hidden, data.person_id?.value ?? null, data.person_name, data.person_hidden];
        const wanted = [deal.fields.title, organization, name('organization', organization), deal.organizationId !== organization, person, name('person', person), deal.personId !== person];
        view.expect('a deal', target, [...seen, data.visible_to, data.activities_count], [...wanted, String(company.shown(deal.level)), activities(deal)]);
    });
}

function checkActivities(view, target, body, page) {
    body.data.forEach((data, i) => {
        const wanted = shownIds(subjects, view.company, view.user, page[i]);
        const title = wanted[2] === null ? null : view.company.find('deal', wanted[2]).fields.title;
        view.expect('what an activity is about', target, [...idsIn(subjects, data), data.deal_title], [...wanted, title]);
    });
}

// Those of an organization and of its persons.
const belongsTo = ({ company, user }, id) => (deal) => {
    if (deal.organizationId === id) return true;
    const person = company.seen(user, 'person', deal.personId);
    return person !== null && !person.deleted && person.organizationId === id;
};

async function sweepOneDeal(view, deal) {
    const { company, user } = view;
    const term = new URLSearchParams({ term: deal.fields.title, exact_match: 1 });
    const found = await view.read(`/v1/deals/search?${term}`, 'a search for a deal');
    const isFound = company.live(user, 'deal').includes(deal);
    view.expect('a search for a deal', `the title of deal ${deal.id}`, found?.data.items.map(({ item }) => item.id), isFound ? [deal.id] : []);
    if (!company.sees(user, deal)) {
        await view.expectNothing((id) => `${dealPath}/${id}`, deal.id);
        await view.expectNothing((id) => `/v1/deals/${id}/activities`, deal.id);
        return;
    }
    const about = company.live(user, 'activity').filter(({ dealId }) => dealId === deal.id);
    await pagesV1(view, 'activities of a deal', `/v1/deals/${deal.id}/activities`, {}, about, (_, target, body, page) => checkActivities(view, target, { data: body.data }, page));
}

// Lists as a whole, of one record each, sums, and what is hidden.
export async function sweepDeals(view) {
    const { company, user, draw } = view;
    const deals = company.live(user, 'deal');
    await pagesV1(view, 'deals', '/v1/deals', {}, deals, checkDeals);
    await pagesV1(view, 'activities', activityPath, { user_id: 0 }, company.live(user, 'activity'), checkActivities);
    const summary = await view.read('/v1/deals/summary', 'the sum of deals');
    view.expect('the sum of deals', '/v1/deals/summary', summary?.data.total_count, deals.length);
    const organization = draw.pick(company.live(user, 'organization'));
    if (organization)
        await pagesV1(view, 'deals of an organization', `/v1/organizations/${organization.id}/deals`, {}, deals.filter(belongsTo(view, organization.id)), checkDeals);
    const all = company.all('deal');
    if (all.length) await sweepOneDeal(view, draw.pick(all));
    const hidden = company.all('activity').filter((activity) => activity.deleted || !company.sees(user, activity));
    if (hidden.length) await view.expectNothing((id) => `${activityPath}/${id}`, draw.pick(hidden).id);
}
