// Writers: each has a connection and records of its own, and notes what was answered and what was not.
import { Client } from '../api/lib/exchange.mjs';
import { addressV1, addressV2, Ledger } from './model.mjs';
import { random } from './random.mjs';

const bulkIds = 20;
const labels = [1, 2, 3, 4]; // every new company has these

const jsonHeader = { name: 'content-type', value: 'application/json' };

export class Writer {
    constructor({ port, key, name, seed, userIds }) {
        this.client = new Client(port);
        this.key = { name: 'x-api-token', value: key };
        this.name = name;
        this.random = random(seed);
        this.userIds = userIds;
        this.ledger = new Ledger();
        this.written = 0;
    }

    // Writes until a request is not answered. `onAcknowledged` is told of each that was.
    async run(onAcknowledged) {
        for (;;) {
            const operation = this.nextOperation();
            this.ledger.begin(operation);
            let reply;
            try {
                reply = await this.client.send(this.request(operation));
            } catch {
                return;
            }
            if (reply.status < 200 || reply.status > 299) {
                throw new Error(`${operation.method} ${operation.target}: ${reply.status} ${reply.body}`);
            }
            this.ledger.acknowledged(JSON.parse(reply.body).data.id);
            onAcknowledged();
        }
    }

    request({ method, target, body }) {
        if (body === undefined) return { method, target, headers: [this.key] };
        return { method, target, headers: [this.key, jsonHeader], body: Buffer.from(JSON.stringify(body)) };
    }

    nextOperation() {
        const { random: draw } = this;
        const { live } = this.ledger;
        const die = draw.below(100);
        if (live.length < 2 || die < 40) return draw.chance(0.5) ? this.createV1() : this.createV2();
        if (die < 60) return this.updateV1(draw.pick(live));
        if (die < 78) return this.updateV2(draw.pick(live));
        if (die < 84) return this.merge(live) ?? this.updateV1(draw.pick(live));
        if (die < 92 || live.length < bulkIds) return this.remove(draw.pick(live));
        return this.removeMany(live.slice(0, bulkIds));
    }

    // No two requests of a round write the same name.
    newName() {
        this.written += 1;
        return `${this.name} ${this.written} ${this.random.pick(['Vidros', 'Überlingen', 'Ένα', '株式会社', 'آب'])}`;
    }

    labelIds() {
        return labels.filter(() => this.random.chance(0.4));
    }

    createV1() {
        const [name, address, ownerId] = [this.newName(), `${this.newName()} street`, this.random.pick(this.userIds)];
        const body = { name, address, owner_id: ownerId };
        const patch = { name, ...addressV1(address) };
        return { type: 'create', method: 'POST', target: '/v1/organizations', body, patch, ownerId };
    }

    createV2() {
        const [name, ownerId, labelIds] = [this.newName(), this.random.pick(this.userIds), this.labelIds()];
        const address = { value: `${name} 7`, route: `${name} street`, locality: 'Genève', country: 'Switzerland' };
        const website = `https://${this.written}.example`;
        const body = { name, owner_id: ownerId, label_ids: labelIds, address, website };
        const patch = { name, website, ...labelPatch(labelIds), ...addressV2(address) };
        return { type: 'create', method: 'POST', target: '/api/v2/organizations', body, patch, ownerId };
    }

    updateV1({ id }) {
        const [name, address] = [this.newName(), `${this.newName()} square`];
        const patch = { name, ...addressV1(address) };
        return { type: 'update', method: 'PUT', target: `/v1/organizations/${id}`, body: { name, address }, patch, id };
    }

    updateV2({ id }) {
        const [name, labelIds] = [this.newName(), this.labelIds()];
        const website = `https://${this.written}.example`;
        const body = { name, label_ids: labelIds, website };
        const patch = { name, website, ...labelPatch(labelIds) };
        return { type: 'update', method: 'PATCH', target: `/api/v2/organizations/${id}`, body, patch, id };
    }

    // Of one owner, who alone follows both. Nothing when there are no two.
    merge(live) {
        const survivor = this.random.pick(live);
        const absorbed = live.find(({ id, ownerId }) => ownerId === survivor.ownerId && id !== survivor.id);
        if (!absorbed) return null;
        const target = `/v1/organizations/${absorbed.id}/merge`;
        return { type: 'merge', method: 'PUT', target, body: { merge_with_id: survivor.id }, id: survivor.id, absorbed: absorbed.id };
    }

    remove({ id }) {
        const path = this.random.pick(['/v1/organizations', '/api/v2/organizations']);
        return { type: 'delete', method: 'DELETE', target: `${path}/${id}`, ids: [id] };
    }

    removeMany(records) {
        const ids = records.map(({ id }) => id);
        return { type: 'delete', method: 'DELETE', target: `/v1/organizations?ids=${ids}`, ids };
    }
}

const labelPatch = (ids) => ({ label_ids: ids.length ? ids.join(',') : null });

const turnOfTheLoop = () => new Promise((resolve) => setImmediate(resolve));

// Lets the writers write, calls `kill` after a drawn number of answers and, since answers come right after a commit, a drawn
// number of turns later. Returns the ledgers.
export async function writeUntilKilled({ server, writers: count, key, userIds, seed, killAfter, turns, kill }) {
    let acknowledged = 0;
    let killed = false;
    let reached;
    const enough = new Promise((resolve) => (reached = resolve));
    const onAcknowledged = () => ++acknowledged === killAfter && reached();

    const writers = Array.from({ length: count }, (_, i) => {
        return new Writer({ port: server.port, key, name: `w${i}`, seed: seed + 1 + i, userIds });
    });
    const runs = writers.map((writer) =>
        writer.run(onAcknowledged).then(() => {
            if (!killed) throw new Error(`a connection broke after ${acknowledged} answers, before the kill\n${server.log}`);
        }),
    );
    try {
        await Promise.race([enough, ...runs]);
        for (let turn = 0; turn < turns; turn += 1) await turnOfTheLoop();
        killed = true;
        await kill();
        await Promise.all(runs);
    } finally {
        writers.forEach(({ client }) => client.close());
    }
    return { ledgers: writers.map(({ ledger }) => ledger), acknowledged };
}
