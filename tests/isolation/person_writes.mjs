// Plans of writes to persons and their links to organizations.
import { drawCustom } from './custom_fields.mjs';
import { drawId, drawOwnerAndLevel, nameOf, neverId } from './draw.mjs';
import { seenPerson, wantedPerson } from './expected.mjs';
import { marker } from './markers.mjs';
import { planBulkDeletion } from './organization_writes.mjs';

function drawTexts(round, company, number, write) {
    const { draw } = round;
    const text = (field) => marker(company.letter, 'person', number, field, write);
    const fields = { name: nameOf(round, text('name')) };
    const body = { name: fields.name };
    if (draw.chance(0.6)) {
        fields.email = `${text('email')}@x.example`;
        fields.emailLabel = text('label');
        body.email = [{ value: fields.email, label: fields.emailLabel, primary: true }];
    }
    if (draw.chance(0.3)) {
        fields.phone = text('phone');
        body.phone = [{ value: fields.phone, label: text('phonelabel'), primary: true }];
    }
    drawCustom(round, company, 'person', 1, text('custom'), { body, fields });
    return { fields, body };
}

// Which organization: {organizationId, refusal}. One that the caller does not see is as none; what is there may stay.
function drawOrganization(round, { company, user }, body, fields, current) {
    if (round.draw.chance(0.4)) return null;
    const id = round.draw.chance(0.2) ? null : drawId(round, company, 'organization');
    if (id === current && id !== null && !company.seen(user, 'organization', id)) return null; // planGuess() tries that
    body.org_id = id;
    fields.organizationId = id;
    if (id === null) return null;
    const organization = company.seen(user, 'organization', id);
    return !organization || (organization.deleted && id !== current) ? 400 : null;
}

function planCreation(round, caller, write) {
    const { company, user } = caller;
    const number = ++round.recordNumber;
    const { fields, body } = drawTexts(round, company, number, write);
    const patch = drawOwnerAndLevel(round, company, 1, body, 0.5);
    const unlinkable = drawOrganization(round, caller, body, fields, null);
    return {
        name: 'create a person',
        request: { method: 'POST', target: '/v1/persons', body },
        twin: twinOfLink(company, user, body, (other) => ({ method: 'POST', target: '/v1/persons', body: other })),
        status: patch.refusal ?? unlinkable ?? 201,
        apply: (data, done) => {
            const record = company.add('person', { id: data.id, number, actor: user, write, fields, ...patch });
            done.touched.push(record, ...organizationsOf(company, record.organizationId));
        },
        shows: (data) => [seenPerson(data), wantedPerson(caller, company.find('person', data.id))],
    };
}

const organizationsOf = (company, ...ids) => ids.map((id) => company.find('organization', id)).filter(Boolean);

// The same link, to an organization that never was.
function twinOfLink(company, user, body, request) {
    const id = body.org_id;
    if (!id || company.seen(user, 'organization', id)) return null;
    const other = neverId(id);
    return { request: request({ ...body, org_id: other }), ids: [[other, id]] };
}

function planUpdate(round, caller, write) {
    const { company, user } = caller;
    const id = drawId(round, company, 'person');
    const record = company.seen(user, 'person', id);
    const { fields, body } = drawTexts(round, company, company.find('person', id)?.number ?? 0, write);
    const patch = drawOwnerAndLevel(round, company, 1, body, 0.35, record?.ownerId);
    const unlinkable = drawOrganization(round, caller, body, fields, record?.organizationId);
    const deletes = round.draw.chance(0.04);
    if (deletes) body.active_flag = false; // what it says besides is done too
    const request = (of) => ({ method: 'PUT', target: `/v1/persons/${of}`, body });
    const before = record?.organizationId;
    const linkRequest = (other) => ({ method: 'PUT', target: `/v1/persons/${id}`, body: other });
    return {
        name: `update a person${deletes ? ', and delete it' : ''}`,
        request: request(id),
        twin: record
            ? twinOfLink(company, user, body, linkRequest)
            : { request: request(neverId(id)), ids: [[neverId(id), id]] },
        status: (patch.refusal === 403 ? 403 : !record || record.deleted ? 404 : patch.refusal ?? unlinkable) ?? 200,
        apply: (data, done) => {
            company.update(record, { actor: user, write, fields, ...patch });
            if (deletes) company.remove(record, user, write);
            done.touched.push(record, ...organizationsOf(company, before, record.organizationId));
        },
        shows: (data) => [seenPerson(data), wantedPerson(caller, record)],
    };
}

// One sees a person, not the organization, and says which it is: the answer must not tell whether that was right.
function planGuess(round, { company, user }) {
    const guessed = ({ organizationId }) => organizationId !== null && !company.seen(user, 'organization', organizationId);
    const persons = company.live(user, 'person').filter(guessed);
    if (!persons.length) return null;
    const { id, organizationId } = round.draw.pick(persons);
    const request = (body) => ({ method: 'PUT', target: `/v1/persons/${id}`, body });
    return {
        name: 'guess the hidden organization of a person',
        request: request({ org_id: organizationId }),
        twin: twinOfLink(company, user, { org_id: organizationId }, request),
        status: 400,
        changesNothing: true, // it is the one that the person has
    };
}

function planDeletion(round, { company, user }, write) {
    const id = drawId(round, company, 'person');
    const record = company.seen(user, 'person', id);
    const put = round.draw.chance(0.3);
    const request = (of) =>
        put
            ? { method: 'PUT', target: `/v1/persons/${of}`, body: { active_flag: false } }
            : { method: 'DELETE', target: `/v1/persons/${of}` };
    return {
        name: 'delete a person',
        request: request(id),
        twin: record ? null : { request: request(neverId(id)), ids: [[neverId(id), id]] },
        status: !record || (put && record.deleted) ? 404 : 200,
        apply: (data, done) => {
            company.remove(record, user, write);
            done.touched.push(record, ...organizationsOf(company, record.organizationId));
        },
    };
}

export function planPersonWrite(round, caller, write) {
    const few = caller.company.records.person.size < 12;
    const die = few ? 0 : round.draw.below(100);
    if (die < 30) return planCreation(round, caller, write);
    if (die < 36) return planGuess(round, caller);
    if (die < 85) return planUpdate(round, caller, write);
    if (die < 95) return planDeletion(round, caller, write);
    return planBulkDeletion(round, caller, write, 'person');
}
