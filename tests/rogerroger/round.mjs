// One round: a small company, random writes one after the other, and after each of them what is to be seen: the reply, the item, the list
// that it is in, and the other dialect's view of it.
import assert from 'node:assert/strict';
import { random } from '../crash/random.mjs';
import { Connection } from '../isolation/connection.mjs';
import { DataFolder, Server } from '../lib/stele.mjs';
import { drawBody } from './bodies.mjs';
import { after, seen } from './model.mjs';

const writes = 400;
const most = 20; // of a kind: all of them stand on one page

const paths = { organization: '/organizations', person: '/people' };
const contentTypes = { POST: ['application/json', 'application/ld+json'], PUT: ['application/json', 'application/ld+json'], PATCH: ['application/merge-patch+json', 'application/json'] };

class World {
    constructor(connection, key, draw) {
        Object.assign(this, { connection, key, draw, asked: 0, refused: 0, done: {} });
        this.items = { organization: new Map(), person: new Map(), note: new Map() }; // id -> {id, path, item, createdAt}
    }

    get organizations() {
        return [...this.items.organization.keys()];
    }
    get people() {
        return [...this.items.person.keys()];
    }

    async ask(method, target, body, type = 'application/json') {
        this.asked += 1;
        const headers = { 'x-api-key': this.key, ...(body !== undefined && { 'content-type': type }) };
        const reply = await this.connection.send({ method, target, headers, body });
        return { status: reply.status, body: reply.body ? JSON.parse(reply.body) : null };
    }

    async get(target) {
        const { status, body } = await this.ask('GET', target);
        assert.equal(status, 200, `GET ${target}`);
        return body;
    }
}

const idsOf = (list) => list.map(({ '@id': iri }) => iri.split('/').at(-1));

async function fill(world) {
    const add = async (target, body) => (await world.ask('POST', target, body)).body.id;
    world.users = idsOf((await world.get('/users')).member);
    world.categories = idsOf((await world.get('/note_categories')).member);
    world.tags = [];
    world.segments = [];
    for (let i = 0; i < 4; i += 1) {
        world.tags.push(await add('/tags', { title: `tag ${i}` }));
        world.segments.push(await add('/segments', { title: `list ${i}`, icon: 'star' }));
    }
}

// --- the model's other ends ------------------------------------------------------------------------------------------------

const other = { organization: ['person', 'people', 'organizations'], person: ['organization', 'organizations', 'people'] };

// Who is linked to whom is said on both sides.
function mirror(world, kind, id) {
    const [otherKind, ownMember, otherMember] = other[kind];
    const linked = world.items[kind].get(id)?.item[ownMember] ?? [];
    for (const [otherId, { item }] of world.items[otherKind]) {
        const rest = item[otherMember].filter((one) => one !== id);
        item[otherMember] = (linked.includes(otherId) ? [...rest, id] : rest).sort();
    }
}

// --- what is seen ----------------------------------------------------------------------------------------------------------

function expectItem(kind, shown, { id, path, item, createdAt }, what) {
    assert.deepEqual(seen(kind, shown), item, what);
    assert.deepEqual([shown.id, shown['@id']], [id, path], what);
    if (kind !== 'note') assert.equal(shown.createdAt, createdAt, `${what}: createdAt`);
    for (const name of ['importedAt', 'linkedinPublicIdentifier', 'linkedinInternalId', 'companyEnrichment', 'avatarUrl', 'unknown', '_organizations'])
        assert.ok(!(name in shown), `${what}: ${name}`);
}

async function expectList(world, kind, target, items, what) {
    const { totalItems, member } = await world.get(`${target}?itemsPerPage=30`);
    assert.deepEqual([totalItems, idsOf(member)], [items.length, items.map(({ id }) => id)], `${what}: its list`);
    member.forEach((shown, i) => expectItem(kind, shown, items[i], `${what}: member ${i} of its list`));
}

