// The text of a scenario, read into steps. The grammar is in ../README.md.
//
// A step is {line, kind: 'request' | 'command' | 'as' | 'restart', ...}; what it expects stands in `expected`:
// {status, headers: [{name, value}], body: pattern node | null, text: string | null}.
import { matcherNames, parsePattern } from './json_text.mjs';

const requestLine = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) (\/\S*|\*|<\w+>)(?: (.+))?$/;
const headerLine = /^([a-z][a-z0-9-]*):(?: (.*))?$/;
const rule = /^---- (exit )?(\d{1,3})$/;
const directive = /^(#|as |restart$|repeat |eventually$|stele |(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) )/;

class Reader {
    constructor(text, file) {
        this.lines = text.split('\n');
        this.file = file;
        this.at = 0;
    }

    fail(message) {
        throw new SyntaxError(`${this.file}:${this.at + 1}: ${message}`);
    }

    get line() {
        return this.lines[this.at];
    }

    get ended() {
        return this.at >= this.lines.length;
    }

    next() {
        return this.lines[this.at++];
    }

    // The lines from here for which `test` holds.
    takeWhile(test) {
        const from = this.at;
        while (!this.ended && test(this.line)) this.at += 1;
        return this.lines.slice(from, this.at);
    }

    skipBlank() {
        this.takeWhile((line) => line.trim() === '');
    }

    headers() {
        return this.takeWhile((line) => headerLine.test(line)).map((line) => {
            const [, name, value = ''] = headerLine.exec(line);
            return { name, value };
        });
    }

    // Lines behind `|`, joined; null when there are none.
    rawText() {
        const lines = this.takeWhile((line) => /^\|( |$)/.test(line));
        return lines.length ? lines.map((line) => line.slice(2)).join('\n') : null;
    }

    rule(isExit) {
        const found = !this.ended && rule.exec(this.line);
        if (!found || Boolean(found[1]) !== isExit) this.fail(`no line "---- ${isExit ? 'exit N' : 'STATUS'}"`);
        this.at += 1;
        return Number(found[2]);
    }

    jsonPattern() {
        const from = this.at;
        const lines = this.takeWhile((line) => line.trim() !== '' && !directive.test(line));
        if (!lines.length) return null;
        try {
            return parsePattern(lines.join('\n'));
        } catch (error) {
            this.at = from;
            return this.fail(error.message);
        }
    }

    expected() {
        const status = this.rule(false);
        const headers = this.headers();
        const text = this.rawText();
        return { status, headers, text, body: text === null ? this.jsonPattern() : null };
    }

    request() {
        const found = requestLine.exec(this.line) ?? this.fail('not a request');
        const step = {
            kind: 'request',
            line: this.at + 1,
            method: found[1],
            target: found[2],
            headers: [],
            raw: null,
            json: null,
        };
        this.at += 1;
        if (found[3] === undefined) {
            step.headers = this.headers();
            step.raw = this.rawText();
        }
        const rest = step.raw === null ? this.takeWhile((line) => !rule.test(line) && !directive.test(line)) : [];
        const json = [found[3] ?? '', ...rest].join('\n').trim();
        if (json) step.json = json;
        return { ...step, expected: this.expected() };
    }

    command() {
        const step = { kind: 'command', line: this.at + 1, args: splitWords(this.next().slice('stele '.length)) };
        return { ...step, expected: { status: this.rule(true), text: this.rawText() } };
    }

    step() {
        const line = this.at + 1;
        const [word, value] = this.line.split(' ');
        if (word === 'stele') return this.command();
        if (word === 'as' || word === 'restart') {
            if (!/^(as (\w+|<\w+>)|restart)$/.test(this.line)) this.fail('not "as NAME" or "restart"');
            this.at += 1;
            return { kind: word, line, name: value };
        }
        if (word === 'eventually') {
            this.at += 1;
            return { ...this.request(), eventually: true };
        }
        if (word !== 'repeat') return this.request();
        if (!/^repeat [1-9]\d*$/.test(this.line)) this.fail('not "repeat N"');
        this.at += 1;
        return { ...this.request(), times: Number(value) };
    }
}

// Words between spaces; "quoted ones" may hold spaces or be empty.
function splitWords(text) {
    return [...text.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare);
}

// A name that occurs once checks nothing: `<any>` says so plainly.
function loneNames(text, known) {
    const counts = new Map();
    const lines = text.split('\n').filter((line) => !line.startsWith('#'));
    for (const [, name] of lines.join('\n').matchAll(/<([a-z_][a-z0-9_]*)(?::[a-z0-9]+)?>/g)) {
        counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    return [...counts]
        .filter(([name, n]) => n === 1 && !known.includes(name) && !matcherNames.includes(name))
        .map(([name]) => name);
}

// `known`: names that are bound before the first step. Throws SyntaxError with file and line.
export function parseScenario(text, file, known = []) {
    const reader = new Reader(text, file);
    const steps = [];
    for (reader.skipBlank(); !reader.ended; reader.skipBlank()) {
        if (reader.line.startsWith('#')) reader.at += 1;
        else steps.push(reader.step());
    }
    if (!text.startsWith('#')) throw new SyntaxError(`${file}:1: no comment says what this file shows`);
    if (!steps.some(({ kind }) => kind === 'request' || kind === 'command')) throw new SyntaxError(`${file}: no request`);
    const lone = loneNames(text, ['n', ...known]);
    if (lone.length) throw new SyntaxError(`${file}: used once only: ${lone.map((name) => `<${name}>`).join(', ')}`);
    return steps;
}
