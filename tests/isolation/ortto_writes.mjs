// Plans of writes in Ortto's dialect: people who are put into accounts and taken out of them, by ids and by a filter, and records
// that are merged by a key. What the writer does not see is nobody, and no reply tells it from nobody.
import { accountId, personId } from '../lib/ortto_ids.mjs';
import { drawId, neverId } from './draw.mjs';
import { marker } from './markers.mjs';
import { parsed } from './round.mjs';

const tagsOfCompany = 3;

export const tagName = (company, number) => marker(company.letter, 'company', company.number, 'tag', number);

// The ids of the custom fields that each company has: they are made of the fields' names.
export async function learnFieldIds(round) {
    for (const company of round.companies) {
        company.fieldIds = {};
        const caller = { company, user: company.users.get(1), scope: 'read' };
        for (const [kind, path] of [['organization', 'accounts'], ['person', 'person']]) {
            const reply = await round.ask(round.connection, caller, { method: 'POST', target: `/v1/${path}/custom-field/get`, body: {} });
            const [entry] = parsed(reply).fields ?? [];
            if (!entry) throw new Error(`${path}/custom-field/get: ${reply.text}`);
            company.fieldIds[kind] = (entry.field ?? entry).id;
        }
    }
}

const hex = { organization: accountId, person: personId };

const isLive = (company, user, kind, id) => company.seen(user, kind, id)?.deleted === false;

// Of whom it is, among those whom the user sees: the account shown is none where it is hidden or deleted.
export function accountOf(company, user, person) {
    const account = company.organizationOf(user, person);
    return account && !account.deleted ? account : null;
}

function drawPeople(round, company) {
    const ids = Array.from({ length: round.draw.between(1, 5) }, () => drawId(round, company, 'person'));
    return [...new Set(ids)];
}

// Filters of people: {filter, holds(person)}.
export function drawPeopleFilter(round, company, user) {
    const { draw } = round;
    const some = draw.pick(company.all('organization'));
    const accountText = `organization-${some.number}-`;
    const person = draw.pick(company.all('person'));
    const emailText = `-person-${person.number}-`;
    const [id, key] = [company.fieldIds.person, company.fieldKeys.person];
    const contains = (field, value) => ({ '$str::contains': { field_id: field, value } });
    return draw.pick([
        { filter: contains('str::email', emailText), holds: ({ fields }) => fields.email?.includes(emailText) ?? false },
        { filter: contains(id, emailText), holds: ({ fields }) => fields[key]?.includes(emailText) ?? false },
        { filter: contains('str:o:name', accountText), holds: (one) => accountOf(company, user, one)?.fields.name.includes(accountText) ?? false },
        { filter: { $id_is: { field_id: 'idt::o', value: accountId(some.id, company.number) } }, holds: (one) => accountOf(company, user, one) === some },
        { filter: { $has_no_value: { field_id: 'idt::o' } }, holds: (one) => !accountOf(company, user, one) },
    ]);
}

// Of accounts: {filter, holds(account)}.
export function drawAccountFilter(round, company, user) {
    const { draw } = round;
    const some = draw.pick(company.all('organization'));
    const text = `organization-${some.number}-`;
    const person = draw.pick(company.all('person'));
    const [id, key] = [company.fieldIds.organization, company.fieldKeys.organization];
    const contains = (field, value) => ({ '$str::contains': { field_id: field, value } });
    const peopleOf = (account) => company.live(user, 'person').filter((one) => accountOf(company, user, one) === account);
    const email = `-person-${person.number}-`;
    return draw.pick([
        { filter: contains('str:o:name', text), holds: ({ fields }) => fields.name.includes(text) },
        { filter: contains(id, text), holds: ({ fields }) => fields[key]?.includes(text) ?? false },
        { filter: contains('str::email', email), holds: (account) => peopleOf(account).some(({ fields }) => fields.email?.includes(email)) },
    ]);
}

// The body with ids of what never was, where all that it names is hidden; and those ids.
function twinOf(company, user, { method, target, headers, body }, named) {
    if (!named.length || named.some(([kind, id]) => company.seen(user, kind, id))) return null;
    const ids = named.map(([kind, id]) => [hex[kind](neverId(id), company.number), hex[kind](id, company.number)]);
    const text = ids.reduce((said, [never, id]) => said.replaceAll(id, never), JSON.stringify(body));
    return { request: { method, target, headers, body: JSON.parse(text) }, ids, mayPass: true };
}

// The model's side of a call: one change a person, one summary an organization, one moment for all.
function move(company, persons, account, actor, write, done) {
    const to = account?.id ?? null;
    const left = [...new Set(persons.map(({ organizationId }) => organizationId))].filter((id) => id !== null);
    const organizations = [...left, ...(account ? [to] : [])].map((id) => company.find('organization', id));
    const before = organizations.map((one) => company.peopleCount(one));
    if (persons.length) company.moment += 1;
    for (const person of persons) {
        person.changes.push({ key: 'org_id', old: person.organizationId, value: to, actor: actor.id, write });
        person.organizationId = to;
        person.changedAt = company.moment;
    }
    if (persons.length) company.noteCounts(organizations, before, actor, write);
    done.touched.push(...persons, ...organizations);
}

