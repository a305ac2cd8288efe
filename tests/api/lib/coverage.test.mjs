import assert from 'node:assert/strict';
import test from 'node:test';
import { Coverage, parseRoutes, pathOf } from './coverage.mjs';

const routes = `GET\t/v1/organizations\tread\tread\tList
GET\t/v1/organizations/{id:number}\tread\tread\tGet
GET\t/v1/organizations/search\tscan\tread\tSearch
GET\t/api/v1/organizations\tread\tread\tList
GET\t/api/v1/organizations/{id:number}\tread\tread\tGet
PUT\t/{id:uuid}\twrite\twrite\tPut
`;

const hit = (...targets) => {
    const coverage = new Coverage(parseRoutes(routes));
    for (const [method, target, status = 200] of targets) coverage.record(method, target, status);
    return coverage.problems();
};

test('a target is compared without query, selector and doubled slash', () => {
    assert.equal(pathOf('/v1//organizations/12:(id,name)?x=/y'), '/v1/organizations/12');
    assert.equal(pathOf('/api/v2//organizations'), '/api/v2/organizations');
    assert.equal(pathOf('/v1/a//b'), '/v1/a//b');
});

test('every row must be hit; the twins under /api/v1 need one hit among them', () => {
    const all = [
        ['GET', '/v1/organizations'],
        ['GET', '/v1/organizations/1'],
        ['GET', '/v1/organizations/search?x'],
        ['PUT', '/01234567-89ab-8cde-8f01-23456789abcd'],
    ];
    assert.deepEqual(hit(...all), [
        'no scenario hits GET /api/v1/organizations',
        'no scenario hits GET /api/v1/organizations/{id:number}',
    ]);
    assert.deepEqual(hit(...all, ['GET', '/api/v1/organizations/7']), []);
    assert.deepEqual(hit(...all.slice(1), ['GET', '/api/v1/organizations/7']), [
        'no scenario hits GET /v1/organizations',
        'no scenario hits GET /api/v1/organizations',
    ]);
});

test('a refused request hits nothing', () => {
    assert.ok(hit(['GET', '/v1/organizations', 404]).includes('no scenario hits GET /v1/organizations'));
});

test('a parameter does not take what a static segment or another type takes', () => {
    const missed = hit(['GET', '/v1/organizations/search'], ['PUT', '/12']);
    assert.ok(missed.includes('no scenario hits GET /v1/organizations/{id:number}'));
    assert.ok(missed.includes('no scenario hits PUT /{id:uuid}'));
    assert.ok(!missed.includes('no scenario hits GET /v1/organizations/search'));
});

test('what is not a row is refused', () => {
    assert.throws(() => parseRoutes('GET /v1/organizations\n'), /not a row/);
});
