// Relationships between organizations: seen by those who see both, while neither is deleted.
import { drawId, neverId } from './draw.mjs';
import { pagesV1 } from './sweep_lists.mjs';

const path = '/v1/organizationRelationships';
const isLive = (company, user, id) => company.seen(user, 'organization', id)?.deleted === false;

const areRelated = (company, one, other) =>
    company.all('relationship').some(({ sides, deleted }) => !deleted && sides.includes(one) && sides.includes(other));

function planCreation(round, { company, user }) {
    const sides = [drawId(round, company, 'organization'), drawId(round, company, 'organization')];
    const [owner, linked] = sides;
    const request = (of) => ({ method: 'POST', target: path, body: { type: 'related', rel_owner_org_id: of, rel_linked_org_id: linked } });
    const isTaken = owner === linked || !sides.every((id) => isLive(company, user, id)) || areRelated(company, owner, linked);
    const isHidden = owner !== linked && !company.seen(user, 'organization', owner);
    return {
        name: 'relate two organizations',
        request: request(owner),
        twin: isHidden ? { request: request(neverId(owner)), ids: [[neverId(owner), owner]] } : null,
        status: isTaken ? 400 : 200,
        apply: (data) => company.records.relationship.set(data.id, { kind: 'relationship', id: data.id, sides, deleted: false }),
        shows: (data) => [[data.rel_owner_org_id.value, data.rel_linked_org_id.value], sides],
    };
}

function planDeletion(round, { company, user }) {
    const id = drawId(round, company, 'relationship');
    const relationship = company.seen(user, 'relationship', id);
    const request = (of) => ({ method: 'DELETE', target: `${path}/${of}` });
    return {
        name: 'take a relationship away',
        request: request(id),
        twin: relationship ? null : { request: request(neverId(id)), ids: [[neverId(id), id]] },
        status: relationship ? 200 : 404,
        apply: () => {
            relationship.deleted = true;
        },
    };
}

export const planRelationshipWrite = (round, caller) =>
    (round.draw.chance(0.8) ? planCreation : planDeletion)(round, caller);

export async function sweepRelationships(view) {
    const { company, user, draw } = view;
    const organizations = company.live(user, 'organization');
    if (organizations.length) {
        const { id } = draw.pick(organizations);
        const wanted = company.live(user, 'relationship').filter(({ sides }) => sides.includes(id));
        const nameOf = ({ sides }) => company.find('organization', sides.find((side) => side !== id)).fields.name;
        await pagesV1(view, 'relationships', path, { org_id: id }, wanted, (_, target, body, page) => {
            view.expect('who is related', target, body.data.map((data) => data.related_organization_name), page.map(nameOf));
        });
    }
    const hidden = company.all('relationship').filter((relationship) => !company.sees(user, relationship));
    if (hidden.length) await view.expectNothing((id) => `${path}/${id}`, draw.pick(hidden).id);
}
