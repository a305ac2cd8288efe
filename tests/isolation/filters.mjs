// Kept filters: seen by their owners and those whom their level lets see them; and what they list is what the reader sees.
import { drawId, neverId } from './draw.mjs';
import { checkOrganizationV1 } from './expected.mjs';
import { marker } from './markers.mjs';
import { pagesV1 } from './sweep_lists.mjs';

const idField = '4001';

// Organizations whose ids are above a bound.
const conditionsOf = (above) => {
    const condition = { object: 'organization', field_id: idField, operator: '>', value: String(above), extra_value: null };
    return { glue: 'and', conditions: [{ glue: 'and', conditions: [condition] }, { glue: 'or', conditions: [] }] };
};

function planCreation(round, { company, user }, write) {
    const number = ++round.recordNumber;
    const level = round.draw.pick(company.scheme === 'groups' ? [1, 3, 5, 7] : [1, 3]);
    const above = round.draw.below(20);
    const name = marker(company.letter, 'filter', number, 'name', write);
    return {
        name: 'keep a filter',
        request: { method: 'POST', target: '/v1/filters', body: { name, type: 'org', visible_to: level, conditions: conditionsOf(above) } },
        twin: null,
        status: 200,
        apply: (data) => {
            const filter = { kind: 'filter', id: data.id, number, ownerId: user.id, level: company.meant(level), above, name };
            Object.assign(filter, { followers: new Set(), deleted: false });
            company.records.filter.set(data.id, filter);
            company.byNumber.set(`filter ${number}`, filter);
        },
        shows: (data) => [[data.name, data.visible_to], [name, level]],
    };
}

function planDeletion(round, { company, user }) {
    const id = drawId(round, company, 'filter');
    const filter = company.seen(user, 'filter', id);
    const isThere = filter && !filter.deleted;
    const request = (of) => ({ method: 'DELETE', target: `/v1/filters/${of}` });
    return {
        name: 'delete a filter',
        request: request(id),
        twin: isThere ? null : { request: request(neverId(id)), ids: [[neverId(id), id]] },
        status: !isThere ? 404 : user.admin || filter.ownerId === user.id ? 200 : 403,
        apply: () => {
            filter.deleted = true;
        },
    };
}

export const planFilterWrite = (round, caller, write) =>
    (round.draw.chance(0.85) ? planCreation : planDeletion)(round, caller, write);

export async function sweepFilters(view) {
    const { company, user, draw } = view;
    const body = await view.read('/v1/filters', 'filters');
    const seen = company.live(user, 'filter');
    view.expect('filters', '/v1/filters', body?.data.map(({ id, name }) => [id, name]), seen.map(({ id, name }) => [id, name]));
    if (seen.length) {
        const { id, above } = draw.pick(seen);
        const listed = company.live(user, 'organization').filter((record) => record.id > above);
        await pagesV1(view, 'organizations of a filter', '/v1/organizations', { filter_id: id }, listed, checkOrganizationV1);
    }
    const hidden = company.all('filter').filter((filter) => filter.deleted || !company.sees(user, filter));
    if (!hidden.length) return;
    await view.expectNothing((id) => `/v1/filters/${id}`, draw.pick(hidden).id);
    await view.expectNothing((id) => `/v1/organizations?filter_id=${id}`, draw.pick(hidden).id);
}
