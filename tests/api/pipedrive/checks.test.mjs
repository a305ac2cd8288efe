import assert from 'node:assert/strict';
import test from 'node:test';
import { parseJson } from '../lib/json_text.mjs';
import { Checks, operationOf } from './checks.mjs';
import { envelopeProblems } from './envelope.mjs';
import { differences, join, schemaOfShape, shapeOfBody, shapeOfSchema } from './shape.mjs';

const facts = (more = {}) => ({
    document: { 'v1 GET /organizations/{id}': { 200: { success: 'boolean', data: { id: 'integer', name: 'string' } } } },
    samples: { 'v1 GET /organizations/{id}': { success: 'boolean', data: { id: 'integer', name: 'string' } } },
    differences: [],
    ...more,
});
const row = { method: 'GET', pattern: '/v1/organizations/{id:number}' };
const reply = (body, status = 200, target = '/api/v1/organizations/12') => ({
    method: 'GET',
    target,
    status,
    body: parseJson(JSON.stringify(body)),
});
const good = { success: true, data: { id: 1, name: null } };

function problems(body, { rows = [row], ...more } = {}) {
    const checks = new Checks(rows, facts(more));
    return [...checks.reply(reply(body)), ...checks.finish()];
}

test('operations are named alike by request and by row', () => {
    assert.equal(operationOf('GET', '/api/v1/organizations/12/changelog'), 'v1 GET /organizations/{id}/changelog');
    assert.equal(operationOf('GET', '/v1/organizations/{id:number}'), 'v1 GET /organizations/{id}');
    assert.equal(operationOf('PATCH', '/api/v2/organizations/7'), 'v2 PATCH /organizations/{id}');
    for (const path of ['/v2/organizations', '/v1/accounts/get', '/v1/tags', '/healthz'])
        assert.equal(operationOf('GET', path), null);
});

test('a reply as documented passes, nulls included', () => {
    assert.deepEqual(problems(good), []);
});

test('a wrong type, a wrong success flag and an undocumented status fail', () => {
    assert.match(problems({ success: true, data: { id: '1', name: 'x' } })[0], /\/data\/id must be integer,null/);
    assert.match(problems({ ...good, success: false })[0], /status 200 with success false/);
    const checks = new Checks([row], facts());
    assert.match(checks.reply(reply(good, 201))[0], /knows 200, not 201/);
    assert.match(checks.reply(reply({ success: true }, 404))[0], /status 404 with success true/);
});

test('a member too many or too few must be listed, once, and only as long as it is so', () => {
    const entry = { operations: ['v1 GET /organizations/{id}'], served: true, members: ['data.more'], reason: 'because' };
    const entries = [
        { ...entry, source: 'document' },
        { ...entry, source: 'samples' },
    ];
    const more = { success: true, data: { id: 1, name: 'x', more: 1 } };
    assert.equal(problems(more).length, 2);
    assert.deepEqual(problems(more, { differences: entries }), []);
    assert.match(
        problems(good, { differences: entries })[0],
        /data.more is served and not in the document: in differences.json, but no longer so/,
    );
    assert.match(problems({ success: true, data: { id: 1 } })[0], /data.name is not served but in the document/);
    assert.match(problems(more, { differences: [...entries, entries[0]] })[0], /twice/);
    assert.throws(() => problems(good, { differences: [{ ...entries[0], reason: '' }] }), /no reason/);
});

test('an operation without facts, and one that was never answered, fail', () => {
    const other = { method: 'GET', pattern: '/v1/organizations/{id:number}/flow' };
    assert.match(problems(good, { rows: [row, other] })[0], /flow: not in schemas/);
    assert.match(new Checks([row], facts()).finish()[0], /never answered/);
});

test('shapes of schemas join their parts and know maps by id', () => {
    const schema = {
        allOf: [
            {
                type: 'object',
                properties: { USER_ID: { type: 'object', properties: { a: { type: 'string', nullable: true } } } },
            },
            { properties: { b: { type: 'array', items: { type: 'integer' } } } },
        ],
    };
    assert.deepEqual(shapeOfSchema(schema), { '*': { a: 'string' }, b: ['integer'] });
    assert.deepEqual(shapeOfBody({ 12: { a: 'x' }, b: [1], ['0'.repeat(40)]: 1, [`${'0'.repeat(40)}_currency`]: 'EUR' }), {
        '*': { a: 'string' },
        b: ['integer'],
    });
    assert.deepEqual(schemaOfShape({ '*': 'integer' }), {
        type: ['object', 'null'],
        properties: {},
        additionalProperties: { type: ['integer', 'null'] },
    });
});

test('shapes are joined over bodies, and compared only where both say something', () => {
    const joined = join(shapeOfBody({ a: null, b: [], c: [{ d: 1 }] }), shapeOfBody({ a: 'x', b: [1], c: [{ e: 1 }] }));
    assert.deepEqual(joined, { a: 'string', b: ['integer'], c: [{ d: 'integer', e: 'integer' }] });
    assert.deepEqual(
        differences({ a: 'null', b: {}, c: [] }, { a: { x: 'string' }, b: { y: 'string' }, c: [{ z: 'string' }] }),
        [],
    );
    assert.deepEqual(differences({ a: { x: 'string' } }, { a: { y: 'string' } }), [
        ['a.x', true],
        ['a.y', false],
    ]);
});

test('refusals are held to the documented envelope', () => {
    const short = 'Please check developers.pipedrive.com';
    const long = `${short} for more information about Pipedrive API.`;
    const rest = { data: null, additional_data: null };
    const good = [
        ['v1', 401, { success: false, error: 'unauthorized access', errorCode: 401, error_info: short }],
        ['v2', 403, { success: false, error: 'Scope and URL mismatch', errorCode: 403, error_info: short }],
        ['v1', 403, { success: false, error: 'You do not have permissions to do this.', error_info: short, ...rest }],
        ['v1', 400, { success: false, error: 'Name must be given.', error_info: long, ...rest }],
        [
            'v2',
            400,
            { success: false, error: 'Validation failed', error_info: long, ...rest, code: 'ERR_SCHEMA_VALIDATION_FAILED' },
        ],
        ['v2', 404, { success: false, error: 'Entity was not found', error_info: 'Object was not found.', ...rest }],
    ];
    for (const [version, status, body] of good) {
        assert.deepEqual(envelopeProblems(version, status, body), []);
        assert.equal(envelopeProblems(version, status, { ...body, error_info: 'x' }).length, 1);
        assert.equal(envelopeProblems(version, status, { ...body, more: 1 }).length, 1);
        assert.equal(envelopeProblems(version, status, { ...body, error: '' }).length, 1);
        assert.equal(envelopeProblems(version, status, { ...body, success: true }).length, 1);
    }
    assert.equal(envelopeProblems('v1', 200, null).length, 1);
});
