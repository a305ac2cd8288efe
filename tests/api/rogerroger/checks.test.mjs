// What every reply is held to, against replies that are not so.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseJson } from '../lib/json_text.mjs';
import { Checks } from './checks.mjs';

const rows = ['GET', 'POST'].map((method) => ({ method, pattern: '/organizations' })).concat(['GET', 'PATCH'].map((method) => ({ method, pattern: '/organizations/{id}' })));
const page = { resources: { Organization: { fields: { title: 'required', id: '', avatar: 'write-only' } } } };

const id = '01030000-0100-8000-8000-000000000001';
const item = { '@context': '/contexts/Organization', '@id': `/organizations/${id}`, '@type': 'Organization', title: 'Norte', id };
const headers = {
    'content-type': 'application/ld+json; charset=utf-8', vary: 'Accept, Accept-Encoding', 'x-content-type-options': 'nosniff', 'x-frame-options': 'deny',
    link: '<http://127.0.0.1:1/docs.jsonld>; rel="http://www.w3.org/ns/hydra/core#apiDocumentation"', allow: 'OPTIONS, GET, HEAD, PATCH', 'accept-patch': 'application/merge-patch+json',
};
const errorHeaders = { ...headers, 'content-type': 'application/problem+json; charset=utf-8', link: `<http://www.w3.org/ns/hydra/error>; rel="http://www.w3.org/ns/json-ld#error", ${headers.link}` };
const code = 'c1051bb4-d103-4f74-8988-acbcafc7fdc3';
const violated = {
    '@context': '/contexts/ConstraintViolation', '@id': `/validation_errors/${code}`, '@type': 'ConstraintViolation', status: 422,
    violations: [{ propertyPath: 'title', message: 'No.', code }], detail: 'title: No.', title: 'An error occurred', type: `/validation_errors/${code}`, message: 'title: No.',
};

const exchange = (changes, body = item, status = 200, of = headers) => ({
    method: 'GET', target: `/organizations/${id}`, status, sent: null, headers: new Map(Object.entries({ ...of, ...changes })), body: parseJson(JSON.stringify(body)),
});
const checks = (differences = []) => new Checks(rows, { page, differences });
const problems = (...args) => checks().reply(exchange(...args));

test('what is right passes', () => {
    assert.deepEqual(problems({}), []);
    assert.deepEqual(problems({}, violated, 422, errorHeaders), []);
    assert.deepEqual(checks().reply({ ...exchange({}), target: '/v1/organizations/1' }), []);
});

test('headers', () => {
    assert.deepEqual(problems({ vary: 'Accept-Encoding' }), ['vary: Accept-Encoding']);
    assert.deepEqual(problems({ allow: 'OPTIONS, GET, HEAD' }), ['allow: OPTIONS,GET,HEAD, not OPTIONS,GET,PATCH,HEAD']);
    assert.deepEqual(problems({ 'accept-patch': '' }), ['accept-patch: none, not application/merge-patch+json']);
    assert.equal(problems({ 'content-type': 'application/json' }).length, 1);
});

test('items and collections', () => {
    assert.deepEqual(problems({}, { ...item, owner: null }), ['null at .owner']);
    assert.deepEqual(problems({}, { ...item, id: 'other' }), [`@id /organizations/${id}, id other`]);
    assert.deepEqual(problems({ 'content-type': 'application/json; charset=utf-8' }), ['plain JSON with @ members']);
    const list = { '@context': '/contexts/Organization', '@id': '/organizations', '@type': 'Collection', totalItems: 0, member: [item] };
    const reply = { ...exchange({ allow: 'OPTIONS, POST, GET, HEAD', 'accept-patch': '' }, list), target: '/organizations?page=1' };
    assert.deepEqual(checks().reply(reply), ['totalItems: 0', 'a member with @context']);
});

test('errors and violations', () => {
    assert.deepEqual(problems({}, { ...violated, message: 'x' }, 422, errorHeaders), ['detail title: No., message x']);
    assert.deepEqual(problems({}, { ...violated, violations: [{ ...violated.violations[0], message: 'Yes.' }] }, 422, errorHeaders), ['detail is not what the violations say: title: No.']);
    assert.ok(problems({}, violated, 400, errorHeaders).length > 1);
});

test('links of a reply, without the vocabulary of its search', () => {
    const body = { ...item, owner: '/users/1', address: { '@id': `/organizations/${id}#address` }, description: 'see /users/2', search: { template: '/organizations{?q}' } };
    assert.deepEqual(checks().links(exchange({}, body)), ['/contexts/Organization', `/organizations/${id}`, '/users/1', `/organizations/${id}`]);
    assert.deepEqual(checks().links({ ...exchange({}, body), sent: { owner: '/users/1' } }), ['/contexts/Organization', '/users/1']);
    assert.deepEqual(checks().links(exchange({}, violated, 422, errorHeaders)), []);
});

test('members against the page, and reasons for what differs', () => {
    const seen = checks([{ resource: 'Organization', is: 'served, but not on the page', members: ['people'], reason: 'Why.' }, { resource: 'Organization', is: 'on the page, but not served', members: ['id'], reason: 'Why.' }]);
    for (const method of ['POST', 'PUT', 'PATCH']) seen.reply({ ...exchange({}, { ...item, people: [], avatar: 'x' }), method, sent: { id: null, avatar: null } });
    assert.deepEqual(seen.finish(), ['Organization avatar: served, but write-only on the page', 'Organization id: on the page, but not served: in differences.json, but no longer so']);
    assert.throws(() => checks([{ resource: 'Organization', is: 'x', members: ['y'] }]).finish(), /no reason for y/);
});
