// What a round knows, and the one way in which it asks: every reply is searched before anything else is made of it.
import { comparable } from './connection.mjs';
import { leaks } from './markers.mjs';

// After a write that went otherwise than the rules say, the model knows no more.
export class Astray extends Error {}

export class Round {
    constructor({ folder, companies, connection, draw }) {
        Object.assign(this, { folder, companies, connection, draw });
        this.writes = new Map(); // those that succeeded: number -> {touched: records}
        this.writeNumber = 0;
        this.recordNumber = 0;
        this.findings = new Map(); // what -> {example, count}
        this.requests = 0;
    }

    fail(what, detail) {
        const known = this.findings.get(what);
        if (known) known.count += 1;
        else this.findings.set(what, { example: detail, count: 1 });
    }

    // `settle(reply)` says what the request did to the model; a writer may know what it saw before, and what it sees after.
    async ask(connection, { company, user, scope = 'read', key = user.keys[scope] }, request, settle = () => {}) {
        const headers = { 'x-api-token': key, ...request.headers };
        const reader = user?.active ? { company, user } : null;
        const reply = await connection.send({ ...request, headers });
        this.requests += 1;
        const said = JSON.stringify([request.target, request.headers, request.body, request.form]);
        const suspects = leaks(reply.text, said, reader, this.writes);
        settle(reply);
        const still = suspects.length ? leaks(reply.text, said, reader, this.writes).map(({ text }) => text) : [];
        const found = suspects.filter(({ text }) => still.includes(text));
        if (found.length) {
            const who = `${user ? `${user.role} of ${company.letter}` : 'nobody'}: ${describe(request)}`;
            const texts = found.map(({ text }) => text).join(' ');
            this.fail(`a reply shows ${found[0].kind} markers: ${shape(request)}`, `${who} -> ${texts}`);
        }
        return reply;
    }

    // A request about what the caller does not see, and the same about what never was, are answered alike. `ids`: of the
    // second, and what the first has instead.
    compare(caller, request, reply, twin, twinReply, ids) {
        const [one, other] = [comparable(reply), comparable(twinReply, ids)];
        if (one === other) return;
        const what = `hidden differs from never been: ${shape(request)}`;
        const who = `${caller.user.role} of ${caller.company.letter}`;
        const [short, shortOther] = [one, other].map((text) => text.replaceAll('\n', ' | ').slice(0, 300));
        this.fail(what, `${who}: ${describe(request)}: ${short}\n    and ${describe(twin)}: ${shortOther}`);
    }
}

export const describe = ({ method, target, body, form = body }) =>
    `${method} ${target}${form ? ` ${JSON.stringify(form)}` : ''}`;

// A request without its numbers: findings of one kind are counted together.
const shape = ({ method, target, body }) =>
    `${method} ${target.split('?')[0].replace(/\d{2,}|\/\d+/g, '/<id>')}${body ? ` {${Object.keys(body)}}` : ''}`;

export function parsed(reply) {
    try {
        return JSON.parse(reply.body);
    } catch {
        return {};
    }
}
