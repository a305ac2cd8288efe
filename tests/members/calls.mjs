// Random calls of three dialects. Each is {kind, method, target, body, headers?, refusals: what it may be refused with, learn(reply)?}; the world
// knows which numbers there have been, not which of them are there still.
import { accountId, personId } from '../lib/ortto_ids.mjs';
import { uuidOf } from '../lib/rogerroger_ids.mjs';

export const limit = 7;
const groups = 5; // of people, by their e-mail addresses

export const emailOf = (number) => `p${number}.g${number % groups}@x.example`;

const notFound = /Object not found$/;
const full = /over the limit of 7$|more than 3000 people/;

// One account by any of its names, on either path.
const target = (draw, verb) => `/v1/${draw.pick(['accounts', 'organizations'])}/contacts/${verb}`;
const named = (draw, id) => ({ [draw.pick(['accounts_id', 'account_id', 'organization_id'])]: draw.chance(0.2) ? [id] : id });

const somePeople = (draw, world, most) => Array.from({ length: draw.between(1, most) }, () => personId(draw.pick(world.persons)));

function drawFilter(draw, world) {
    const group = `.g${draw.below(groups)}@`;
    const is = (number) => ({ '$str::is': { field_id: 'str::email', value: emailOf(number) } });
    return draw.pick([
        { '$str::contains': { field_id: 'str::email', value: group } },
        { $or: Array.from({ length: draw.between(1, 5) }, () => is(draw.pick(world.persons))) },
        { $id_is: { field_id: 'idt::o', value: accountId(draw.pick(world.accounts)) } },
        { $and: [{ '$str::contains': { field_id: 'str::email', value: group } }, { $has_no_value: { field_id: 'idt::o' } }] },
    ]);
}

// By ids, by a filter, or by both, less some.
function drawSelection(draw, world) {
    const die = draw.below(10);
    const body = {};
    if (die < 7) body.inclusion_ids = somePeople(draw, world, 5);
    if (die > 5) body.filter = drawFilter(draw, world);
    if (draw.chance(0.15)) body.exclusion_ids = somePeople(draw, world, 3);
    return body;
}

function link(draw, world, verb) {
    const body = { ...drawSelection(draw, world), ...named(draw, accountId(draw.pick(world.accounts))) };
    const isListed = body.inclusion_ids && !body.filter && !body.exclusion_ids;
    return {
        kind: verb,
        method: 'PUT',
        target: target(draw, verb),
        body,
        headers: { 'stele-report': '1' },
        refusals: [notFound, full],
        listed: isListed ? new Set(body.inclusion_ids).size : null, // of whom each is told what became of him
    };
}

const add = (draw, world) => link(draw, world, 'add');
const remove = (draw, world) => link(draw, world, 'remove');

const ortto = (kind, method, path, body, more = {}) => ({ kind, method, target: path, body, refusals: [], ...more });

function select(draw, entity, numbers) {
    const ids = numbers.map(entity === 'person' ? personId : accountId);
    const verb = draw.pick(['archive', 'restore', 'restore', 'delete']);
    return ortto(`${verb} ${entity}`, verb === 'delete' ? 'DELETE' : 'PUT', `/v1/${entity}/${verb}`, { inclusion_ids: ids });
}

const selectPeople = (draw, world) => select(draw, 'person', [draw.pick(world.persons), draw.pick(world.persons)]);
const selectAccounts = (draw, world) => select(draw, draw.pick(['accounts', 'organizations']), [draw.pick(world.accounts)]);

// Somebody new, or one who is there: by the e-mail address, or by his id.
function mergePerson(draw, world) {
    const number = draw.chance(0.4) ? ++world.drawn : draw.pick(world.persons);
    const fields = { 'str::email': emailOf(number), 'str::first': `P${number}`, 'str::last': `L${draw.below(100)}` };
    return ortto('merge a person', 'POST', '/v1/person/merge', { people: [{ fields, tags: ['t'] }], merge_by: ['str::email'] }, {
        refusals: [/^No valid contacts provided/],
        learn: ({ people }) => world.learn('persons', people[0].person_id),
    });
}

