// Plans of writes in RogerRoger's dialect: organizations, people, who is linked to whom, and notes, of which some are private. What the
// writer does not see is not there, and no reply tells it from what never was.
import { numberOfUuid, uuidOf } from '../lib/rogerroger_ids.mjs';
import { drawId, drawUserId, nameOf, neverId } from './draw.mjs';
import { marker } from './markers.mjs';
import { parsed } from './round.mjs';

export const collections = { organization: '/organizations', person: '/people' };

// A new company has some; the model knows one.
export async function learnCategories(round) {
    for (const company of round.companies) {
        const caller = { company, user: company.users.get(1), scope: 'read' };
        const reply = await round.ask(round.connection, caller, { method: 'GET', target: '/note_categories' });
        const [category] = parsed(reply).member ?? [];
        if (!category) throw new Error(`/note_categories: ${reply.text}`);
        company.category = category['@id'];
    }
}

const isLive = (company, user, kind, id) => company.seen(user, kind, id)?.deleted === false;
const whole = (reply) => reply;
const instant = (time) => time.replace('+00:00', 'Z');

// The request about what is hidden, and the same about what never was.
function twinOf(company, user, kind, id, request) {
    if (company.seen(user, kind, id)) return null;
    const [never, hidden] = [neverId(id), id].map((one) => uuidOf(kind, one, company.number));
    return { request: request(never), ids: [[never, hidden]] };
}

// At times an owner: 400 for nobody, 422 for one who left.
function drawOwner(round, company, body, patch, current) {
    if (!round.draw.chance(0.3)) return null;
    patch.ownerId = drawUserId(round, company);
    body.owner = uuidOf('user', patch.ownerId, company.number);
    const owner = company.users.get(patch.ownerId);
    if (!owner) return 400;
    return owner.active || patch.ownerId === current ? null : 422;
}

function drawTexts(round, company, kind, number, write) {
    const { draw } = round;
    const text = (field) => marker(company.letter, kind, number, field, write);
    const fields = { name: nameOf(round, text('name')) };
    const body = kind === 'organization' ? { title: fields.name } : { familyName: fields.name, givenName: null };
    const own = {}; // what Pipedrive has no name for
    if (kind === 'organization' && draw.chance(0.4)) body.website = fields.website = `https://${text('website')}.example`;
    if (draw.chance(0.5)) {
        own.told = draw.chance(0.2) ? null : text('told');
        body[kind === 'organization' ? 'description' : 'jobTitle'] = own.told;
    }
    return { body, fields, own };
}

function planCreation(round, { company, user }, write, kind) {
    const number = ++round.recordNumber;
    const { body, fields, own } = drawTexts(round, company, kind, number, write);
    const patch = {};
    const refusal = drawOwner(round, company, body, patch, null);
    return {
        name: `RogerRoger: create a ${kind}`,
        request: { method: 'POST', target: collections[kind], body },
        status: refusal ?? 201,
        reads: whole,
        apply: ({ id, updatedAt }, done) => {
            const record = company.add(kind, { id: numberOfUuid(id), number, actor: user, write, fields, ...patch });
            record.own = own;
            record.time = instant(updatedAt);
            done.touched.push(record);
        },
    };
}

function planUpdate(round, { company, user }, write, kind) {
    const id = drawId(round, company, kind);
    const record = company.seen(user, kind, id);
    const { body, fields, own } = drawTexts(round, company, kind, company.find(kind, id)?.number ?? 0, write);
    const patch = {};
    const refusal = drawOwner(round, company, body, patch, record?.ownerId);
    const request = (of) => ({ method: 'PATCH', target: `${collections[kind]}/${of}`, body });
    return {
        name: `RogerRoger: update a ${kind}`,
        request: request(uuidOf(kind, id, company.number)),
        twin: twinOf(company, user, kind, id, request),
        status: !record || record.deleted ? 404 : (refusal ?? 200),
        reads: whole,
        apply: ({ updatedAt }, done) => {
            company.update(record, { actor: user, write, fields, ...patch });
            record.changedAt = ++company.moment; // the name is another
            record.own = { ...record.own, ...own };
            record.time = instant(updatedAt);
            done.touched.push(record);
        },
    };
}

