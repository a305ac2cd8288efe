// Lists: which records, in which order, on which page, and that the pages say rightly whether there are more.
import { checkOrganizationV1, checkOrganizationV2, checkPerson, checkPersonV2 } from './expected.mjs';
import { parsed } from './round.mjs';

const idsOf = (items) => (items ?? []).map(({ id }) => id);
const collator = new Intl.Collator('en'); // Unicode's root order
const bytes = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const numbers = (a, b) => a - b;

// Sorts as v1 spells them, and what they compare. Ties end in the id.
const common = (view) => [
    ['name', (record) => record.fields.name, collator.compare],
    ['owner_id', (record) => record.ownerId, numbers],
    ['owner_name', (record) => view.company.users.get(record.ownerId).name, collator.compare],
    ['update_time', (record) => record.changedAt, numbers],
    ['add_time', (record) => record.id, numbers],
];

const ofOrganizations = (view) => [
    ...common(view),
    ['address', (record) => record.fields.address ?? null, collator.compare],
    ['people_count', (record) => view.company.peopleCount(record), numbers],
    ['followers_count', (record) => record.followers.size, numbers],
];

// An organization that the caller does not see has neither an id nor a name, also when it comes to sorting.
const byOrganization = (view) => [
    ['org_name', (record) => view.company.organizationOf(view.user, record)?.fields.name ?? null, collator.compare],
    ['org_id', (record) => view.company.organizationOf(view.user, record)?.id ?? null, numbers],
];

const ofPersons = (view) => [
    ...common(view),
    ...byOrganization(view),
    ['email', (record) => record.fields.email ?? null, bytes],
];

// Nulls first when rising, last when falling.
function compareWith([, value, compare], descending) {
    return (a, b) => {
        const [one, other] = [value(a), value(b)];
        if (one === null || other === null) return (descending ? -1 : 1) * ((one !== null) - (other !== null));
        return (descending ? -1 : 1) * compare(one, other);
    };
}

function drawSort(view, keys) {
    if (view.draw.chance(0.25)) return { text: '', compare: (a, b) => a.id - b.id };
    const key = view.draw.pick(keys);
    const [descending, idsDescending] = [view.draw.chance(0.5), view.draw.chance(0.5)];
    const byKey = compareWith(key, descending);
    const text = `${key[0]} ${descending ? 'DESC' : 'ASC'},id ${idsDescending ? 'DESC' : 'ASC'}`;
    return { text, compare: (a, b) => byKey(a, b) || (idsDescending ? b.id - a.id : a.id - b.id) };
}

const firstChar = (name) => name.normalize('NFD')[0].toLowerCase();

// Conditions of v1: {query, holds(record)}.
function drawFilter(view) {
    const die = view.draw.below(4);
    const owner = view.draw.pick([...view.company.users.keys()]);
    if (die === 0) return { query: { user_id: owner }, holds: (record) => record.ownerId === owner };
    const letter = view.draw.pick(['a', 'é', 'E', 'k', 'z', 'q']);
    if (die === 1)
        return { query: { first_char: letter }, holds: (record) => firstChar(record.fields.name) === firstChar(letter) };
    return { query: {}, holds: () => true };
}

// `most`: at most so many a page.
export async function pagesV1(view, what, path, query, wanted, check, most = 500) {
    const limit = Math.min(view.draw.pick([3, 7, 20, 100, 500]), most);
    for (let start = 0; ; start += limit) {
        const target = `${path}?${new URLSearchParams({ ...query, start, limit })}`;
        const body = await view.read(target, what);
        if (!body) return;
        const page = wanted.slice(start, start + limit);
        const more = wanted.length > start + limit;
        const right = view.expect(`${what}: which records`, target, idsOf(body.data), idsOf(page));
        const pagination = { start, limit, more_items_in_collection: more, ...(more && { next_start: start + limit }) };
        view.expect(`${what}: pagination`, target, body.additional_data?.pagination, pagination);
        if (right) check(view, target, body, page);
        if (!more) return;
    }
}