function mergeAccount(draw, world) {
    const fields = { 'str:o:name': `Account ${draw.below(14)}`, 'int:o:employees': draw.below(900) };
    return ortto('merge an account', 'POST', '/v1/accounts/merge', { accounts: [{ fields }], merge_by: ['str:o:name'] }, {
        learn: ({ accounts }) => world.learn('accounts', accounts[0].account_id),
    });
}

const gone = /not found|there is no|merged|deleted/i;
const pipedrive = (kind, method, path, body, more = {}) => ({ kind, method, target: path, body, refusals: [gone, /org_id/], ...more });

const orNone = (draw, list) => (draw.chance(0.25) ? null : draw.pick(list));

function linkPerson(draw, world) {
    const [id, body] = [draw.pick(world.persons), { org_id: orNone(draw, world.accounts) }];
    return draw.chance(0.5)
        ? pipedrive('link, v1', 'PUT', `/v1/persons/${id}`, body)
        : pipedrive('link, v2', 'PATCH', `/api/v2/persons/${id}`, body);
}

function addPerson(draw, world) {
    const number = ++world.drawn;
    const body = { name: `P${number}`, email: emailOf(number), org_id: orNone(draw, world.accounts) };
    return pipedrive('add a person', 'POST', '/v1/persons', body, { learn: ({ data }) => world.learn('persons', personId(data.id)) });
}

function addAccount(draw, world) {
    const body = { name: `Account ${draw.below(14)}` };
    return pipedrive('add an account', 'POST', '/v1/organizations', body, {
        learn: ({ data }) => world.learn('accounts', accountId(data.id)),
    });
}

function mergeTwo(draw, kind, numbers) {
    const [id, into] = [draw.pick(numbers), draw.pick(numbers)];
    const refusals = [gone, /itself|same|merge/i];
    return pipedrive(`merge ${kind}`, 'PUT', `/v1/${kind}/${id}/merge`, { merge_with_id: into }, { refusals, absorbed: id, survivor: into });
}

const mergePersons = (draw, world) => mergeTwo(draw, 'persons', world.persons);
const mergeOrganizations = (draw, world) => mergeTwo(draw, 'organizations', world.accounts);

const removeOne = (draw, kind, numbers) => {
    const prefix = draw.pick(['/v1', '/api/v2']);
    return pipedrive(`delete ${kind}`, 'DELETE', `${prefix}/${kind}/${draw.pick(numbers)}`);
};

const rogerroger = (kind, path, body) => ({ kind, method: 'PATCH', target: path, body, refusals: [/^Not Found$|^Item not found/] });

// A person of none, one or several.
function linkOrganizations(draw, world) {
    const some = Array.from({ length: draw.below(4) }, () => `/organizations/${uuidOf('organization', draw.pick(world.accounts))}`);
    return rogerroger('link, RogerRoger', `/people/${uuidOf('person', draw.pick(world.persons))}`, { organizations: some });
}

// All that an organization has, from here on.
function linkPeople(draw, world) {
    const some = Array.from({ length: draw.below(9) }, () => `/people/${uuidOf('person', draw.pick(world.persons))}`);
    return rogerroger('people, RogerRoger', `/organizations/${uuidOf('organization', draw.pick(world.accounts))}`, { people: some });
}

const weighted = [
    [34, add],
    [12, remove],
    [18, linkPerson],
    [12, linkOrganizations],
    [8, linkPeople],
    [6, mergePerson],
    [3, mergeAccount],
    [4, selectPeople],
    [4, selectAccounts],
    [6, addPerson],
    [4, addAccount],
    [3, mergePersons],
    [2, mergeOrganizations],
    [2, (draw, world) => removeOne(draw, 'persons', world.persons)],
    [2, (draw, world) => removeOne(draw, 'organizations', world.accounts)],
];
const total = weighted.reduce((sum, [weight]) => sum + weight, 0);

export function drawCall(draw, world) {
    let die = draw.below(total);
    for (const [weight, call] of weighted) {
        if (die < weight) return call(draw, world);
        die -= weight;
    }
    throw new Error('no call was drawn');
}
