// Files about organizations and persons: seen, and read, by those who see one of them; about nothing, by their sender.
import { drawId, neverId } from './draw.mjs';
import { marker } from './markers.mjs';
import { columns, isLive, shownId } from './subjects.mjs';
import { pagesV1 } from './sweep_lists.mjs';

const kinds = { org_id: 'organization', person_id: 'person' };
const most = 100; // a page

const shown = (company, user, file) => Object.keys(kinds).map((member) => shownId(company, user, file, member));
const seen = (data) => [data.org_id, data.person_id];

function planUpload(round, { company, user }, write) {
    const number = ++round.recordNumber;
    const text = marker(company.letter, 'file', number, 'content', write);
    const fields = {};
    for (const [member, kind] of Object.entries(kinds)) if (round.draw.chance(0.6)) fields[member] = drawId(round, company, kind);
    const named = Object.entries(fields);
    const isRefused = named.some(([member, id]) => !isLive(company, user, member, id));
    const areHidden = named.length > 0 && named.every(([member, id]) => !company.seen(user, kinds[member], id));
    const request = (of) => ({ method: 'POST', target: '/v1/files', form: { fields: of, file: { name: `${text}.txt`, text } } });
    const never = Object.fromEntries(named.map(([member, id]) => [member, neverId(id)]));
    return {
        name: 'upload a file',
        request: request(fields),
        twin: areHidden ? { request: request(never), ids: named.map(([, id]) => [neverId(id), id]) } : null,
        status: isRefused ? 400 : 200,
        apply: (data) => {
            const about = Object.fromEntries(named.map(([member, id]) => [columns[member], id]));
            company.addFile({ id: data.id, number, userId: user.id, text, ...about });
        },
        shows: (data) => [seen(data), shown(company, user, company.find('file', data.id))],
    };
}

// A request about one file, which succeeds where it is there.
function planOfOne(round, { company, user }, name, requestOf, apply) {
    const id = drawId(round, company, 'file');
    const file = company.seen(user, 'file', id);
    return {
        name,
        request: requestOf(id, file),
        twin: file ? null : { request: requestOf(neverId(id), file), ids: [[neverId(id), id]] },
        status: file && !file.deleted ? 200 : 404,
        apply: () => apply(file),
    };
}

function planUpdate(round, caller, write) {
    const requestOf = (id, file) => {
        const name = marker(caller.company.letter, 'file', file?.number ?? 0, 'name', write);
        return { method: 'PUT', target: `/v1/files/${id}`, body: { name, description: name } };
    };
    return planOfOne(round, caller, 'update a file', requestOf, () => {});
}

function planDeletion(round, caller) {
    const requestOf = (id) => ({ method: 'DELETE', target: `/v1/files/${id}` });
    return planOfOne(round, caller, 'delete a file', requestOf, (file) => {
        file.deleted = true;
    });
}

export function planFileWrite(round, caller, write) {
    const die = caller.company.records.file.size < 8 ? 0 : round.draw.below(100);
    if (die < 55) return planUpload(round, caller, write);
    return die < 85 ? planUpdate(round, caller, write) : planDeletion(round, caller);
}

function check(view, target, body, page) {
    body.data.forEach((data, i) => {
        view.expect('what a file is about', target, seen(data), shown(view.company, view.user, page[i]));
    });
}

// The list as a whole, of one record, in an order that what is hidden must not have; the bytes of one that is seen, and of
// one that is not.
export async function sweepFiles(view) {
    const { company, user, draw } = view;
    const live = company.live(user, 'file');
    await pagesV1(view, 'files', '/v1/files', {}, live, check, most);
    const member = draw.pick(Object.keys(kinds));
    const of = (file) => shownId(company, user, file, member);
    const some = company.live(user, kinds[member]);
    if (some.length) {
        const { id } = draw.pick(some);
        const path = `/v1/${kinds[member]}s/${id}/files`;
        await pagesV1(view, `files of ${member}`, path, {}, live.filter((file) => of(file) === id), check, most);
    }
    const sorted = [...live].sort((a, b) => (of(a) ?? 0) - (of(b) ?? 0) || a.id - b.id);
    await pagesV1(view, `files by ${member}`, '/v1/files', { sort: member }, sorted, check, most);
    if (live.length) {
        const file = draw.pick(live);
        const target = `/v1/files/${file.id}/download`;
        const { reply } = await view.get(target);
        view.expect('the bytes of a file', target, reply.body, file.text);
    }
    const hidden = company.all('file').filter((file) => file.deleted || !company.sees(user, file));
    if (!hidden.length) return;
    await view.expectNothing((id) => `/v1/files/${id}`, draw.pick(hidden).id);
    await view.expectNothing((id) => `/v1/files/${id}/download`, draw.pick(hidden).id);
}
