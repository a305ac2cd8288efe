import assert from 'node:assert/strict';
import test from 'node:test';
import { parseScenario } from './scenario.mjs';

const parse = (text) => parseScenario(text, 'x.test', ['ann_key']);
const refused = (text, message) => assert.throws(() => parse(text), message);

test('requests, who sends them, and what is expected', () => {
    const steps = parse(`# What this shows.
as ann
POST /v1/organizations {"name": "x",
  "label": 1}
---- 201
content-type: application/json
{"id": <org>, ...}

as <ann_key>
GET /v1/organizations/<org>
accept: */*
---- 200
GET /healthz
---- 404
restart
`);
    assert.deepEqual(
        steps.map(({ kind }) => kind),
        ['as', 'request', 'as', 'request', 'request', 'restart'],
    );
    assert.equal(steps[1].json, '{"name": "x",\n  "label": 1}');
    assert.deepEqual(steps[1].expected.headers, [{ name: 'content-type', value: 'application/json' }]);
    assert.equal(steps[1].expected.body.open, true);
    assert.equal(steps[2].name, '<ann_key>');
    assert.deepEqual(steps[3].headers, [{ name: 'accept', value: '*/*' }]);
    assert.equal(steps[3].expected.body, null);
    assert.deepEqual(
        steps.map(({ line }) => line),
        [2, 3, 9, 10, 13, 15],
    );
});

test('raw bodies, repeated requests and the command line', () => {
    const steps = parse(`# x
repeat 3
POST /a
content-type: text/plain
| a: b
|
| c
---- 400
| plain <any>
stele user add --email "d e" --name ""
---- exit 0
| <dan:int>
eventually
GET /<dan>
---- 200
`);
    assert.equal(steps[0].times, 3);
    assert.equal(steps[2].eventually, true);
    assert.equal(steps[0].raw, 'a: b\n\nc');
    assert.equal(steps[0].expected.text, 'plain <any>');
    assert.deepEqual(steps[1].args, ['user', 'add', '--email', 'd e', '--name', '']);
    assert.deepEqual(steps[1].expected, { status: 0, text: '<dan:int>' });
});

test('what the grammar does not know is refused, with its line', () => {
    refused('# x\nGET /a', /x.test:3: no line "---- STATUS"/);
    refused('# x\nGET /a\n---- 200\n{"a": 1,}\n', /x.test:4: no member name/);
    refused('# x\nGET /a\n---- 200\n{"a": 1}\n\n{"b": 1}\n', /x.test:6: not a request/);
    refused('# x\nFETCH /a\n---- 200\n', /x.test:2: not a request/);
    refused('# x\nas\nGET /a\n---- 200\n', /x.test:2: not "as NAME"/);
    refused('# x\nrepeat 0\nGET /a\n---- 200\n', /x.test:2: not "repeat N"/);
    refused('# x\nstele check\n---- 0\n', /x.test:3: no line "---- exit N"/);
    refused('GET /a\n---- 200\n', /no comment/);
});

test('a file without a request is refused', () => {
    refused('# nothing\nas ann\n', /no request/);
});

test('a name that occurs once checks nothing and is refused', () => {
    refused('# x\nGET /a\n---- 200\n{"id": <org>}\n', /used once only: <org>/);
});
