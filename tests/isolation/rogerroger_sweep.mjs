// What each user sees through RogerRoger's calls: rows, totals, links and notes of what is his to see, and of nothing else.
import { numberOfUuid, uuidOf } from '../lib/rogerroger_ids.mjs';
import { neverId } from './draw.mjs';
import { collections } from './rogerroger_writes.mjs';
import { describe, parsed } from './round.mjs';

const collator = new Intl.Collator('en');

// The parsed reply of a call that must succeed; null when it did not.
async function ask(view, target, what) {
    const { request, reply } = await view.get(target);
    if (reply.status === 200) return parsed(reply);
    view.fail(what, target, `${describe(request)}: ${reply.status} ${reply.body.slice(0, 200)}`);
    return null;
}

const iriOf = (view, kind, id) => `${collections[kind]}/${uuidOf(kind, id, view.company.number)}`;

function linksOf(view, record) {
    const { company, user } = view;
    if (record.kind === 'organization')
        return company.live(user, 'person').filter(({ organizationId }) => organizationId === record.id).map(({ id }) => iriOf(view, 'person', id));
    const organization = company.organizationOf(user, record);
    return organization && !organization.deleted ? [iriOf(view, 'organization', organization.id)] : [];
}

const wanted = (view, record) => ({
    '@id': iriOf(view, record.kind, record.id),
    name: record.fields.name,
    told: record.own?.told ?? null,
    owner: `/users/${uuidOf('user', record.ownerId, view.company.number)}`,
    links: linksOf(view, record),
    website: record.fields.website ?? null,
    email: record.fields.email ?? null,
});

const seen = (kind, item) => ({
    '@id': item['@id'],
    name: kind === 'organization' ? item.title : [item.givenName, item.familyName].filter(Boolean).join(' '),
    told: (kind === 'organization' ? item.description : item.jobTitle) ?? null,
    owner: item.owner,
    links: kind === 'organization' ? item.people : item.organizations,
    website: item.website ?? null,
    email: item.emailAddresses[0]?.email ?? null,
});

// {query, holds(record)}: also by values that only what is hidden has.
function drawFilter(view, kind) {
    const { company, draw } = view;
    const some = draw.pick(company.all(kind));
    const owner = draw.pick([...company.users.keys()]);
    const text = `${kind}-${some.number}-`;
    const contains = ({ fields, own }) => [fields.name, fields.website, fields.email, fields.phone, own?.told].some((value) => value?.includes(text));
    const { email } = some.fields;
    return draw.pick([
        { query: { 'owner.id': uuidOf('user', owner, company.number) }, holds: ({ ownerId }) => ownerId === owner },
        { query: { q: text.toUpperCase() }, holds: contains },
        { query: { 'exists[archivedAt]': 'false' }, holds: () => true },
        { query: { 'emailAddresses.email[]': email ?? 'nobody@x.example' }, holds: ({ fields }) => email && fields.email === email },
        { query: { identifiers: email ?? 'nobody@x.example' }, holds: ({ fields }) => email && fields.email === email },
        { query: {}, holds: () => true },
    ]);
}

const lastName = (view, record) => view.company.users.get(record.ownerId).name.split(' ').at(-1);

// {query, compare}: ties end in the id.
function drawOrder(view, kind) {
    const descending = view.draw.chance(0.5);
    const [name, compare] = view.draw.pick([
        [null, () => 0],
        ['createdAt', (a, b) => a.id - b.id],
        ['owner.lastName', (a, b) => collator.compare(lastName(view, a), lastName(view, b))],
        ...(kind === 'organization' ? [['title.sort', (a, b) => collator.compare(a.fields.name, b.fields.name)]] : []),
    ]);
    const sign = descending ? -1 : 1;
    return { query: name ? { [`order[${name}]`]: descending ? 'desc' : 'asc' } : {}, compare: (a, b) => sign * compare(a, b) || a.id - b.id };
}

