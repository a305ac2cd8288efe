// What each user sees through Ortto's calls: rows, totals, links and counts of what is his to see, and of nothing else.
import { accountId, numberOf, personId } from '../lib/ortto_ids.mjs';
import { neverId } from './draw.mjs';
import { accountOf, drawAccountFilter, drawPeopleFilter, tagName } from './ortto_writes.mjs';
import { describe, parsed } from './round.mjs';

const descending = (a, b) => b.id - a.id;

// The parsed reply of a call that must succeed; null when it did not.
async function ask(view, target, body, what) {
    const request = { method: 'POST', target, body };
    const reply = await view.round.ask(view.connection, view.caller, request);
    if (reply.status === 200) return parsed(reply);
    view.fail(what, target, `${describe(request)}: ${reply.status} ${reply.body.slice(0, 200)}`);
    return null;
}

const kinds = {
    person: {
        target: '/v1/person/get',
        byIds: ['/v1/person/get-by-ids', 'contact_ids'],
        list: 'contacts',
        total: 'total_contacts',
        hex: personId,
        fields: ({ company }) => ['str::email', company.fieldIds.person],
        wanted: ({ company, user }, person) => {
            const account = accountOf(company, user, person);
            return {
                ...(account && { 'idt::o': accountId(account.id, company.number) }),
                ...(person.fields.email && { 'str::email': person.fields.email }),
                ...(person.fields[company.fieldKeys.person] && { [company.fieldIds.person]: person.fields[company.fieldKeys.person] }),
            };
        },
        filter: drawPeopleFilter,
        sorts: ({ company, user }) => [['str::email', ({ fields }) => fields.email ?? null], ['c', ({ id }) => id], ['idt::o', (person) => accountOf(company, user, person)?.id ?? null]],
    },
    organization: {
        target: '/v1/accounts/get',
        byIds: ['/v1/accounts/get-by-ids', 'account_ids'],
        list: 'accounts',
        total: 'total_organizations',
        hex: accountId,
        fields: ({ company }) => ['str:o:name', 'ids:o:p', company.fieldIds.organization],
        wanted: ({ company, user }, account) => {
            const people = company.live(user, 'person').filter((person) => person.organizationId === account.id);
            const ids = people.map(({ id }) => personId(id, company.number)).sort();
            return {
                'str:o:name': account.fields.name,
                ...(ids.length && { 'ids:o:p': ids }),
                ...(account.fields[company.fieldKeys.organization] && { [company.fieldIds.organization]: account.fields[company.fieldKeys.organization] }),
            };
        },
        filter: drawAccountFilter,
        sorts: () => [['oc', ({ id }) => id]],
    },
};

const sortedMembers = (fields) => Object.fromEntries(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1)));
const rowOf = (view, kind, record) => ({
    id: kind.hex(record.id, view.company.number),
    fields: sortedMembers(kind.wanted(view, record)),
});
const seenRow = ({ id, fields }) => ({ id, fields: sortedMembers(fields) });

async function list(view, name) {
    const kind = kinds[name];
    const { company, user, draw } = view;
    const everyone = company.live(user, name).sort(descending);
    const isFilled = company.records.person.size > 0 && company.records.organization.size > 0;
    const chosen = isFilled && draw.chance(0.6) ? kind.filter(view.round, company, user) : null;
    const matching = chosen ? everyone.filter(chosen.holds) : everyone;
    const sort = draw.chance(0.3) ? draw.pick(kind.sorts(view)) : null;
    const limit = draw.pick([3, 7, 40, 500]);
    const rows = [];
    const what = `Ortto's list of ${name}s`;
    for (let page = { offset: 0 }; ; ) {
        const order = sort && { sort_by_field_id: sort[0], sort_order: 'asc' };
        const body = { fields: kind.fields(view), limit, ...(chosen && { filter: chosen.filter }), ...order, ...page };
        const reply = await ask(view, kind.target, body, what);
        if (!reply) return;
        const totals = [reply.meta[kind.total], reply.meta.total_matches];
        view.expect(`${what}: totals`, JSON.stringify(body), totals, [everyone.length, matching.length]);
        rows.push(...(reply[kind.list] ?? []));
        if (!reply.has_more) break;
        page = { offset: reply.next_offset, cursor_id: reply.cursor_id };
    }
    const asked = JSON.stringify([chosen?.filter, sort?.[0]]);
    const byId = (a, b) => (a.id < b.id ? 1 : -1);
    if (!sort) view.expect(`${what}: rows`, asked, rows.map(seenRow), matching.map((record) => rowOf(view, kind, record)));
    else {
        const seen = [...rows].sort(byId).map(seenRow);
        view.expect(`${what}: rows, sorted`, asked, seen, matching.map((record) => rowOf(view, kind, record)));
        checkOrder(view, what, sort, rows, name);
    }
}

