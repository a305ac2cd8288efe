// What a record is about or with: an organization, a person, a deal; as it is shown to a user, and as one may write it.
import { drawId, neverId } from './draw.mjs';

export const kinds = { org_id: 'organization', person_id: 'person', deal_id: 'deal' };
export const columns = { org_id: 'organizationId', person_id: 'personId', deal_id: 'dealId' };

// The id as this user is shown it.
export const shownId = (company, user, record, member) => company.seen(user, kinds[member], record[columns[member]])?.id ?? null;

export const isLive = (company, user, member, id) => company.seen(user, kinds[member], id)?.deleted === false;

// What a body says that a record is to be about; {member: id or null} of what differs from what its writer was shown.
export function moves(members, company, user, record, body) {
    const entries = members.filter((member) => member in body).map((member) => [member, body[member]]);
    return Object.fromEntries(entries.filter(([member, id]) => !record || id !== shownId(company, user, record, member)));
}

// The record's ids after the moves; null when the rules refuse one of them.
export function moved(members, company, user, record, wanted) {
    const after = Object.fromEntries(members.map((member) => [columns[member], record?.[columns[member]] ?? null]));
    for (const [member, id] of Object.entries(wanted)) {
        if (id !== null && !isLive(company, user, member, id)) return null;
        after[columns[member]] = id;
    }
    return after;
}

// At times nothing, at times what is hidden.
export function drawSubjects(members, round, company, often) {
    const body = {};
    for (const member of members)
        if (round.draw.chance(often)) body[member] = round.draw.chance(0.15) ? null : drawId(round, company, kinds[member]);
    return body;
}

const withNeverIds = (body) =>
    Object.fromEntries(Object.entries(body).map(([key, value]) => [key, key in kinds && value ? neverId(value) : value]));

// The same about what never was, where all that it names is hidden.
export function twinOf(company, user, request) {
    const named = Object.entries(request.body).filter(([member, id]) => member in kinds && id !== null);
    if (!named.length || named.some(([member, id]) => company.seen(user, kinds[member], id))) return null;
    return { request: { ...request, body: withNeverIds(request.body) }, ids: named.map(([, id]) => [neverId(id), id]) };
}
