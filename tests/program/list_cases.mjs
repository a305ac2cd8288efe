// Lists of RogerRoger's dialect against a naive look at the same organizations, by who sees all of them and by who does not.
import assert from 'node:assert/strict';
import { withServer } from './steps.mjs';

const seed = 20_261;
const organizations = 120;
const queries = 400;

const words = ['nor', 'norte', 'norwood', 'oak', 'oakland', 'b', 'bv', 'c-12', 'al', 'alder', 'wood', 'woodland', 'x'];

// mulberry32
class Draw {
    constructor(from) {
        this.state = from >>> 0;
    }
    below(end) {
        this.state = (this.state + 0x6d2b79f5) >>> 0;
        let t = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
        t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
        return ((t ^ (t >>> 14)) >>> 0) % end;
    }
    chance = (one) => this.below(one) === 0;
    pick = (list) => list[this.below(list.length)];
    words = (count) => Array.from({ length: count }, () => this.pick(words)).join(' ');
}

const digits = (text) => text.replace(/\D/g, '');
const phoneOf = (draw) => `+31 ${draw.below(3)}${draw.below(3)}-${draw.below(3)}${draw.below(3)}`;
const emailOf = (draw) => `${draw.pick(words)}@${draw.pick(['Norte', 'oak'])}.example`;

async function call(server, key, method, path, body) {
    const reply = await fetch(server.url + path, {
        method,
        headers: { 'x-api-key': key, 'content-type': 'application/json' },
        body: body && JSON.stringify(body),
    });
    const text = await reply.text();
    assert.ok(reply.status < 300, `${method} ${path}: ${reply.status} ${text}`);
    return JSON.parse(text);
}

// Every third is its owner's alone.
async function fill(server, draw, key, { owners, tags }) {
    const records = [];
    for (let i = 0; i < organizations; i += 1) {
        const record = { title: `${draw.words(1 + draw.below(3))} ${i}`, owner: draw.pick(owners), tags: draw.chance(3) ? [draw.pick(tags)] : [] };
        if (draw.chance(2)) record.description = draw.words(2);
        if (draw.chance(2)) record.emailAddresses = [{ email: emailOf(draw) }];
        if (draw.chance(2)) record.phoneNumbers = [{ phoneNumber: phoneOf(draw), phoneType: 'work' }];
        if (draw.chance(3)) record.linkedinId = `in-${draw.below(20)}`;
        if (draw.chance(4)) record.archivedAt = '2025-01-01';
        const { id } = await call(server, key, 'POST', '/organizations', record);
        const isHidden = i % 3 === 0;
        if (isHidden) await call(server, key, 'PUT', `/v1/organizations/${i + 1}`, { visible_to: 1 });
        records.push({ ...record, id, isHidden, number: i });
    }
    return records;
}

const emails = (record) => (record.emailAddresses ?? []).map(({ email }) => email.toLowerCase());
const phones = (record) => (record.phoneNumbers ?? []).map(({ phoneNumber }) => phoneNumber);
const textsOf = (record) => [record.title, record.description ?? '', ...emails(record), ...phones(record), ...phones(record).map(digits)];

const isLetter = (c) => c !== undefined && /[a-z0-9]/.test(c);
function contains(text, word) {
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
        if (word.length >= 3 || at === 0 || text[at - 1] === ' ' || (isLetter(text[at]) && !isLetter(text[at - 1]))) return true;
    }
    return false;
}