const numberOf = (id) => parseInt(id.slice(-10), 16);
const userNumber = (iri) => numberOf(iri.split('/').at(-1));

const inPipedrive = {
    async organization(world, { id, item }) {
        const { data } = await world.get(`/api/v2/organizations/${numberOf(id)}`);
        const { city = null, postalCode = null, street = null } = item.address ?? {};
        assert.deepEqual([data.name, data.website, data.owner_id], [item.title, item.website ?? null, userNumber(item.owner)]);
        const { locality = null, postal_code: code = null, route = null } = data.address ?? {};
        assert.deepEqual([locality, code, route], [city, postalCode, street]);
        assert.equal(data.is_deleted, false);
        const { data: old } = await world.get(`/v1/organizations/${numberOf(id)}`);
        assert.equal(old.notes_count, [...world.items.note.values()].filter(({ parent, item: note }) => parent === id && !note.isPrivate).length);
    },
    async person(world, { id, item }) {
        const { data } = await world.get(`/v1/persons/${numberOf(id)}`);
        const names = [item.givenName, item.familyName].filter(Boolean);
        assert.deepEqual([data.name, data.first_name ?? '', data.last_name], [names.join(' '), item.givenName ?? '', item.familyName]);
        assert.equal(data.owner_id.value, userNumber(item.owner));
        const values = (list) => list.map(({ value }) => value).filter(Boolean);
        assert.deepEqual(values(data.email), item.emailAddresses.map(({ email }) => email));
        assert.deepEqual(values(data.phone), item.phoneNumbers.map(({ phoneNumber }) => phoneNumber));
        const primary = data.org_id?.active_flag === false ? 'deleted' : data.org_id?.value;
        const linked = item.organizations.map(numberOf);
        assert.ok(primary === 'deleted' || (linked.length ? linked.includes(primary) : primary === undefined), `of ${linked} primary is ${primary}`);
    },
    async note(world, { id, item, parent }) {
        const { status, body } = await world.ask('GET', `/v1/notes/${numberOf(id)}`);
        const isSeen = !item.isPrivate || userNumber(item.author) === 1;
        assert.equal(status, isSeen ? 200 : 404);
        if (!isSeen) return;
        const time = item.createdAt.replace('T', ' ').slice(0, 19);
        assert.deepEqual([body.data.content, body.data.org_id, body.data.user_id, body.data.add_time], [item.description, numberOf(parent), userNumber(item.author), time]);
    },
};

const visible = ({ item }) => !item.isPrivate || userNumber(item.author) === 1;

async function look(world, kind, record, what) {
    if (visible(record)) {
        const item = await world.get(record.path);
        expectItem(kind, item, record, `${what}: the item`);
    } else {
        assert.equal((await world.ask('GET', record.path)).status, 404, `${what}: a note that became another's own`);
    }
    const all = [...world.items[kind].values()].filter((one) => one.parent === record.parent && visible(one));
    await expectList(world, kind, record.collection, all.sort((a, b) => numberOf(a.id) - numberOf(b.id)), what);
    await inPipedrive[kind](world, record);
}

// --- writes ----------------------------------------------------------------------------------------------------------------

function place(world, kind) {
    if (kind !== 'note') return { collection: paths[kind], parent: null };
    const parent = world.draw.pick(world.organizations);
    return { collection: `/organizations/${parent}/notes`, parent };
}

const nothing = { organization: { owner: 1 }, person: { owner: 1 }, note: {} };

