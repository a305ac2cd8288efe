// The oracle is right about merge patches.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { after, merged } from './model.mjs';

test('RFC 7396', () => {
    assert.deepEqual(merged({ a: 'b' }, { a: 'c' }), { a: 'c' });
    assert.deepEqual(merged({ a: 'b' }, { b: 'c' }), { a: 'b', b: 'c' });
    assert.deepEqual(merged({ a: 'b', b: 'c' }, { a: null }), { b: 'c' });
    assert.deepEqual(merged({ a: ['b'] }, { a: 'c' }), { a: 'c' });
    assert.deepEqual(merged({ a: { b: 'c' } }, { a: { b: 'd', c: null } }), { a: { b: 'd' } });
    assert.deepEqual(merged({ a: [{ b: 'c' }] }, { a: [1] }), { a: [1] });
    assert.deepEqual(merged({}, { a: { bb: { ccc: null } } }), { a: { bb: {} } });
});

const before = { title: 'A', owner: '/users/1', people: ['p'], tags: [], segments: [], integrationParticipants: [], emailAddresses: [], phoneNumbers: [{ phoneNumber: '1', phoneType: 'fax' }], address: { city: 'Riga', country: 'LV' } };

test('what is absent stays, null clears, an address is merged, lists are replaced', () => {
    const item = after('organization', 'PATCH', before, { address: { city: null, street: 'x' }, people: [], website: 'w' });
    assert.deepEqual(item, { ...before, address: { country: 'LV', street: 'x' }, people: [], website: 'w' });
    assert.equal(after('organization', 'PATCH', before, { address: { city: null, country: null } }).address, undefined);
    assert.deepEqual(after('organization', 'PATCH', before, { phoneNumbers: [{ phoneNumber: '2' }, { phoneNumber: '1' }] }).phoneNumbers, [{ phoneNumber: '2' }, { phoneNumber: '1', phoneType: 'fax' }]);
    assert.equal(after('organization', 'PATCH', before, { owner: null }).owner, '/users/1');
});

test('PUT forgets what it does not name, but for the owner', () => {
    const { title, owner, tags } = before;
    assert.deepEqual(after('organization', 'PUT', before, { title }), { title, owner, people: [], tags, segments: [], integrationParticipants: [], emailAddresses: [], phoneNumbers: [] });
});

test('dates are shown in UTC, without a fraction', () => {
    assert.equal(after('organization', 'PATCH', before, { archivedAt: '2025-06-17T14:34:04.900+02:00' }).archivedAt, '2025-06-17T12:34:04+00:00');
    assert.equal(after('organization', 'PATCH', before, { archivedAt: '2025-06-17' }).archivedAt, '2025-06-17T00:00:00+00:00');
});