// By a value that may be hidden: who has none comes first, and stands among his like.
function checkOrder(view, what, [field, valueOf], rows, name) {
    const values = rows.map(({ id }) => valueOf(view.company.find(name, numberOf(id))));
    const compare = (a, b) => (a === b ? 0 : a === null ? -1 : b === null ? 1 : a < b ? -1 : 1);
    view.expect(`${what}: order by ${field}`, field, values, [...values].sort(compare));
}

// All ids that there are, in either company, and some that never were.
async function byIds(view, name) {
    const kind = kinds[name];
    const { company, user, round } = view;
    const [target, member] = kind.byIds;
    const own = company.all(name).map(({ id }) => id);
    const foreign = round.companies.filter((one) => one !== company).flatMap((one) => one.all(name).map(({ id }) => kind.hex(id, one.number)));
    const ids = [...own, neverId(1)].map((id) => kind.hex(id, company.number));
    const reply = await ask(view, target, { [member]: [...ids, ...foreign].slice(0, 500), fields: kind.fields(view) }, `${target}`);
    if (!reply) return;
    const wanted = company.live(user, name).map((record) => rowOf(view, kind, record));
    view.expect(`Ortto's ${name}s by ids`, target, Object.values(reply[kind.list]).map(seenRow), wanted);
    view.expect(`Ortto's ${name}s by ids: their keys`, target, Object.keys(reply[kind.list]), wanted.map(({ id }) => id));
}

// Tags are the company's; how many carry them is for each to see.
async function tags(view) {
    const { company, user } = view;
    const reply = await ask(view, '/v1/tags/get', {}, 'tags');
    if (!reply) return;
    const seen = reply.map(({ name, type, count }) => `${name} ${type || 'person'} ${count}`);
    const wanted = [];
    for (const number of company.tags.keys()) {
        const counts = ['person', 'organization'].map((kind) => [kind, company.live(user, kind).filter((record) => record.tags?.has(number)).length]);
        const carried = counts.filter(([, count]) => count > 0);
        for (const [kind, count] of carried.length ? carried : [counts[0]]) wanted.push(`${tagName(company, number)} ${kind} ${count}`);
    }
    view.expect('tags', '/v1/tags/get', seen.sort(), wanted.sort());
}

// Whom one does not see one finds by none of his values.
async function byHiddenValues(view) {
    const { company, user, draw } = view;
    const hidden = company.all('person').filter((person) => person.fields.email && (person.deleted || !company.sees(user, person)));
    if (!hidden.length) return;
    const { email } = draw.pick(hidden).fields;
    const matching = company.live(user, 'person').filter(({ fields }) => fields.email === email);
    const filter = { '$str::is': { field_id: 'str::email', value: email } };
    const reply = await ask(view, '/v1/person/get', { fields: [], filter }, 'by a hidden value');
    const seen = [reply?.meta.total_matches, (reply?.contacts ?? []).map(({ id }) => numberOf(id))];
    view.expect("Ortto's people by a hidden e-mail address", email, seen, [matching.length, matching.map(({ id }) => id)]);
}

export async function sweepOrtto(view) {
    for (const name of Object.keys(kinds)) {
        await list(view, name);
        await byIds(view, name);
    }
    await tags(view);
    await byHiddenValues(view);
    const { round, connection, caller } = view;
    for (const target of ['/v1/instance-schema/get', '/v1/person/custom-field/get', '/v1/accounts/custom-field/get'])
        await round.ask(connection, caller, { method: 'POST', target, body: {} }); // searched, which is enough
}
