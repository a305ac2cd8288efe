// Judges what was read against what may be. Pure: (calls, observed, limit) -> findings, a line each.
//
// observed: see readback.mjs.
import { accountId, numberOf } from '../lib/ortto_ids.mjs';

const isDone = ({ status }) => status >= 200 && status < 300;
const sorted = (list) => [...list].sort((a, b) => a - b);
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

const linksOf = (rows) => rows.filter(({ field_key: key }) => key === 'org_id');
const countsOf = (rows) => rows.filter(({ field_key: key }) => key === 'people_count');

// Histories of records that were merged are of several records.
function survivors(calls, kind) {
    return new Set(calls.filter((call) => call.kind === `merge ${kind}` && isDone(call)).map(({ survivor }) => survivor));
}

// Each change begins where the one before ended, and the last one is what is.
function* brokenChain(what, rows, now) {
    const broken = rows.filter((row, i) => i > 0 && rows[i - 1].new_value !== row.old_value);
    for (const row of broken) yield `${what}: "${row.change_source_user_agent}" changed ${row.old_value}, which it was not`;
    const last = rows.at(-1);
    if (last && now !== undefined && last.new_value !== now) yield `${what} is ${now}, its history ends with ${last.new_value}`;
}

function* judgeHistories(calls, { personChanges, organizationChanges, persons, organizations }) {
    const text = (value) => (value === undefined || value === null ? value : String(value));
    const [mergedPersons, mergedOrganizations] = [survivors(calls, 'persons'), survivors(calls, 'organizations')];
    for (const [id, rows] of personChanges)
        if (!mergedPersons.has(id)) yield* brokenChain(`the organization of person ${id}`, linksOf(rows), text(persons.get(id)));
    for (const [id, rows] of organizationChanges)
        if (!mergedOrganizations.has(id)) yield* brokenChain(`the people of organization ${id}`, countsOf(rows), text(organizations.get(id)));
}

// Ortto's calls alone are bound by it.
function* pastTheLimit(calls, { organizationChanges }, limit) {
    const adds = new Set(calls.filter(({ kind }) => kind === 'add').map(({ agent }) => agent));
    for (const [id, rows] of organizationChanges) {
        for (const row of countsOf(rows)) {
            const [before, after] = [Number(row.old_value), Number(row.new_value)];
            if (adds.has(row.change_source_user_agent) && after > before && after > limit)
                yield `"${row.change_source_user_agent}" took organization ${id} to ${after} people`;
        }
    }
}

// What a call said that it did is what the histories tell of it, but for those of people who were merged away.
function* judgeReports(calls, { personChanges }) {
    const seen = new Map();
    for (const rows of personChanges.values())
        for (const { change_source_user_agent: agent } of linksOf(rows)) seen.set(agent, (seen.get(agent) ?? 0) + 1);
    const lost = survivors(calls, 'persons').size > 0;
    for (const call of calls.filter(({ kind }) => kind === 'add' || kind === 'remove')) {
        const told = isDone(call) ? call.reply : { linked: 0 };
        const count = seen.get(call.agent) ?? 0;
        if (lost ? count > told.linked : count !== told.linked)
            yield `"${call.agent}" (${call.status}) told of ${told.linked} links, the histories of ${count}`;
        if (!isDone(call)) continue;
        const { linked, already_linked: already, moved, unknown } = told;
        if (moved > linked || (call.kind === 'remove' && already + moved > 0)) yield `"${call.agent}" told ${JSON.stringify(told)}`;
        if (call.listed !== null && linked + already + unknown !== call.listed)
            yield `"${call.agent}" named ${call.listed}, and told of ${linked + already + unknown}`;
    }
}

// Pipedrive's own three views: of people, of counters, of members.
function* judgeCounters({ persons, organizations, membersOf }) {
    for (const [id, count] of organizations) {
        const members = [...persons].filter(([, organization]) => organization === id).map(([person]) => person);
        if (members.length !== count) yield `organization ${id} counts ${count} people, and has ${members.length}`;
        if (!same(sorted(membersOf.get(id)), sorted(members))) yield `organization ${id} lists ${membersOf.get(id)}, not ${members}`;
    }
}

// Ortto shows a link to no archived or deleted account, and nobody who is archived.
function* judgeOrtto({ people, peopleMeta, accounts, accountsMeta, persons, organizations }) {
    for (const id of people.keys()) if (!persons.has(id)) yield `person ${id} is there for Ortto alone`;
    for (const id of accounts.keys()) if (!organizations.has(id)) yield `account ${id} is there for Ortto alone`;
    const wanted = (id) => (accounts.has(persons.get(id)) ? accountId(persons.get(id)) : undefined);
    for (const [id, fields] of people)
        if (fields['idt::o'] !== wanted(id)) yield `person ${id} has account ${fields['idt::o']} for Ortto, not ${wanted(id)}`;
    const owners = new Map();
    for (const [id, fields] of accounts) {
        const shown = sorted((fields['ids:o:p'] ?? []).map(numberOf));
        const members = [...people.keys()].filter((person) => persons.get(person) === id);
        if (!same(shown, sorted(members))) yield `account ${id} has people ${shown} for Ortto, not ${sorted(members)}`;
        for (const person of shown) {
            if (owners.has(person)) yield `person ${person} is in accounts ${owners.get(person)} and ${id}`;
            owners.set(person, id);
        }
    }
    if (peopleMeta.total_contacts !== people.size) yield `${people.size} people, and a total of ${peopleMeta.total_contacts}`;
    if (accountsMeta.total_organizations !== accounts.size)
        yield `${accounts.size} accounts, and a total of ${accountsMeta.total_organizations}`;
}

// RogerRoger shows all links, on both sides, and Pipedrive's among them.
function* judgeLinks({ peopleLinks, organizationLinks, persons, organizations }) {
    if (!same(sorted(peopleLinks.keys()), sorted(persons.keys()))) yield `RogerRoger has people ${[...peopleLinks.keys()]}`;
    if (!same(sorted(organizationLinks.keys()), sorted(organizations.keys()))) yield `RogerRoger has organizations ${[...organizationLinks.keys()]}`;
    for (const [id, people] of organizationLinks) {
        const linked = [...peopleLinks].filter(([, links]) => links.includes(id)).map(([person]) => person);
        if (!same(sorted(people), sorted(linked))) yield `organization ${id} has people ${people}, who say ${linked}`;
    }
    for (const [id, primary] of persons)
        if (organizations.has(primary) && !peopleLinks.get(id)?.includes(primary)) yield `person ${id} has ${primary} for Pipedrive, ${peopleLinks.get(id)} for RogerRoger`;
}

export function judge(calls, observed, limit) {
    return [
        ...judgeCounters(observed),
        ...judgeLinks(observed),
        ...judgeOrtto(observed),
        ...judgeHistories(calls, observed),
        ...pastTheLimit(calls, observed, limit),
        ...judgeReports(calls, observed),
    ];
}