function planDeletion(round, { company, user }, write, kind) {
    const id = drawId(round, company, kind);
    const record = company.seen(user, kind, id);
    const request = (of) => ({ method: 'DELETE', target: `${collections[kind]}/${of}` });
    return {
        name: `RogerRoger: delete a ${kind}`,
        request: request(uuidOf(kind, id, company.number)),
        twin: twinOf(company, user, kind, id, request),
        status: record && !record.deleted ? 204 : 404,
        reads: whole,
        apply: (reply, done) => {
            const organization = kind === 'person' ? company.find('organization', record.organizationId) : null;
            company.remove(record, user, write);
            record.time = null;
            done.touched.push(record, ...(organization ? [organization] : []));
        },
    };
}

// A person of one organization, which the writer sees, gets another, or none. (Those of several the model does not know.)
function planLink(round, { company, user }, write) {
    const id = drawId(round, company, 'person');
    const person = company.seen(user, 'person', id);
    const current = person?.organizationId ?? null;
    if (current !== null && !isLive(company, user, 'organization', current)) return null;
    const target = round.draw.chance(0.2) ? null : drawId(round, company, 'organization');
    const iri = (of) => `/organizations/${uuidOf('organization', of, company.number)}`;
    const body = { organizations: target === null ? [] : [iri(target)] };
    const request = (of) => ({ method: 'PATCH', target: `/people/${of}`, body });
    const isThere = person && !person.deleted;
    const mayLink = target === null || isLive(company, user, 'organization', target);
    const uuid = uuidOf('person', id, company.number);
    const guess = isThere && target !== null && !company.seen(user, 'organization', target);
    const twin = guess
        ? { request: { ...request(uuid), body: { organizations: [iri(neverId(target))] } }, ids: [[iri(neverId(target)), iri(target)]] }
        : twinOf(company, user, 'person', id, request);
    return {
        name: 'RogerRoger: link a person',
        request: request(uuid),
        twin,
        status: !isThere ? 404 : mayLink ? 200 : 400,
        reads: whole,
        apply: (reply, done) => {
            company.update(person, { actor: user, write, fields: { organizationId: target } });
            done.touched.push(person, ...[current, target].map((of) => company.find('organization', of)).filter(Boolean));
        },
        shows: ({ organizations }) => [organizations, body.organizations],
    };
}

// Those that are there, less some, and some who have none. Whom the writer does not see stays.
function planPeople(round, { company, user }, write) {
    const { draw } = round;
    const id = drawId(round, company, 'organization');
    const organization = company.seen(user, 'organization', id);
    const live = company.live(user, 'person');
    const before = live.filter(({ organizationId }) => organizationId === id);
    const kept = before.filter(() => draw.chance(0.6));
    const added = live.filter(({ organizationId }) => organizationId === null && draw.chance(0.1));
    const hidden = draw.chance(0.15) ? drawId(round, company, 'person') : null;
    const isGuess = hidden !== null && !isLive(company, user, 'person', hidden);
    const iri = (of) => `/people/${uuidOf('person', of, company.number)}`;
    const ids = [...kept, ...added].map((person) => person.id).sort((a, b) => a - b);
    const body = { people: [...ids, ...(isGuess ? [hidden] : [])].map(iri) };
    const request = (of) => ({ method: 'PATCH', target: `/organizations/${of}`, body });
    const isThere = organization && !organization.deleted;
    const uuid = uuidOf('organization', id, company.number);
    const never = isGuess && !company.seen(user, 'person', hidden) ? neverId(hidden) : null;
    const twin = isThere && never !== null
        ? { request: { ...request(uuid), body: { people: [...ids, never].map(iri) } }, ids: [[iri(never), iri(hidden)]] }
        : twinOf(company, user, 'organization', id, request);
    return {
        name: 'RogerRoger: the people of an organization',
        request: request(uuid),
        twin,
        status: !isThere ? 404 : isGuess ? 400 : 200,
        reads: whole,
        apply: (reply, done) => {
            const gone = before.filter((person) => !kept.includes(person));
            for (const person of added) company.update(person, { actor: user, write, fields: { organizationId: id } });
            for (const person of gone) company.update(person, { actor: user, write, fields: { organizationId: null } });
            for (const person of [...added, ...gone]) person.changedAt = company.moment; // one write
            done.touched.push(organization, ...added, ...gone);
        },
        shows: ({ people }) => [people, ids.map(iri)],
    };
}