export async function pagesByCursor(view, what, path, query, wanted, check) {
    const limit = view.draw.pick([3, 7, 20, 100, 500]);
    let cursor = '';
    for (let start = 0; ; start += limit) {
        const target = `${path}?${new URLSearchParams({ ...query, limit, ...(cursor && { cursor }) })}`;
        const body = await view.read(target, what);
        if (!body) return;
        const page = wanted.slice(start, start + limit);
        const more = wanted.length > start + limit;
        const right = view.expect(`${what}: which records`, target, idsOf(body.data), idsOf(page));
        cursor = body.additional_data?.next_cursor;
        view.expect(`${what}: whether there are more`, target, typeof cursor, more ? 'string' : 'object');
        if (right) check(view, target, body, page);
        if (more && start === 0) await borrow(view, what, target, cursor, page.at(-1), wanted);
        if (!more || !cursor) return;
    }
}

// A cursor is no secret: a colleague with it sees what is theirs beyond it, the other company nothing.
async function borrow(view, what, target, cursor, last, wanted) {
    const { company, draw, round, connection } = view;
    const url = new URL(target, 'http://x');
    url.searchParams.set('cursor', cursor);
    const request = { method: 'GET', target: url.pathname + url.search };
    const stranger = round.companies.find((one) => one !== company);
    const foreign = await round.ask(connection, { company: stranger, user: stranger.users.get(1) }, request);
    if (foreign.status !== 400) view.fail(`${what}: a cursor of another company`, request.target, foreign.status);
    const colleague = draw.pick([...company.users.values()].filter(({ active }) => active));
    const reply = await round.ask(connection, { company, user: colleague }, request);
    const plain = [...url.searchParams.keys()].every((key) => key === 'cursor' || key === 'limit');
    if (!plain || path(request) === '/v1/organizations/collection') return; // searched, which is enough
    const theirs = company.live(colleague, 'organization').filter(({ id }) => id > last.id);
    const limit = Number(url.searchParams.get('limit'));
    const who = `${what}: a cursor of user ${view.user.id} with user ${colleague.id}`;
    view.expect(`${what}: a colleague's cursor`, who, idsOf(parsed(reply).data), idsOf(theirs.slice(0, limit)));
}

const path = ({ target }) => target.split('?')[0];

async function listV1(view, kind, sorts, check) {
    const { query, holds } = drawFilter(view);
    const { text, compare } = drawSort(view, sorts(view));
    const wanted = view.company.live(view.user, kind).filter(holds).sort(compare);
    const prefix = view.draw.pick(['/v1', '/api/v1']);
    const full = text ? { ...query, sort: text } : query;
    const what = `v1 list of ${kind}s${text ? ` by ${text.split(' ')[0]}` : ''}`;
    await pagesV1(view, what, `${prefix}/${kind}s`, full, wanted, check);
}

// Conditions of v2 that every kind of records has.
function drawFilterV2({ company, draw }, kind) {
    const ids = Array.from({ length: 12 }, () => 1 + draw.below(company.records[kind].size + 10));
    const owner = draw.pick([...company.users.keys()]);
    return [
        [{}, () => true],
        [{ ids: ids.join(',') }, ({ id }) => ids.includes(id)],
        [{ owner_id: owner }, ({ ownerId }) => ownerId === owner],
    ];
}

// {order, compare}
function drawOrderV2(draw) {
    if (draw.chance(0.3)) return { order: {}, compare: (a, b) => a.id - b.id };
    const [field, value] = draw.pick([
        ['id', (record) => record.id],
        ['add_time', (record) => record.id],
        ['update_time', (record) => record.changedAt],
    ]);
    const down = draw.chance(0.5);
    return {
        order: { sort_by: field, sort_direction: down ? 'desc' : 'asc' },
        compare: (a, b) => (down ? value(b) - value(a) || b.id - a.id : value(a) - value(b) || a.id - b.id),
    };
}