async function list(view, kind) {
    const { company, user, draw } = view;
    const what = `RogerRoger's list of ${kind}s`;
    const filter = company.all(kind).length ? drawFilter(view, kind) : { query: {}, holds: () => true };
    const order = drawOrder(view, kind);
    const records = company.live(user, kind).filter(filter.holds).sort(order.compare);
    const itemsPerPage = draw.pick([3, 7, 30]);
    const rows = [];
    for (let page = 1, more = true; more; page += 1) {
        const target = `${collections[kind]}?${new URLSearchParams({ ...filter.query, ...order.query, itemsPerPage, page })}`;
        const reply = await ask(view, target, what);
        if (!reply) return;
        view.expect(`${what}: the total`, target, reply.totalItems, records.length);
        rows.push(...reply.member);
        more = reply.view.next !== undefined;
    }
    const asked = JSON.stringify([filter.query, order.query]);
    const isRight = view.expect(`${what}: which records`, asked, rows.map(({ '@id': iri }) => iri), records.map(({ id }) => iriOf(view, kind, id)));
    if (isRight) rows.forEach((row, i) => view.expect(`${what}: a row`, asked, seen(kind, row), wanted(view, records[i])));
}

async function items(view, kind) {
    const { company, draw, round, user } = view;
    const highest = Math.max(0, ...round.companies.flatMap(({ records }) => [...records[kind].keys()])) + 1;
    for (let i = 0; i < 12; i += 1) {
        const id = draw.between(1, highest);
        const target = (of) => iriOf(view, kind, of);
        if (company.seen(user, kind, id)?.deleted === false) {
            const item = await ask(view, target(id), `RogerRoger's ${kind}`);
            if (item) view.expect(`RogerRoger's ${kind}`, target(id), seen(kind, item), wanted(view, company.find(kind, id)));
        } else {
            await nothing(view, target, id, (of) => uuidOf(kind, of, company.number));
        }
    }
}

// What is hidden, and what never was.
async function nothing(view, target, id, idIn) {
    const { request, reply } = await view.get(target(id), view.draw.chance(0.1) ? 'HEAD' : 'GET');
    const never = neverId(id);
    const twin = { ...request, target: target(never) };
    const twinReply = await view.round.ask(view.connection, { ...view.caller }, twin);
    view.round.compare(view.caller, request, reply, twin, twinReply, [[idIn(never), idIn(id)]]);
    if (reply.status !== 404) view.fail('something hidden is not 404', target(id), `${describe(request)}: ${reply.status}`);
}

async function notes(view) {
    const { company, draw, user } = view;
    const all = company.live(user, 'organization');
    if (!all.length) return;
    const withNotes = all.filter(({ id }) => company.all('note').some(({ organizationId }) => organizationId === id));
    const organization = draw.pick(withNotes.length ? withNotes : all);
    const path = `${iriOf(view, 'organization', organization.id)}/notes`;
    const about = company.all('note').filter(({ organizationId }) => organizationId === organization.id);
    const shown = about.filter((note) => !note.deleted && company.sees(user, note));
    const hidden = about.filter((note) => !shown.includes(note));
    for (const [query, wantedNotes] of [['', shown], ['?q=mk-', shown], ...hidden.slice(0, 3).map(({ number }) => [`?q=note-${number}-`, []])]) {
        const reply = await ask(view, `${path}${query}`, "RogerRoger's notes");
        const found = reply && [reply.totalItems, reply.member.map(({ id }) => numberOfUuid(id))];
        const page = wantedNotes.slice(0, 15).map(({ id }) => id);
        if (reply) view.expect("RogerRoger's notes", `${path}${query}`, found, [wantedNotes.length, page]);
    }
    const idIn = (of) => uuidOf('note', of, company.number);
    for (const { id } of hidden.slice(0, 3)) await nothing(view, (of) => `${path}/${idIn(of)}`, id, idIn);
    if (shown.length) await ask(view, `${path}/${idIn(draw.pick(shown).id)}`, "RogerRoger's note");
    const gone = company.all('organization').filter((one) => one.deleted || !company.sees(user, one));
    const idOf = (of) => uuidOf('organization', of, company.number);
    if (gone.length) await nothing(view, (of) => `/organizations/${idOf(of)}/notes`, draw.pick(gone).id, idOf);
}

export async function sweepRogerRoger(view) {
    for (const kind of Object.keys(collections)) {
        await list(view, kind);
        await list(view, kind);
        await items(view, kind);
    }
    await notes(view);
    for (const target of ['/users', '/tags', '/segments', '/note_categories', '/people?view=idx']) await view.get(target); // searched, which is enough
}
