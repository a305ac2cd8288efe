// Plays one scenario against a server of its own.
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { runProgram, Server, timeoutMs } from '../../lib/stele.mjs';
import { bytesOf, Client } from './exchange.mjs';
import { parseJson } from './json_text.mjs';
import { Matching } from './pattern.mjs';
import { parseScenario } from './scenario.mjs';
import { Scope } from './scope.mjs';

// Subcommands that are told which data folder they are about.
const onData = ['company', 'group', 'user', 'key', 'check', 'purge', 'undelete', 'mail', 'import'];

// A word that begins with @ is a file of tests/lib.
const pathOf = (word) => (word.startsWith('@') ? fileURLToPath(new URL(`../../lib/${word.slice(1)}`, import.meta.url)) : word);

const pollMs = 20;

const authHeaders = ['x-api-token', 'x-api-key', 'authorization'];

class Play {
    // `observe(exchange)` sees every reply; it returns problems of its own, and links that must lead somewhere.
    constructor(file, template, observe) {
        this.file = file;
        this.template = template;
        this.observe = observe;
        this.failures = [];
        this.played = 0;
        this.followed = new Set();
    }

    async run() {
        const { bindings } = this.template;
        const steps = parseScenario(await readFile(this.file.path, 'utf8'), this.file.name, Object.keys(bindings));
        this.scope = new Scope(bindings);
        this.sinceMs = Date.now();
        this.folder = await this.template.folder.copy();
        try {
            await this.open();
            for (const step of steps) await this.play(step);
            await this.close();
        } finally {
            this.client?.close();
            await this.server?.kill();
            await this.folder.remove();
        }
    }

    async open() {
        this.server = await Server.start(this.folder, ['--log-level', 'debug']);
        this.client = new Client(this.server.port);
    }

    // Every scenario ends with a clean stop, a check that recounts everything, and a look for secrets in the log.
    async close() {
        this.client.close();
        await this.server.stop();
        await this.folder.check();
        const isSecret = (name) => name.endsWith('_key') || name.endsWith('_secret');
        const names = [...this.scope.nodes.keys()].filter(isSecret);
        const leaked = names.filter((name) => this.server.log.includes(this.scope.text(name)));
        if (leaked.length) this.failures.push(`${this.file.name}: the log shows <${leaked.join('>, <')}>`);
    }

    async play(step) {
        try {
            const problems = (await this[step.kind](step)) ?? [];
            const what = step.kind === 'request' ? `${step.method} ${step.target}` : step.kind;
            this.failures.push(...problems.map((problem) => `${this.file.name}:${step.line}: ${what}: ${problem}`));
        } catch (error) {
            this.failures.push(`${this.file.name}:${step.line}: ${error.message}`);
        }
        this.played += 1;
    }

    as({ name }) {
        const bound = name.startsWith('<') ? name.slice(1, -1) : `${name}_key`;
        this.key = name === 'nobody' ? null : this.scope.text(bound);
    }

    async restart() {
        await this.close();
        await this.open();
    }

    async command({ args, expected }) {
        const words = args.map((word) => pathOf(this.scope.fill(word)));
        const result = onData.includes(words[0])
            ? await this.folder.run(words)
            : await runProgram(this.folder.binary, words);
        if (result.status !== expected.status)
            return [`exit status ${result.status}, expected ${expected.status}\n${result.stderr}`];
        if (expected.text === null) return [];
        return this.scope.matchText(expected.text, result.stdout.replace(/\n$/, ''));
    }

    async request(step) {
        if (step.eventually) return this.poll(step);
        if (!step.times) return this.exchange(step, this.scope);
        for (let n = 1; n <= step.times; n += 1) {
            const problems = await this.exchange(step, this.scope.child({ n }));
            if (problems.length) return problems.map((problem) => `round ${n}: ${problem}`);
        }
        return [];
    }

    // What a job does is there some time after the reply to its request.
    async poll(step) {
        for (const until = Date.now() + timeoutMs; ; await pause(pollMs)) {
            const problems = await this.exchange(step, this.scope);
            if (!problems.length || Date.now() > until) return problems;
        }
    }

