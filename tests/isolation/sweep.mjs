// Everything that each user can read, compared with what the model says is theirs to see.
import { random } from '../crash/random.mjs';
import { Connection } from './connection.mjs';
import { sweepDeals } from './deals.mjs';
import { neverId } from './draw.mjs';
import { sweepFiles } from './files.mjs';
import { sweepFilters } from './filters.mjs';
import { sweepNotes } from './notes.mjs';
import { sweepOrtto } from './ortto_sweep.mjs';
import { sweepRelationships } from './relationships.mjs';
import { sweepRogerRoger } from './rogerroger_sweep.mjs';
import { describe, parsed } from './round.mjs';
import { sweepLists } from './sweep_lists.mjs';
import { sweepRecords } from './sweep_records.mjs';

// One user's eyes: asks, expects, and tells the round what is not as it should be.
export class View {
    constructor(round, connection, company, user, draw) {
        Object.assign(this, { round, connection, company, user, draw });
    }

    get caller() {
        const scope = this.draw.pick(['read', 'read', 'write', 'admin']); // a key's scope widens nothing that is seen
        return { company: this.company, user: this.user, scope };
    }

    async get(target, method = 'GET') {
        const headers = this.draw.chance(0.5) ? { 'accept-encoding': 'gzip' } : {};
        const request = { method, target, headers };
        return { request, reply: await this.round.ask(this.connection, this.caller, request) };
    }

    // The parsed reply of a request that must succeed; null when it did not.
    async read(target, what) {
        const { reply } = await this.get(target);
        const body = parsed(reply);
        if (reply.status === 200 && body.success === true) return body;
        this.fail(what, target, `${reply.status} ${reply.body.slice(0, 200)}`);
        return null;
    }

    expect(what, target, seen, wanted) {
        const [one, other] = [JSON.stringify(seen), JSON.stringify(wanted)];
        if (one !== other) this.fail(what, target, `${one}\n    not ${other}`);
        return one === other;
    }

    fail(what, target, detail) {
        const who = `${this.user.role} (user ${this.user.id}) of ${this.company.letter}, ${this.company.scheme}`;
        this.round.fail(what, `${who}: GET ${target}: ${detail}`);
    }

    // What is hidden, or the other company's, is as what never was.
    async expectNothing(target, id) {
        const { request, reply } = await this.get(target(id), this.draw.chance(0.1) ? 'HEAD' : 'GET');
        const never = neverId(id);
        const twin = { ...request, target: target(never) };
        const twinReply = await this.round.ask(this.connection, { ...this.caller }, twin);
        this.round.compare(this.caller, request, reply, twin, twinReply, [[never, id]]);
        if (reply.status !== 404) this.fail('something hidden is not 404', target(id), describe(request) + reply.status);
    }
}

async function sweepUser(round, company, user, seed) {
    const view = new View(round, new Connection(round.connection.port), company, user, random(seed));
    try {
        await sweepLists(view);
        await sweepRecords(view);
        await sweepNotes(view);
        await sweepFiles(view);
        await sweepDeals(view);
        await sweepRelationships(view);
        await sweepFilters(view);
        await sweepOrtto(view);
        await sweepRogerRoger(view);
    } finally {
        view.connection.close();
    }
}

// One whose key is no more, or who never had one, knows nothing.
async function sweepStrangers(round) {
    const leavers = round.companies.flatMap(({ users }) => [...users.values()].filter(({ active }) => !active));
    const keys = [...leavers.flatMap((user) => Object.values(user.keys)), 'st_1_x', ''];
    for (const key of keys) {
        for (const target of ['/v1/organizations', '/api/v2/organizations/1', '/v1/persons/1', '/api/v2/persons', '/v1/recents', '/v1/users', '/v1/nothing', '/organizations', '/people/x', '/users', '/organizations/x/notes']) {
            const request = { method: 'GET', target };
            const reply = await round.ask(round.connection, { key }, request);
            if (reply.status !== 401) round.fail('a stranger is not refused', `${describe(request)}: ${reply.status}`);
        }
    }
}

// When an organization was deleted, or changed by a call that does not show it, only the server says.
async function learnTimes(round) {
    for (const company of round.companies) {
        const admin = { company, user: company.users.get(1) };
        const unknown = company.all('organization').filter(({ deleted, time, timeOfDeletion }) => !(deleted ? timeOfDeletion : time));
        for (const record of unknown) {
            const request = { method: 'GET', target: `/api/v2/organizations/${record.id}` };
            const { data } = parsed(await round.ask(round.connection, admin, request));
            record.time = data?.update_time;
            if (record.deleted) record.timeOfDeletion = record.time;
        }
    }
}

// Users read side by side: the records stand still meanwhile.
export async function sweep(round) {
    await learnTimes(round);
    const readers = round.companies.flatMap((company) => {
        return [...company.users.values()].filter(({ active }) => active).map((user) => [company, user]);
    });
    const seed = round.draw.below(2 ** 31);
    await Promise.all(readers.map(([company, user], i) => sweepUser(round, company, user, seed + i)));
    await sweepStrangers(round);
}
