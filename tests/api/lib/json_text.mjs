// JSON as the scenarios need it: members in order, duplicates refused and, in patterns, `<holes>`, `100 * element` and a
// closing `...`.
//
// A node is {type: 'object', members: [{name, value}], open} | {type: 'array', items, open} | {type: 'value', value}
// | {type: 'hole', name, matcher}.

const number = /-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
const literal = /true|false|null/y;
const string = /"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const hole = /<([a-z_][a-z0-9_]*)(?::([a-z0-9]+))?>/y;
const ellipsis = /\.\.\./y;
const times = /(\d+) \* /y;

class Parser {
    constructor(text, isPattern) {
        this.text = text;
        this.at = 0;
        this.isPattern = isPattern;
    }

    fail(message) {
        const rest = JSON.stringify(this.text.slice(this.at, this.at + 20));
        throw new SyntaxError(`${message} at character ${this.at}, before ${rest}`);
    }

    skipSpace() {
        while (' \t\r\n'.includes(this.text[this.at] ?? 'x')) this.at += 1;
    }

    take(pattern) {
        pattern.lastIndex = this.at;
        const match = pattern.exec(this.text);
        if (match) this.at += match[0].length;
        return match;
    }

    takeChar(char) {
        this.skipSpace();
        if (this.text[this.at] !== char) return false;
        this.at += 1;
        return true;
    }

    value() {
        this.skipSpace();
        if (this.takeChar('{')) return this.object();
        if (this.takeChar('[')) return this.array();
        const found = this.take(string) ?? this.take(number) ?? this.take(literal);
        if (found) return { type: 'value', value: JSON.parse(found[0]) };
        const named = this.isPattern && this.take(hole);
        if (named) return makeHole(named[1], named[2]);
        return this.fail('no JSON value');
    }

    object() {
        const node = { type: 'object', members: [], open: false };
        this.sequence('}', node, () => {
            const name = this.take(string) ?? this.fail('no member name');
            const member = { name: JSON.parse(name[0]) };
            if (node.members.some((other) => other.name === member.name)) this.fail(`member ${name[0]} twice`);
            if (!this.takeChar(':')) this.fail('no colon');
            member.value = this.value();
            node.members.push(member);
        });
        return node;
    }

    array() {
        const node = { type: 'array', items: [], open: false };
        this.sequence(']', node, () => node.items.push(...this.elements()));
        return node;
    }

    // In a pattern, `100 * PATTERN` stands for a hundred elements.
    elements() {
        const counted = this.isPattern && this.take(times);
        const element = this.value();
        return counted ? Array(Number(counted[1])).fill(element) : [element];
    }

    sequence(end, node, element) {
        if (this.takeChar(end)) return;
        do {
            this.skipSpace();
            node.open = Boolean(this.isPattern && this.take(ellipsis));
            if (!node.open) element();
        } while (!node.open && this.takeChar(','));
        if (!this.takeChar(end)) this.fail(`no ${end}`);
    }
}

export const matcherNames = ['any', 'absent', 'bool', 'int', 'now', 'number', 'rfc3339', 'string', 'time'];

// `<int>` only checks, `<org>` binds, `<org:int>` does both.
export function makeHole(first, second) {
    if (second !== undefined && !matcherNames.includes(second)) throw new SyntaxError(`no matcher <${second}>`);
    if (!matcherNames.includes(first)) return { type: 'hole', name: first, matcher: second ?? 'any' };
    if (second !== undefined) throw new SyntaxError(`<${first}> is a matcher, not a name`);
    return { type: 'hole', name: null, matcher: first };
}

function parseAll(text, isPattern) {
    const parser = new Parser(text, isPattern);
    const node = parser.value();
    parser.skipSpace();
    if (parser.at !== text.length) parser.fail('trailing text');
    return node;
}

export const parseJson = (text) => parseAll(text, false);
export const parsePattern = (text) => parseAll(text, true);

export function toPlain(node) {
    if (node.type === 'array') return node.items.map(toPlain);
    if (node.type !== 'object') return node.value;
    return Object.fromEntries(node.members.map(({ name, value }) => [name, toPlain(value)]));
}

// One line; members in their order.
export function toText(node) {
    if (node.type === 'array') return `[${node.items.map(toText).join(',')}]`;
    if (node.type !== 'object') return JSON.stringify(node.value);
    return `{${node.members.map(({ name, value }) => `${JSON.stringify(name)}:${toText(value)}`).join(',')}}`;
}