    async exchange(step, scope) {
        if (this.key === undefined) throw new Error('no "as" before the first request');
        const target = scope.fillTarget(step.target);
        const content = this.content(step, scope);
        const { reply, shown, observed } = await this.send({ method: step.method, target, ...content });
        const problems = [...shown.problems, ...compare(step.expected, reply, shown, scope, this.sinceMs), ...observed.problems];
        return [...problems, ...(await this.follow(observed.links, content.headers))];
    }

    async send(request) {
        const reply = await this.client.send(request);
        const shown = readBody(reply);
        const { method, target, body } = request;
        const { status, headers } = reply;
        const observed = this.observe({ method, target, status, headers, sent: sentMembers(body), body: shown.node });
        return { reply, shown, observed };
    }

    // Each link once, as whoever was shown it.
    async follow(links, sentHeaders) {
        const headers = sentHeaders.filter(({ name }) => authHeaders.includes(name));
        const problems = [];
        for (const target of links) {
            const id = JSON.stringify([headers, target]);
            if (this.followed.has(id)) continue;
            this.followed.add(id);
            const { reply, observed } = await this.send({ method: 'GET', target, headers });
            if (reply.status !== 200) problems.push(`leads to ${target}, which is ${reply.status}`);
            problems.push(...observed.problems.map((problem) => `leads to ${target}: ${problem}`));
        }
        return problems;
    }

    content(step, scope) {
        const headers = step.headers.map(({ name, value }) => ({ name, value: scope.fill(value) }));
        const has = (...names) => headers.some(({ name }) => names.includes(name));
        if (this.key && !has(...authHeaders)) headers.push({ name: 'x-api-token', value: this.key });
        let body = null;
        if (step.json !== null) body = Buffer.from(scope.fillJson(step.json));
        if (step.raw !== null) body = bytesOf(scope.fill(step.raw));
        if (body && !has('content-type')) headers.push({ name: 'content-type', value: 'application/json' });
        return { headers: headers.filter(({ value }) => value !== ''), body };
    }
}

// Of a body that is a JSON object; else null.
function sentMembers(body) {
    try {
        const value = body && JSON.parse(body.toString('utf8'));
        return value && typeof value === 'object' && !Array.isArray(value) ? value : null;
    } catch {
        return null;
    }
}

// {text, node: of a JSON body, else null, problems}
function readBody({ headers, body }) {
    const shown = { text: body.toString('utf8'), node: null, problems: [] };
    if (!body.length || !/^application\/(?:\w+\+)?json\b/.test(headers.get('content-type') ?? '')) return shown;
    try {
        new TextDecoder('utf-8', { fatal: true }).decode(body);
        shown.node = parseJson(shown.text);
    } catch (error) {
        shown.problems.push(`body is no JSON: ${error.message}`);
    }
    return shown;
}

function compare(expected, reply, shown, scope, sinceMs) {
    const problems = [];
    if (reply.status !== expected.status) {
        return [`status ${reply.status}, expected ${expected.status}; body ${shown.text.slice(0, 400)}`];
    }
    for (const { name, value } of expected.headers) {
        const actual = reply.headers.get(name);
        if (value === '<absent>' && actual !== undefined) problems.push(`header ${name}: expected none, got ${actual}`);
        if (value === '<absent>') continue;
        const found = actual === undefined ? ['missing'] : scope.matchText(value, actual);
        problems.push(...found.map((problem) => `header ${name}: ${problem}`));
    }
    if (expected.text !== null) problems.push(...scope.matchText(expected.text, shown.text));
    if (expected.body) problems.push(...compareJson(expected.body, shown, scope, sinceMs));
    return problems;
}

function compareJson(pattern, { node, text }, scope, sinceMs) {
    if (!node) return [`no JSON body: ${JSON.stringify(text.slice(0, 200))}`];
    const matching = new Matching(scope, sinceMs);
    matching.match(pattern, node);
    return matching.problems;
}

// {name, played, failures}
export async function playFile(file, template, observe) {
    const play = new Play(file, template, observe);
    try {
        await play.run();
    } catch (error) {
        play.failures.push(error instanceof SyntaxError ? error.message : `${file.name}: ${error.message}`);
    }
    if (!play.played && !play.failures.length) play.failures.push(`${file.name}: nothing was played`);
    return { name: file.name, played: play.played, failures: play.failures };
}