async function listV2(view, kind, filters, include, check) {
    const { company, draw, user } = view;
    const [query, holds] = draw.pick([...drawFilterV2(view, kind), ...filters]);
    const { order, compare } = drawOrderV2(draw);
    const wanted = company.live(user, kind).filter(holds).sort(compare);
    const full = { ...query, ...order, include_fields: include };
    await pagesByCursor(view, `v2 list of ${kind}s`, `/api/v2/${kind}s`, full, wanted, check);
}

async function organizationsV2(view) {
    const { time } = view.draw.pick(view.company.all('organization'));
    const filters = [
        [{ updated_since: time }, (record) => record.time >= time],
        [{ updated_until: time }, (record) => record.time < time],
    ];
    await listV2(view, 'organization', filters, 'people_count,followers_count', checkOrganizationV2);
}

// The persons of an organization that the caller does not see are none.
async function personsV2(view) {
    const { company, draw, user } = view;
    const { id } = draw.pick(company.all('organization'));
    const filters = [[{ org_id: id }, (record) => company.organizationOf(user, record)?.id === id]];
    await listV2(view, 'person', filters, 'followers_count', checkPersonV2);
}

// Deleted records too, of which those that went together have no order that is known here.
async function recents(view) {
    const { company, draw, user } = view;
    const kinds = ['organization', 'person'];
    const wanted = kinds.flatMap((kind) => company.all(kind)).filter(({ kind, id }) => company.seen(user, kind, id));
    const limit = draw.pick([7, 100, 500]);
    const rows = [];
    for (let start = 0, more = true; more; start += limit) {
        const query = { since_timestamp: '2020-01-01 00:00:00', items: kinds.join(), start, limit };
        const body = await view.read(`/v1/recents?${new URLSearchParams(query)}`, 'recents');
        if (!body) return;
        rows.push(...body.data);
        more = body.additional_data.pagination.more_items_in_collection;
    }
    const named = (kind, id) => `${kind} ${id}`;
    const seen = rows.map(({ item, id }) => named(item, id));
    const all = wanted.map(({ kind, id }) => named(kind, id));
    view.expect('recents: which records', '/v1/recents', [...seen].sort(), [...all].sort());
    const live = new Map(wanted.filter(({ deleted }) => !deleted).map((record) => [named(record.kind, record.id), record.changedAt]));
    const moments = seen.filter((name) => live.has(name)).map((name) => live.get(name)); // of several in one call alike
    view.expect('recents: their order', '/v1/recents', moments, [...moments].sort((a, b) => a - b));
    for (const { item, id, data } of rows.filter((row) => row.item === 'person')) {
        const organization = company.organizationOf(user, company.find(item, id))?.id ?? null;
        view.expect('recents: the organization of a person', '/v1/recents', [id, data.org_id], [id, organization]);
    }
}

// For admins alone; deleted ones too.
async function collection(view) {
    const { company, draw, user } = view;
    const target = '/v1/organizations/collection';
    if (!user.admin) {
        const { reply } = await view.get(target);
        if (reply.status !== 403) view.fail('the collection of one who is no admin', target, reply.status);
        return;
    }
    const { query, holds } = drawFilter(view);
    const { user_id: owner, ...rest } = query;
    const some = draw.pick(company.all('organization'));
    const since = draw.chance(0.4) ? { since: some.time.replace('T', ' ').replace('Z', '') } : {};
    const changed = (record) => !since.since || record.time >= some.time;
    const wanted = company.all('organization').filter((record) => holds(record) && changed(record));
    const full = { ...rest, ...since, ...(owner && { owner_id: owner }) };
    await pagesByCursor(view, 'collection', target, full, wanted, () => {});
}

export async function sweepLists(view) {
    for (let i = 0; i < 3; i += 1) {
        await listV1(view, 'organization', ofOrganizations, checkOrganizationV1);
        await listV1(view, 'person', ofPersons, checkPerson);
        await organizationsV2(view);
        await personsV2(view);
    }
    await listV1(view, 'person', byOrganization, checkPerson);
    const all = view.company.live(view.user, 'organization');
    await pagesByCursor(view, 'v2 list', '/api/v2/organizations', {}, all, checkOrganizationV2);
    await collection(view);
    await recents(view);
}
