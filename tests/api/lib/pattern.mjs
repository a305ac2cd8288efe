// Compares a reply with a pattern. Names bind where they are new and must equal where they are known.
import { toPlain, toText } from './json_text.mjs';

const timeForms = {
    time: /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/,
    rfc3339: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
};

const isTime = (value, form) => typeof value === 'string' && form.test(value) && !Number.isNaN(epochMs(value));
const epochMs = (text) => Date.parse(`${text.slice(0, 10)}T${text.slice(11, 19)}Z`);

// Times are whole seconds, cut off.
function isNow(value, sinceMs) {
    const isEither = Object.values(timeForms).some((form) => isTime(value, form));
    return isEither && epochMs(value) >= sinceMs - 1000 && epochMs(value) <= Date.now() + 1000;
}

const matchers = {
    any: () => true,
    bool: (value) => typeof value === 'boolean',
    int: (value) => Number.isSafeInteger(value),
    number: (value) => typeof value === 'number',
    string: (value) => typeof value === 'string',
    time: (value) => isTime(value, timeForms.time),
    rfc3339: (value) => isTime(value, timeForms.rfc3339),
    now: isNow,
};

export class Matching {
    // `sinceMs`: the earliest time that counts as now.
    constructor(scope, sinceMs = Date.now()) {
        this.scope = scope;
        this.sinceMs = sinceMs;
        this.problems = [];
    }

    differ(path, expected, actual) {
        this.problems.push(`${path}: expected ${expected}, got ${actual}`);
    }

    match(pattern, actual, path = '$') {
        if (pattern.type === 'hole') return this.matchHole(pattern, actual, path);
        if (pattern.type !== actual.type) return this.differ(path, describe(pattern), toText(actual));
        if (pattern.type === 'object') return this.matchObject(pattern, actual, path);
        if (pattern.type === 'array') return this.matchArray(pattern, actual, path);
        return this.matchValue(pattern.value, actual.value, path);
    }

    matchValue(pattern, actual, path) {
        const expected = typeof pattern === 'string' ? this.scope.fill(pattern) : pattern;
        if (expected !== actual) this.differ(path, JSON.stringify(expected), JSON.stringify(actual));
    }

    matchHole({ name, matcher }, actual, path) {
        if (matcher === 'absent') return this.differ(path, 'no such member', toText(actual));
        if (!matchers[matcher](toPlain(actual), this.sinceMs)) return this.differ(path, `<${matcher}>`, toText(actual));
        if (name === null) return;
        if (!this.scope.has(name)) return this.scope.bind(name, actual);
        const expected = toText(this.scope.node(name));
        if (expected !== toText(actual)) this.differ(path, `<${name}> ${expected}`, toText(actual));
    }

    matchArray(pattern, actual, path) {
        pattern.items.forEach((item, i) => {
            if (i < actual.items.length) this.match(item, actual.items[i], `${path}[${i}]`);
        });
        const expected = pattern.items.length;
        const isEnough = pattern.open ? actual.items.length >= expected : actual.items.length === expected;
        if (!isEnough) this.differ(path, `${pattern.open ? 'at least ' : ''}${expected} elements`, toText(actual));
    }

    // Members may be named by bound names, as custom fields are.
    matchObject(pattern, actual, path) {
        const left = new Map(actual.members.map(({ name, value }) => [name, value]));
        for (const { name: written, value } of pattern.members) {
            const name = this.scope.fill(written);
            const here = `${path}.${name}`;
            if (left.has(name)) this.match(value, left.get(name), here);
            else if (!(value.type === 'hole' && value.matcher === 'absent')) this.problems.push(`${here}: missing`);
            left.delete(name);
        }
        if (pattern.open) return;
        for (const [name, value] of left) this.problems.push(`${path}.${name}: not expected, got ${toText(value)}`);
        if (!left.size) this.matchOrder(pattern, actual, path);
    }

    matchOrder(pattern, actual, path) {
        const names = new Set(actual.members.map(({ name }) => name));
        const expected = pattern.members
            .map(({ name }) => this.scope.fill(name))
            .filter((name) => names.has(name))
            .join(', ');
        if (expected !== [...names].join(', ')) this.differ(path, `members in the order ${expected}`, [...names].join(', '));
    }
}

function describe(pattern) {
    return { object: 'an object', array: 'an array' }[pattern.type] ?? JSON.stringify(pattern.value);
}
