// Compares what a restarted server shows with what it owes. Pure: {ledgers, observed} -> findings, a line each.
//
// observed: {byId: Map id -> {data, followers, changelog} (v1), listed: ids of v1's pages, objects: Map id -> object of v2's pages}
import { addressKeys, after, idsOf } from './model.mjs';

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
const sorted = (rows) => rows.map((row) => JSON.stringify(row)).sort();

function fieldsOf(data) {
    return {
        name: data.name,
        label_ids: data.label_ids.length ? data.label_ids.join(',') : null,
        ...Object.fromEntries(addressKeys.map((key) => [key, data[key] || null])),
    };
}

function* differingFields(record, data) {
    const { website, ...owed } = record.fields;
    const shown = fieldsOf(data);
    for (const [key, value] of Object.entries(owed)) {
        if (shown[key] !== value) yield `${key} is ${JSON.stringify(shown[key])} instead of ${JSON.stringify(value)}`;
    }
}

// All rows of each request or none: newest first, so that each group stands at its place from the end.
function* differingHistory(record, changelog) {
    const oldestFirst = changelog
        .map(({ field_key, old_value, new_value }) => ({ field_key, old_value, new_value }))
        .reverse();
    let at = 0;
    for (const group of record.history) {
        const rows = oldestFirst.slice(at, at + group.length);
        if (!same(sorted(rows), sorted(group))) yield `changelog has ${JSON.stringify(rows)} instead of ${JSON.stringify(group)}`;
        at += group.length;
    }
    if (oldestFirst.length > at) yield `changelog has ${oldestFirst.length - at} rows more`;
}

function* differingParts(record, { data, followers }) {
    if (data.owner_id?.id !== record.ownerId) yield `owner is ${data.owner_id?.id} instead of ${record.ownerId}`;
    if (data.followers_count !== 1) yield `followers_count is ${data.followers_count}`;
    if (!same(Object.keys(followers), [String(record.ownerId)])) yield `followers are ${JSON.stringify(followers)}`;
    if (data.active_flag === record.deleted) yield record.deleted ? 'is not deleted' : 'is deleted';
}

function* differingListing(record, { listed, objects }) {
    const owed = record.deleted ? 0 : 1;
    const shown = listed.filter((id) => id === record.id).length;
    if (shown !== owed) yield `stands ${shown} times in the list of v1`;
    const object = objects.get(record.id);
    if (Boolean(object) === record.deleted) yield record.deleted ? 'stands in the list of v2' : 'is missing in the list of v2';
    if (object && (object.website ?? null) !== record.fields.website) yield `website is ${JSON.stringify(object.website)}`;
}

function* differences(record, observed) {
    const seen = observed.byId.get(record.id);
    if (!seen) {
        yield 'is missing';
        return;
    }
    yield* differingFields(record, seen.data);
    yield* differingParts(record, seen);
    yield* differingHistory(record, seen.changelog);
    yield* differingListing(record, observed);
}

function findingsOf(records, observed) {
    return records.flatMap((record) =>
        [...differences(record, observed)].map((text) => `organization ${record.id} ("${record.fields.name}"): ${text}`),
    );
}

function idOfName(name, observed) {
    return [...observed.byId].find(([, { data }]) => data.name === name)?.[0];
}

// The worlds that an unanswered request may leave: it did not happen, or it did, as a whole. A creation says itself which.
// {happened, records, ids: of those that it was about}
function worldsOf(records, operation, observed) {
    const without = { happened: false, records, ids: idsOf(operation) };
    const happened = (id) => ({ happened: true, records: after(records, operation, id), ids: id ? [id] : idsOf(operation) });
    if (operation.type !== 'create') return [without, happened()];
    const id = idOfName(operation.patch.name, observed);
    return [id === undefined ? without : happened(id)];
}

function likelierWorld(records, operation, observed) {
    const findings = (world) => findingsOf(world.records.filter(({ id }) => world.ids.includes(id)), observed).length;
    const worlds = worldsOf(records, operation, observed).map((world) => ({ ...world, count: findings(world) }));
    return worlds.sort((a, b) => a.count - b.count)[0];
}

// No two unanswered requests are about the same record, so each is judged alone. -> {records, whole, absent}
function likeliestWorld({ records, unsure, inFlight }, observed) {
    const world = { records, whole: 0, absent: 0 };
    for (const operation of inFlight ? [...unsure, inFlight] : unsure) {
        const likelier = likelierWorld(world.records, operation, observed);
        world.records = likelier.records;
        world[likelier.happened ? 'whole' : 'absent'] += 1;
    }
    return world;
}

// {findings, whole, absent}: of the unanswered requests, how many had happened and how many not.
export function judge(ledgers, observed) {
    const verdict = { findings: [], whole: 0, absent: 0 };
    const owed = new Map();
    for (const ledger of ledgers) {
        const world = likeliestWorld(ledger, observed);
        verdict.findings.push(...findingsOf(world.records, observed));
        verdict.whole += world.whole;
        verdict.absent += world.absent;
        for (const { id, fields } of world.records) {
            if (owed.has(id)) verdict.findings.push(`id ${id} was given to "${owed.get(id)}" and to "${fields.name}"`);
            owed.set(id, fields.name);
        }
    }
    for (const [id, { data }] of observed.byId) {
        if (!owed.has(id)) verdict.findings.push(`organization ${id} ("${data.name}"): nobody wrote it`);
    }
    return verdict;
}
