import assert from 'node:assert/strict';
import test from 'node:test';
import { parseJson, parsePattern, toPlain, toText } from './json_text.mjs';

test('a JSON text is read with its members in order, even where their names are numbers', () => {
    const text = '{"b":1,"2":[true,null,-1.5e3],"1":"\\u00e9\\n"}';
    assert.equal(toText(parseJson(text)), text.replace('-1.5e3', '-1500').replace('\\u00e9', 'é'));
    assert.deepEqual(toPlain(parseJson(text)), JSON.parse(text));
});

test('what is no JSON is refused', () => {
    for (const text of [
        '',
        '{',
        '{"a":1,}',
        '[1,]',
        '{"a" 1}',
        '{"a":1}x',
        '01',
        "{'a':1}",
        '"a\nb"',
        '{"a":1,"a":2}',
        'nul',
        '<a>',
        '{...}',
        '+1',
        '.5',
    ]) {
        assert.throws(() => parseJson(text), SyntaxError, text);
    }
});

test('a pattern may hold names, matchers and a closing ellipsis', () => {
    const pattern = parsePattern('{"a": <org>, "b": <int>, "c": <t:time>, "d": [1, ...], ...}');
    assert.equal(pattern.open, true);
    assert.deepEqual(pattern.members[0].value, { type: 'hole', name: 'org', matcher: 'any' });
    assert.deepEqual(pattern.members[1].value, { type: 'hole', name: null, matcher: 'int' });
    assert.deepEqual(pattern.members[2].value, { type: 'hole', name: 't', matcher: 'time' });
    assert.equal(pattern.members[3].value.open, true);
});

test('a pattern with anything behind its ellipsis, or with an unknown matcher, is refused', () => {
    for (const text of ['{..., "a": 1}', '[..., 1]', '[... 1]', '<a:date>', '<int:time>', '<A>', '<>']) {
        assert.throws(() => parsePattern(text), SyntaxError, text);
    }
});
