// The names that a scenario has bound so far, and text in which they are filled in.
import { makeHole, parseJson, toPlain, toText } from './json_text.mjs';

const inText = /<(?:(\d+)\*([^>]+)|(\d+)\.\.(\d+)|([a-z_][a-z0-9_]*)(?::([a-z0-9]+))?)>/g;
const escape = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

function generated([whole, count, unit, first, last]) {
    if (count !== undefined) return unit.repeat(Number(count));
    if (first === undefined) return null;
    if (Number(first) > Number(last)) throw new Error(`${whole}: nothing to count`);
    return Array.from({ length: last - first + 1 }, (_, i) => Number(first) + i).join(',');
}

export class Scope {
    constructor(bindings = {}) {
        this.nodes = new Map();
        for (const [name, value] of Object.entries(bindings)) this.set(name, value);
    }

    has(name) {
        return this.nodes.has(name);
    }

    set(name, value) {
        this.bind(name, parseJson(JSON.stringify(value)));
    }

    bind(name, node) {
        this.nodes.set(name, node);
    }

    node(name) {
        if (!this.nodes.has(name)) throw new Error(`<${name}> is not bound`);
        return this.nodes.get(name);
    }

    // As plain text: a string without its quotes.
    text(name) {
        const value = toPlain(this.node(name));
        return typeof value === 'string' ? value : toText(this.node(name));
    }

    // A name inside a scenario that is repeated is bound for one round only.
    child(bindings) {
        const copy = new Scope(bindings);
        for (const [name, node] of this.nodes) if (!copy.has(name)) copy.bind(name, node);
        return copy;
    }

    // Fills in bound names and generators (`<300*ab>`, `<1..20>`), each through `spell`.
    fill(text, spell = (plain) => plain) {
        return text.replace(inText, (...match) => spell(generated(match) ?? this.text(match[5])));
    }

    // A target that is a name alone is bound to an address of this server.
    fillTarget(text) {
        const address = /^<(\w+)>$/.exec(text);
        if (address) {
            const { pathname, search } = new URL(this.text(address[1]));
            return pathname + search;
        }
        return this.fill(text, encodeURIComponent);
    }

    // Inside quotes a name stands for its text, outside for its JSON.
    fillJson(text) {
        return text
            .split(/("(?:[^"\\]|\\.)*")/)
            .map((part, i) => (i % 2 ? this.fillQuoted(part) : this.fillBare(part)))
            .join('');
    }

    fillQuoted(part) {
        return this.fill(part, (plain) => JSON.stringify(plain).slice(1, -1));
    }

    fillBare(part) {
        return part.replace(inText, (...match) => generated(match) ?? toText(this.node(match[5])));
    }

    // Compares text with a text pattern and binds the names that are new. Returns problems.
    matchText(pattern, actual) {
        const groups = [];
        let expression = '';
        let end = 0;
        for (const match of pattern.matchAll(inText)) {
            expression += escape(pattern.slice(end, match.index));
            end = match.index + match[0].length;
            const plain = generated(match) ?? (this.has(match[5]) ? this.text(match[5]) : null);
            expression += plain === null ? '(.+?)' : escape(plain);
            if (plain === null) groups.push(makeHole(match[5], match[6]));
        }
        const found = new RegExp(`^${expression}${escape(pattern.slice(end))}$`, 's').exec(actual);
        if (!found) return [`expected ${JSON.stringify(pattern)}, got ${JSON.stringify(actual)}`];
        return groups.flatMap((hole, i) => this.bindText(hole, found[i + 1]));
    }

    bindText({ name, matcher }, text) {
        if (matcher === 'int' && !/^\d+$/.test(text)) return [`expected <int>, got ${JSON.stringify(text)}`];
        if (!['int', 'any', 'string'].includes(matcher)) return [`<${matcher}> matches JSON, not text`];
        if (name) this.set(name, matcher === 'int' ? Number(text) : text);
        return [];
    }
}