// Each condition: what the request says, and whether a record fulfils it.
const conditions = {
    q(draw, records) {
        const texts = textsOf(draw.pick(records)).filter(Boolean);
        const parts = draw.pick(texts).toLowerCase().split(' ').map((word) => word.slice(draw.below(2), 1 + draw.below(6))).filter(Boolean);
        const asked = draw.chance(3) ? [...parts, draw.pick(words)] : parts;
        return [[['q', asked.join(' ')]], (record) => asked.every((word) => textsOf(record).some((text) => contains(text.toLowerCase(), word)))];
    },
    identifiers(draw, records) {
        const of = [draw.pick(records), draw.pick(records)];
        const asked = of.map((record) => draw.pick([emails(record)[0]?.toUpperCase(), phones(record)[0], digits(phones(record)[0] ?? ''),
            `00${digits(phones(record)[0] ?? '')}`, record.linkedinId, record.title]) || 'nothing');
        const has = (record, one) => emails(record).includes(one.toLowerCase()) || record.linkedinId === one
            || (/^[\d+ -]+$/.test(one) && phones(record).some((phone) => digits(phone) === digits(one).replace(/^00/, '')));
        return [asked.map((one) => ['identifiers[]', one]), (record) => asked.some((one) => has(record, one))];
    },
    archived(draw) {
        const wanted = draw.chance(2);
        return [[['exists[archivedAt]', wanted]], (record) => Boolean(record.archivedAt) === wanted];
    },
    owner(draw, _, { owners }) {
        const owner = draw.pick(owners);
        return [[['owner.id', owner]], (record) => record.owner === owner];
    },
    tag(draw, _, { tags }) {
        const tag = draw.pick(tags);
        return [[['tags.id', tag]], (record) => record.tags.includes(tag)];
    },
    email(draw, records) {
        const email = emails(draw.pick(records))[0] ?? 'nobody@example';
        return [[['emailAddresses.email', email]], (record) => emails(record).includes(email)];
    },
};

const lastNames = { '/users/01020000-0100-8000-8000-000000000001': 'an', '/users/01020000-0100-8000-8000-000000000002': 'b', '/users/01020000-0100-8000-8000-000000000003': 'a' };
// By the last word of the owner's name, or else as they were added.
const orders = { 'owner.lastName': (record) => lastNames[record.owner], createdAt: () => '' };

async function compare(server, draw, { key, records, world, seen }) {
    const parameters = [];
    let wanted = seen;
    for (const [name, make] of Object.entries(conditions)) {
        if (!draw.chance(name === 'q' ? 2 : 5)) continue;
        const [asked, holds] = make(draw, records, world);
        parameters.push(...asked);
        wanted = wanted.filter(holds);
    }
    const order = draw.chance(2) ? draw.pick(Object.keys(orders)) : null;
    const isFalling = draw.chance(2);
    if (order) {
        parameters.push([`order[${order}]`, isFalling ? 'desc' : 'asc']);
        const direction = isFalling ? -1 : 1;
        const idDirection = order === 'createdAt' ? direction : 1; // the last name is no key of the lists of which it is put together
        wanted = wanted.toSorted((a, b) => {
            const [one, other] = [orders[order](a), orders[order](b)];
            return one === other ? idDirection * (a.number - b.number) : direction * (one < other ? -1 : 1);
        });
    }
    const [size, page] = [1 + draw.below(30), 1 + draw.below(3)];
    const target = `/organizations?${new URLSearchParams([...parameters, ['itemsPerPage', size], ['page', page]])}`;
    const reply = await call(server, key, 'GET', target);
    assert.equal(reply.totalItems, wanted.length, target);
    const shown = reply.member.map(({ id }) => id);
    assert.deepEqual(shown, wanted.slice((page - 1) * size, page * size).map(({ id }) => id), target);
    return shown.length;
}

export const listCases = {
    async 'lists of RogerRoger are what a naive look finds'(folder) {
        const draw = new Draw(seed);
        await folder.addUser('bob@acme.example', 'Bob B');
        await folder.addUser('cat@acme.example', 'Cat A');
        const key = await folder.createKey('bob@acme.example');
        await withServer(folder, [], async (server) => {
            const tags = [];
            for (const title of ['One', 'Two']) tags.push((await call(server, folder.adminKey, 'POST', '/tags', { title }))['@id']);
            const owners = Object.keys(lastNames);
            const world = { owners, tags };
            const records = await fill(server, draw, folder.adminKey, world);
            const ofBob = records.filter(({ isHidden, owner }) => !isHidden || owner === owners[1]);
            let shown = 0;
            for (let i = 0; i < queries; i += 1) {
                const [asker, seen] = i % 2 ? [key, ofBob] : [folder.adminKey, records];
                shown += await compare(server, draw, { key: asker, records, world, seen }).catch((error) => {
                    error.message = `seed ${seed}, list ${i}: ${error.message}`;
                    throw error;
                });
            }
            assert.ok(shown > queries, `seed ${seed}: ${shown} organizations in ${queries} lists`);
        });
    },
};
