// Writers and readers that go on while the database comes and goes. A reply is a success or a 503 in the vendor's form; anything
// else, and a reply that lets one wait too long, is a finding.
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from '../api/lib/exchange.mjs';
import { Writer } from '../crash/load.mjs';
import { random } from '../crash/random.mjs';
import { withTimeout } from '../lib/stele.mjs';

const longestMs = 15_000;
const pauseMs = 10; // after a refusal: clients that ask again at once would leave the processor to nobody
const unknownOutcome = /is not known/;

// -> the reason that it gives.
export function refusalOf({ status, headers, body }) {
    assert.equal(status, 503, String(body));
    assert.match(headers.get('retry-after') ?? '', /^\d+$/, 'Retry-After');
    const { success, error } = JSON.parse(body);
    assert.equal(success, false);
    assert.equal(typeof error, 'string');
    return error;
}

export class Load {
    seen = { acknowledged: 0, refused: 0, unknown: 0, reads: 0, refusedReads: 0, slowestMs: 0 };
    reasons = new Set();

    // `servers` share the writers and the readers.
    constructor({ servers, keys, userIds, seed, writers = 16, readers = 4 }) {
        this.isRunning = true;
        this.watchers = new Set();
        const place = (i) => ({ port: servers[i % servers.length].port, key: keys[i % keys.length] });
        this.writers = Array.from({ length: writers }, (_, i) => {
            return new Writer({ ...place(i), name: `w${i}`, seed: seed + 1 + i, userIds });
        });
        this.readers = Array.from({ length: readers }, (_, i) => ({ ...place(i), draw: random(seed + 1001 + i) }));
        const runs = [...this.writers.map((writer) => this.write(writer)), ...this.readers.map((reader) => this.read(reader))];
        this.done = Promise.all(runs);
        this.done.catch((error) => {
            this.isRunning = false;
            this.error = error;
            this.note();
        });
    }

    get ledgers() {
        return this.writers.map(({ ledger }) => ledger);
    }

    get summary() {
        const { acknowledged, refused, unknown, reads, refusedReads, slowestMs } = this.seen;
        return `${acknowledged} writes and ${reads} reads done, ${refused} and ${refusedReads} refused, ${unknown} unknown, ` +
            `slowest ${slowestMs} ms`;
    }

    // Resolves once so many more have been counted, of each that is named.
    async more(counts) {
        const goal = Object.entries(counts).map(([name, count]) => [name, this.seen[name] + count]);
        const what = `${JSON.stringify(counts)} more`;
        let look;
        const reached = new Promise((resolve, reject) => {
            look = () => {
                if (this.error) reject(this.error);
                else if (goal.every(([name, count]) => this.seen[name] >= count)) resolve();
            };
            this.watchers.add(look);
            look();
        });
        try {
            await withTimeout(reached, what);
        } catch (error) {
            throw error === this.error ? error : new Error(`${error.message} (${this.summary})`);
        } finally {
            this.watchers.delete(look);
        }
    }

    // Each ends after the reply that it waits for.
    async stop() {
        this.isRunning = false;
        try {
            await this.done;
        } finally {
            this.writers.forEach(({ client }) => client.close());
        }
    }

    note() {
        this.watchers.forEach((look) => look());
    }

    async timed(sent, what) {
        const start = Date.now();
        const reply = await sent;
        const took = Date.now() - start;
        this.seen.slowestMs = Math.max(this.seen.slowestMs, took);
        assert.ok(took <= longestMs, `${what}: answered with ${reply.status} after ${took} ms`);
        return reply;
    }

    async write(writer) {
        const { ledger, client } = writer;
        while (this.isRunning) {
            const operation = writer.nextOperation();
            ledger.begin(operation);
            const reply = await this.timed(client.send(writer.request(operation)), `${operation.method} ${operation.target}`);
            if (reply.status >= 200 && reply.status <= 299) {
                ledger.acknowledged(JSON.parse(reply.body).data.id);
                this.seen.acknowledged += 1;
            } else {
                const reason = refusalOf(reply);
                this.reasons.add(reason);
                if (unknownOutcome.test(reason)) {
                    ledger.unanswered();
                    this.seen.unknown += 1;
                } else {
                    ledger.refused();
                    this.seen.refused += 1;
                }
                await pause(pauseMs);
            }
            this.note();
        }
    }

    async read({ port, key, draw }) {
        const client = new Client(port);
        const targets = [
            () => '/v1/organizations?limit=20&sort=update_time%20DESC',
            () => '/api/v2/organizations?limit=20',
            () => `/v1/organizations/${draw.between(1, 200)}`,
            () => `/v1/organizations/${draw.between(1, 200)}/changelog`,
            () => '/v1/users/me',
            () => '/v1/organizations/search?term=Vidros',
        ];
        try {
            while (this.isRunning) {
                const target = draw.pick(targets)();
                const request = { method: 'GET', target, headers: [{ name: 'x-api-token', value: key }] };
                const reply = await this.timed(client.send(request), target);
                if ([200, 404].includes(reply.status)) {
                    this.seen.reads += 1;
                } else {
                    this.reasons.add(refusalOf(reply));
                    this.seen.refusedReads += 1;
                    await pause(pauseMs);
                }
                this.note();
            }
        } finally {
            client.close();
        }
    }
}
