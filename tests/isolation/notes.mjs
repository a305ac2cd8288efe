// Notes about organizations and persons: seen by those who see one of them, and of two only what they see.
import { drawId, neverId } from './draw.mjs';
import { marker } from './markers.mjs';
import { drawSubjects, kinds, moved, moves, shownId, twinOf } from './subjects.mjs';
import { pagesV1 } from './sweep_lists.mjs';

const members = ['org_id', 'person_id'];

const shown = (company, user, note) => members.map((member) => shownId(company, user, note, member));
const seen = (data) => [data.org_id, data.person_id];

// A note is about something.
function aboutOf(company, user, note, body) {
    const after = moved(members, company, user, note, moves(members, company, user, note, body));
    return after?.organizationId === null && after.personId === null ? null : after;
}

function planCreation(round, { company, user }, write) {
    const number = ++round.recordNumber;
    const content = marker(company.letter, 'note', number, 'content', write);
    const body = { content: `<p>${content}</p>`, ...drawSubjects(members, round, company, 0.7) };
    const request = { method: 'POST', target: '/v1/notes', body };
    const about = aboutOf(company, user, null, body);
    return {
        name: 'create a note',
        request,
        twin: about ? null : twinOf(company, user, request),
        status: about ? 200 : 400,
        apply: (data) => company.addNote({ id: data.id, number, userId: user.id, ...about }),
        shows: (data) => [seen(data), shown(company, user, company.find('note', data.id))],
    };
}

function planUpdate(round, { company, user }, write) {
    const id = drawId(round, company, 'note');
    const note = company.seen(user, 'note', id);
    const number = company.find('note', id)?.number ?? 0;
    const body = drawSubjects(members, round, company, 0.3);
    if (round.draw.chance(0.7)) body.content = marker(company.letter, 'note', number, 'content', write);
    if (note && round.draw.chance(0.3)) [body.org_id, body.person_id] = shown(company, user, note); // written back
    const request = (of) => ({ method: 'PUT', target: `/v1/notes/${of}`, body });
    const isThere = note && !note.deleted;
    const about = isThere ? aboutOf(company, user, note, body) : null;
    return {
        name: 'update a note',
        request: request(id),
        twin: note ? null : { request: request(neverId(id)), ids: [[neverId(id), id]] },
        status: !isThere ? 404 : about ? 200 : 400,
        apply: () => Object.assign(note, about),
        shows: (data) => [seen(data), shown(company, user, note)],
    };
}

function planDeletion(round, { company, user }) {
    const id = drawId(round, company, 'note');
    const note = company.seen(user, 'note', id);
    const request = (of) => ({ method: 'DELETE', target: `/v1/notes/${of}` });
    return {
        name: 'delete a note',
        request: request(id),
        twin: note ? null : { request: request(neverId(id)), ids: [[neverId(id), id]] },
        status: note && !note.deleted ? 200 : 404,
        apply: () => {
            note.deleted = true;
        },
    };
}

export function planNoteWrite(round, caller, write) {
    const few = caller.company.records.note.size < 8;
    const die = few ? 0 : round.draw.below(100);
    if (die < 45) return planCreation(round, caller, write);
    return die < 90 ? planUpdate(round, caller, write) : planDeletion(round, caller);
}

function check(view, target, body, page) {
    body.data.forEach((data, i) => {
        view.expect('what a note is about', target, seen(data), shown(view.company, view.user, page[i]));
    });
}

// The list as a whole, of one record, in an order that what is hidden must not have; and one note that is not seen.
export async function sweepNotes(view) {
    const { company, user, draw } = view;
    const live = company.live(user, 'note');
    await pagesV1(view, 'notes', '/v1/notes', {}, live, check);
    const member = draw.pick(members);
    const of = (note) => shownId(company, user, note, member);
    const some = draw.pick(company.all(kinds[member]));
    if (some) await pagesV1(view, `notes of ${member}`, '/v1/notes', { [member]: some.id }, live.filter((note) => of(note) === some.id), check);
    const sorted = [...live].sort((a, b) => (of(a) ?? 0) - (of(b) ?? 0) || a.id - b.id);
    await pagesV1(view, `notes by ${member}`, '/v1/notes', { sort: member }, sorted, check);
    const hidden = company.all('note').filter((note) => note.deleted || !company.sees(user, note));
    if (hidden.length) await view.expectNothing((id) => `/v1/notes/${id}`, draw.pick(hidden).id);
}
