import assert from 'node:assert/strict';
import test from 'node:test';
import { parseJson, parsePattern } from './json_text.mjs';
import { Matching } from './pattern.mjs';
import { Scope } from './scope.mjs';

function problems(pattern, actual, scope = new Scope()) {
    const matching = new Matching(scope, Date.now());
    matching.match(parsePattern(pattern), parseJson(actual));
    return matching.problems;
}

const agrees = (pattern, actual, scope) => assert.deepEqual(problems(pattern, actual, scope), []);
const differs = (pattern, actual, expected, scope) => assert.deepEqual(problems(pattern, actual, scope), expected);

test('equal values agree', () => {
    agrees('{"a": [1, "x", null, true], "b": {}}', '{"a":[1,"x",null,true],"b":{}}');
});

test('a missing member is a problem, in closed and in open objects', () => {
    differs('{"a": 1, "b": 2}', '{"a":1}', ['$.b: missing']);
    differs('{"b": <any>, ...}', '{"a":1}', ['$.b: missing']);
});

test('an extra member is a problem unless the object is open', () => {
    differs('{"a": 1}', '{"a":1,"b":2}', ['$.b: not expected, got 2']);
    agrees('{"a": 1, ...}', '{"a":1,"b":2}');
});

test('a closed object checks the order of its members', () => {
    differs('{"a": 1, "b": 2}', '{"b":2,"a":1}', ['$: expected members in the order a, b, got b, a']);
    agrees('{"a": 1, "b": 2, ...}', '{"b":2,"a":1}');
});

test('null, zero, empty text, empty array and absence are all different', () => {
    const values = ['null', '0', '""', '[]', '{}', 'false'];
    for (const a of values) for (const b of values) if (a !== b) assert.equal(problems(a, b).length, 1, `${a} ${b}`);
    differs('{"a": null}', '{}', ['$.a: missing']);
    differs('{"a": 12}', '{"a":"12"}', ['$.a: expected 12, got "12"']);
});

test('<absent> is agreed with by absence alone', () => {
    agrees('{"a": <absent>, ...}', '{"b":1}');
    differs('{"a": <absent>, ...}', '{"a":null}', ['$.a: expected no such member, got null']);
});

test('a closed array checks its length, an open one its beginning', () => {
    differs('[1]', '[1,2]', ['$: expected 1 elements, got [1,2]']);
    differs('[1, 2, ...]', '[1]', ['$: expected at least 2 elements, got [1]']);
    differs('[2, ...]', '[1,2]', ['$[0]: expected 2, got 1']);
    agrees('[1, ...]', '[1,2]');
});

test('a counted element stands for that many', () => {
    agrees('[3 * {"id": <int>}, 4]', '[{"id":1},{"id":2},{"id":3},4]');
    differs('[3 * <int>]', '[1,2]', ['$: expected 3 elements, got [1,2]']);
    differs('[2 * 7]', '[7,8]', ['$[1]: expected 7, got 8']);
});

test('a name binds where it is new and must equal afterwards', () => {
    const scope = new Scope();
    agrees('{"a": <x>, "b": <x>}', '{"a":{"k":1},"b":{"k":1}}', scope);
    differs('<x>', '{"k":2}', ['$: expected <x> {"k":1}, got {"k":2}'], scope);
    differs('{"a": <y>, "b": <y>}', '{"a":1,"b":"1"}', ['$.b: expected <y> 1, got "1"']);
});

test('matchers look at the type, with or without a name', () => {
    const good = {
        any: 'null',
        bool: 'true',
        int: '7',
        number: '1.5',
        string: '""',
        time: '"2026-10-02 09:41:07"',
        rfc3339: '"2026-10-02T09:41:07Z"',
    };
    for (const [name, text] of Object.entries(good)) agrees(`<${name}>`, text);
    const bad = {
        bool: '1',
        int: '1.5',
        number: '"1"',
        string: '1',
        time: '"2026-10-02T09:41:07Z"',
        rfc3339: '"2026-10-02T09:41:07.123Z"',
    };
    for (const [name, text] of Object.entries(bad)) differs(`<x:${name}>`, text, [`$: expected <${name}>, got ${text}`]);
    differs('<time>', '"2026-13-40 09:41:07"', ['$: expected <time>, got "2026-13-40 09:41:07"']);
});

test('<now> is a time of this run', () => {
    const now = new Date().toISOString();
    agrees('<now>', JSON.stringify(now.slice(0, 19).replace('T', ' ')));
    agrees('<now>', JSON.stringify(`${now.slice(0, 19)}Z`));
    assert.equal(problems('<now>', '"2020-01-01 00:00:00"').length, 1);
    assert.equal(problems('<now>', '"2999-01-01T00:00:00Z"').length, 1);
});

test('names inside quoted text are filled in, and an unbound one is an error', () => {
    const scope = new Scope({ n: 7 });
    agrees('"Org <n> <3*ab>"', '"Org 7 ababab"', scope);
    assert.throws(() => problems('"Org <m>"', '"Org 7"', scope), /<m> is not bound/);
});
