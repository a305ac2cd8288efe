// Many connections at once, each of a user of its own and with calls of its own. What was answered is noted: {...call, agent,
// status, reply}; the agent is the call's name in the records' histories.
import { random } from '../crash/random.mjs';
import { Connection } from '../isolation/connection.mjs';
import { numberOf } from '../lib/ortto_ids.mjs';
import { drawCall, emailOf } from './calls.mjs';

const connections = 8;
const callsEach = 45;
const firstAccounts = 8;
const firstPersons = 40;

export class World {
    constructor() {
        Object.assign(this, { accounts: [], persons: [], drawn: 0, calls: [] });
    }

    learn(kind, id) {
        const number = numberOf(id);
        if (!this[kind].includes(number)) this[kind].push(number);
    }
}

function parsed(text) {
    try {
        return JSON.parse(text);
    } catch {
        return {};
    }
}

const errorOf = ({ error, details, detail }) => (typeof error === 'string' ? error : JSON.stringify(error ?? details) ?? detail);

// A refusal that the call may not meet ends the round.
async function carryOut(world, connection, key, call) {
    const agent = `${call.kind} ${world.calls.length + 1}`;
    const noted = { ...call, agent };
    world.calls.push(noted);
    const headers = { 'x-api-key': key, 'user-agent': agent, ...call.headers };
    const { method, target, body } = call;
    const { status, body: text } = await connection.send({ method, target, headers, body });
    Object.assign(noted, { status, reply: parsed(text) });
    const isDone = status >= 200 && status < 300;
    const isRefused = [400, 403, 404, 410].includes(status) && call.refusals.some((one) => one.test(errorOf(noted.reply)));
    if (!isDone && !isRefused) throw new Error(`${agent}: ${method} ${target} ${JSON.stringify(body)}: ${status} ${text}`);
    if (isDone) call.learn?.(noted.reply);
}

export async function fill(world, port, key) {
    const connection = new Connection(port);
    const add = (kind, target, body) => carryOut(world, connection, key, { kind, method: 'POST', target, body, refusals: [] });
    for (let i = 0; i < firstAccounts; i += 1) await add('first account', '/v1/organizations', { name: `Account ${i}` });
    for (let i = 1; i <= firstPersons; i += 1) await add('first person', '/v1/persons', { name: `P${i}`, email: emailOf(i) });
    world.accounts = Array.from({ length: firstAccounts }, (_, i) => i + 1);
    world.persons = Array.from({ length: firstPersons }, (_, i) => i + 1);
    world.drawn = firstPersons;
    connection.close();
}

export async function burst(world, port, keys, seed) {
    await Promise.all(
        Array.from({ length: connections }, async (_, i) => {
            const draw = random(seed + i);
            const connection = new Connection(port);
            try {
                for (let j = 0; j < callsEach; j += 1)
                    await carryOut(world, connection, keys[i % keys.length], drawCall(draw, world));
            } finally {
                connection.close();
            }
        }),
    );
}