async function write(world, kind, method, record) {
    const { draw } = world;
    const { body, refusal } = drawBody(draw, world, kind, method);
    const { collection, parent } = record ?? place(world, kind);
    const target = record?.path ?? collection;
    const what = `${method} ${target} ${JSON.stringify(body)}`.slice(0, 1500);
    const before = record && { ...(await world.get(record.path)) };
    const reply = await world.ask(method, target, body, draw.pick(contentTypes[method]));
    if (refusal) {
        assert.equal(reply.status, refusal, `${what}: ${JSON.stringify(reply.body)}`);
        if (record) assert.deepEqual(await world.get(record.path), before, what);
        world.refused += 1;
        return;
    }
    assert.equal(reply.status, record ? 200 : 201, `${what}: ${JSON.stringify(reply.body)}`);
    const { id, createdAt } = reply.body;
    const me = `/users/${world.users[0]}`;
    const given = nothing[kind].owner ? { owner: me } : { author: me, createdAt };
    const one = { id, path: `${collection}/${id}`, collection, parent, createdAt: record?.createdAt ?? createdAt };
    one.item = after(kind, method, record?.item ?? given, body);
    world.items[kind].set(id, one);
    if (kind !== 'note') mirror(world, kind, id);
    expectItem(kind, reply.body, one, `${what}: the reply`);
    if (record && JSON.stringify(seen(kind, before)) === JSON.stringify(seen(kind, reply.body)))
        assert.equal(reply.body.updatedAt, before.updatedAt, `${what}: nothing was changed`);
    await look(world, kind, one, what);
}

async function remove(world, kind, { id, path, collection, parent }) {
    assert.equal((await world.ask('DELETE', path)).status, 204, `DELETE ${path}`);
    world.items[kind].delete(id);
    if (kind !== 'note') mirror(world, kind, id);
    if (kind === 'organization') for (const note of world.items.note.values()) if (note.parent === id) world.items.note.delete(note.id);
    for (const method of ['GET', 'DELETE', 'PATCH', 'PUT'])
        assert.equal((await world.ask(method, path, 'PATCH PUT'.includes(method) ? {} : undefined)).status, 404, `${method} ${path}, which was deleted`);
    const all = [...world.items[kind].values()].filter((one) => one.parent === parent && visible(one));
    await expectList(world, kind, collection, all.sort((a, b) => numberOf(a.id) - numberOf(b.id)), `DELETE ${path}`);
}

async function step(world) {
    const { draw } = world;
    const kind = world.organizations.length ? draw.pick(['organization', 'organization', 'person', 'person', 'note']) : 'organization';
    const records = [...world.items[kind].values()].filter(visible);
    const few = records.length < 4;
    const method = few ? 'POST' : records.length >= most ? 'DELETE' : draw.pick(['POST', 'PUT', 'PATCH', 'PATCH', 'PATCH', 'PATCH', 'PUT', draw.chance(0.4) ? 'DELETE' : 'POST']);
    world.done[method] = (world.done[method] ?? 0) + 1;
    if (method === 'POST') return write(world, kind, method, null);
    const record = draw.pick(records);
    return method === 'DELETE' ? remove(world, kind, record) : write(world, kind, method, record);
}

// All of both sides at the end: links that a write to one of them changed on the other.
async function lookAtAll(world) {
    for (const kind of Object.keys(paths)) {
        const all = [...world.items[kind].values()].sort((a, b) => numberOf(a.id) - numberOf(b.id));
        await expectList(world, kind, paths[kind], all, 'at the end');
    }
}

export async function patchRound(binary, seed) {
    const folder = await DataFolder.create(binary);
    await folder.addUser('bob@acme.example', 'Bob Berg');
    await folder.addUser('cid@acme.example', 'Cid Castro');
    const server = await Server.start(folder, ['--access-log', 'false']);
    const world = new World(new Connection(server.port), folder.adminKey, random(seed));
    try {
        await fill(world);
        for (let i = 0; i < writes; i += 1) {
            await step(world);
            if (i % 40 === 39) await lookAtAll(world);
        }
        world.connection.close();
        await server.stop();
        await folder.check();
    } finally {
        world.connection.close();
        await server.kill();
    }
    await folder.remove();
    const counts = Object.entries(world.done).map(([method, count]) => `${count} ${method}`);
    if (world.refused < writes / 40) throw new Error(`only ${world.refused} were refused`);
    return `${counts.join(', ')}; ${world.refused} refused; ${world.asked} requests`;
}