// --- notes -----------------------------------------------------------------------------------------------------------------

const notePath = (company, organization, note = '') => `/organizations/${uuidOf('organization', organization, company.number)}/notes${note && `/${note}`}`;

function planNoteCreation(round, { company, user }, write) {
    const number = ++round.recordNumber;
    const id = drawId(round, company, 'organization');
    const text = (field) => marker(company.letter, 'note', number, field, write);
    const isPrivate = round.draw.chance(0.5);
    const body = { description: text('content'), title: text('title'), isPrivate, category: company.category };
    const request = (of) => ({ method: 'POST', target: `/organizations/${of}/notes`, body });
    return {
        name: 'RogerRoger: create a note',
        request: request(uuidOf('organization', id, company.number)),
        twin: twinOf(company, user, 'organization', id, request),
        status: isLive(company, user, 'organization', id) ? 201 : 404,
        reads: whole,
        apply: (note) => company.addNote({ id: numberOfUuid(note.id), number, organizationId: id, personId: null, isPrivate, userId: user.id }),
        shows: (note) => [note.isPrivate, isPrivate],
    };
}

// By the organization that it is about, or by another.
function planNoteChange(round, { company, user }, write) {
    const { draw } = round;
    const id = drawId(round, company, 'note');
    const note = company.seen(user, 'note', id);
    const about = company.find('note', id)?.organizationId ?? null;
    const organization = about === null || draw.chance(0.1) ? drawId(round, company, 'organization') : about;
    const isThere = note && !note.deleted && about === organization && isLive(company, user, 'organization', organization);
    const number = company.find('note', id)?.number ?? 0;
    const deletes = draw.chance(0.3);
    const isPrivate = draw.chance(0.5);
    const body = { description: marker(company.letter, 'note', number, 'content', write), isPrivate };
    const request = (of) => ({ method: deletes ? 'DELETE' : 'PATCH', target: notePath(company, organization, of), ...(!deletes && { body }) });
    return {
        name: `RogerRoger: ${deletes ? 'delete' : 'update'} a note`,
        request: request(uuidOf('note', id, company.number)),
        twin: twinOf(company, user, 'note', id, request),
        status: !isThere ? 404 : deletes ? 204 : 200,
        reads: whole,
        // One that is made private by another than its author is gone for him.
        apply: () => Object.assign(note, deletes ? { deleted: true } : { isPrivate }),
    };
}

export function planRogerRogerWrite(round, caller, write) {
    const { records } = caller.company;
    if (records.person.size < 5 || records.organization.size < 5) return null;
    const kind = round.draw.pick(['organization', 'person']);
    const die = round.draw.below(100);
    if (die < 12) return planCreation(round, caller, write, kind);
    if (die < 34) return planUpdate(round, caller, write, kind);
    if (die < 38) return planDeletion(round, caller, write, kind);
    if (die < 50) return planLink(round, caller, write);
    if (die < 62) return planPeople(round, caller, write);
    return die < 82 || !records.note.size ? planNoteCreation(round, caller, write) : planNoteChange(round, caller, write);
}