const report = (linked, already, moved, unknown) => ({ linked, already_linked: already, moved, unknown });

function planMembers(round, { company, user }, write) {
    const { draw } = round;
    const adds = draw.chance(0.7);
    const id = drawId(round, company, 'organization');
    const account = isLive(company, user, 'organization', id) ? company.find('organization', id) : null;
    const people = drawPeople(round, company);
    const chosen = draw.chance(0.3) ? drawPeopleFilter(round, company, user) : null;
    const body = { accounts_id: accountId(id, company.number) };
    if (chosen) body.filter = chosen.filter;
    else body.inclusion_ids = people.map((one) => personId(one, company.number));
    const target = `/v1/${draw.pick(['accounts', 'organizations'])}/contacts/${adds ? 'add' : 'remove'}`;
    const request = { method: 'PUT', target, headers: { 'stele-report': '1' }, body };
    const named = [['organization', id], ...(chosen ? [] : people.map((one) => ['person', one]))];

    // What it comes to, as the writer may know it.
    const seen = chosen ? company.live(user, 'person').filter(chosen.holds) : people.map((one) => company.seen(user, 'person', one));
    const live = seen.filter((person) => person && !person.deleted);
    const members = live.filter(({ organizationId }) => organizationId === id);
    const moving = adds ? live.filter(({ organizationId }) => organizationId !== id) : members;
    const moved = adds ? moving.filter((person) => company.organizationOf(user, person)).length : 0;
    const unknown = chosen ? 0 : people.length - (adds ? live.length : members.length);
    const wanted = report(moving.length, adds ? members.length : 0, moved, unknown);
    return {
        name: `${adds ? 'add people to' : 'remove people from'} an account${chosen ? ' by a filter' : ''}`,
        request,
        twin: account ? null : twinOf(company, user, request, named),
        status: account ? 200 : 400,
        reads: (reply) => reply,
        apply: (reply, done) => move(company, moving, adds ? account : null, user, write, done),
        shows: (reply) => [reply, wanted],
    };
}

// Which record, by which key: {fields, mergeBy}. By the name, the e-mail address or the custom field nobody is made, where none is seen.
function drawKey(round, company, kind, id) {
    const idField = kind === 'person' ? 'str::person_id' : 'str:o:account_id';
    const byId = { fields: { [idField]: hex[kind](id, company.number) }, mergeBy: [idField] };
    const record = company.find(kind, id);
    const [field, text] = kind === 'person' ? ['str::email', record?.fields.email] : ['str:o:name', record?.fields.name];
    if (!text || round.draw.chance(0.4)) return byId;
    return { fields: { [field]: text }, mergeBy: [field], text };
}

function planMerge(round, { company, user }, write, kind) {
    const { draw } = round;
    const id = drawId(round, company, kind);
    const record = isLive(company, user, kind, id) ? company.find(kind, id) : null;
    const { fields, mergeBy, text } = drawKey(round, company, kind, id);
    const custom = marker(company.letter, kind, company.find(kind, id)?.number ?? 0, 'custom', write);
    const tag = draw.chance(0.5) ? draw.below(tagsOfCompany) : null;
    const merged = { fields: { ...fields, [company.fieldIds[kind]]: custom }, ...(tag !== null && { tags: [tagName(company, tag)] }) };
    const [list, path] = kind === 'person' ? ['people', 'person'] : ['accounts', 'accounts'];
    const idName = kind === 'person' ? 'person_id' : 'account_id';
    const body = { [list]: [merged], merge_by: mergeBy, skip_non_existing: true };
    const request = { method: 'POST', target: `/v1/${path}/merge`, body };
    const never = text === undefined ? null : { ...request, body: JSON.parse(JSON.stringify(body).replaceAll(text, `never${write}@x.example`)) };
    const twin = never ? { request: never, ids: [], mayPass: true } : twinOf(company, user, request, [[kind, id]]);
    return {
        name: `merge ${list} by ${mergeBy}`,
        request,
        twin: record ? null : twin,
        status: 200,
        reads: (reply) => reply[list],
        apply: (outcomes, done) => {
            if (!record) return;
            company.update(record, { actor: user, write, fields: { [company.fieldKeys[kind]]: custom } });
            if (tag !== null) company.tag(record, tag);
            record.time = null;
            done.touched.push(record);
        },
        shows: ([outcome]) => [outcome, record ? { [idName]: hex[kind](id, company.number), status: 'merged' } : { status: 'skipped' }],
    };
}

export function planOrttoWrite(round, caller, write) {
    const { company } = caller;
    if (!company.records.person.size || !company.records.organization.size) return null;
    const die = round.draw.below(100);
    if (die < 60) return planMembers(round, caller, write);
    return planMerge(round, caller, write, die < 80 ? 'person' : 'organization');
}
