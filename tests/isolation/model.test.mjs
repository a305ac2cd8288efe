// The oracle says who sees what; and what a server shows too much, too little or in the wrong order is noticed.
import assert from 'node:assert/strict';
import test from 'node:test';
import { random } from '../crash/random.mjs';
import { replyOf } from './connection.mjs';
import { Company, levels } from './model.mjs';
import { Round } from './round.mjs';
import { View } from './sweep.mjs';
import { pagesByCursor, pagesV1 } from './sweep_lists.mjs';

// 1 is the first group; north below it, west below north, east beside west.
const [first, north, west, east] = [1, 2, 3, 4];
const groupOf = { admin: first, chief: first, owner: north, peer: north, below: west, sibling: east };

function company(scheme) {
    const made = new Company('a', 1, scheme);
    for (const [id, above] of [[first, null], [north, first], [west, north], [east, north]]) made.groups.set(id, above);
    for (const [i, [role, group]] of Object.entries(groupOf).entries())
        made.users.set(i + 1, { id: i + 1, role, group, admin: role === 'admin', active: true, defaults: {} });
    return made;
}

const userOf = (made, role) => [...made.users.values()].find((user) => user.role === role);

function add(made, kind, role, level) {
    const id = made.records[kind].size + 1;
    return made.add(kind, { id, number: id, actor: userOf(made, role), write: 1, level, fields: { name: `n${id}` } });
}

function whoSees(made, record) {
    const users = [...made.users.values()].filter((user) => made.sees(user, record));
    return users.map(({ role }) => role).join(' ');
}

test('who sees what in groups', () => {
    const made = company('groups');
    const seen = (level, owner = 'owner') => whoSees(made, add(made, 'organization', owner, level));
    assert.equal(seen(levels.owner), 'admin owner');
    assert.equal(seen(levels.group), 'admin owner peer');
    assert.equal(seen(levels.groupAndBelow), 'admin owner peer below sibling');
    assert.equal(seen(levels.groupAndBelow, 'below'), 'admin below');
    assert.equal(seen(levels.groupAndBelow, 'chief'), 'admin chief owner peer below sibling');
    assert.equal(seen(levels.everyone), 'admin chief owner peer below sibling');
});

test('who sees what in the simple scheme', () => {
    const made = company('simple');
    const record = add(made, 'organization', 'owner', levels.owner);
    assert.equal(whoSees(made, record), 'admin owner');
    made.follow(record, userOf(made, 'sibling').id, userOf(made, 'owner'));
    assert.equal(whoSees(made, record), 'admin owner sibling');
    made.update(record, { actor: userOf(made, 'owner'), write: 2, ownerId: userOf(made, 'peer').id, fields: {} });
    assert.equal(whoSees(made, record), 'admin owner peer sibling'); // the first owner follows still
});

test('a person shows an organization to those alone who see it', () => {
    const made = company('groups');
    const organization = add(made, 'organization', 'owner', levels.owner);
    const person = add(made, 'person', 'owner', levels.everyone);
    made.update(person, { actor: userOf(made, 'owner'), write: 2, fields: { organizationId: organization.id } });
    assert.equal(made.organizationOf(userOf(made, 'owner'), person), organization);
    assert.equal(made.organizationOf(userOf(made, 'peer'), person), null);
    assert.equal(made.peopleCount(organization), 1);
});

// A server that lists these ids to a reader, in pages of either kind.
function serving(ids, lie = {}) {
    return {
        send({ target }) {
            const url = new URL(target, 'http://x');
            const [start, limit] = ['start', 'limit'].map((name) => Number(url.searchParams.get(name)));
            const from = Number(url.searchParams.get('cursor') ?? start);
            const more = ids.length > from + limit;
            const pagination = { start, limit, more_items_in_collection: more, ...lie };
            if (more) pagination.next_start = start + limit;
            const body = { success: true, data: ids.slice(from, from + limit).map((id) => ({ id })) };
            body.additional_data = { pagination, next_cursor: more ? String(from + limit) : null };
            return Promise.resolve(replyOf(200, 'OK', [], Buffer.from(JSON.stringify(body))));
        },
    };
}

async function findings(pages, wanted, connection) {
    const made = company('groups');
    made.users.get(1).keys = { read: 'k', write: 'k', admin: 'k' };
    const round = new Round({ companies: [made], connection, draw: random(1) });
    const view = new View(round, connection, made, made.users.get(1), random(1));
    await pages(view, 'a list', '/v1/x', {}, wanted.map((id) => ({ id })), () => {});
    return [...round.findings.keys()];
}

const ids = Array.from({ length: 40 }, (_, i) => i + 1);

test('a list that is right', async () => {
    assert.deepEqual(await findings(pagesV1, ids, serving(ids)), []);
});

test('a record too many, one too few, two in the wrong order', async () => {
    const swapped = [2, 1, ...ids.slice(2)];
    for (const shown of [[...ids, 41], ids.slice(0, -1), ids.slice(1), swapped]) {
        const found = await findings(pagesV1, ids, serving(shown));
        assert.ok(found.includes('a list: which records'), `${shown}: ${found}`);
    }
});

test('pages that say wrongly whether there are more', async () => {
    assert.deepEqual(await findings(pagesV1, [], serving([], { more_items_in_collection: true })), ['a list: pagination']);
    assert.deepEqual(await findings(pagesV1, ids, serving(ids, { total: 41 })), ['a list: pagination']);
    assert.deepEqual(await findings(pagesByCursor, [], serving([])), []);
    const [all, shown] = [ids.slice(0, 2), ids.slice(0, 1)];
    assert.ok((await findings(pagesByCursor, all, serving(shown))).includes('a list: which records'));
});
