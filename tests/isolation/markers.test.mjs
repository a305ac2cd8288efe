// What the search must find: a marker that its reader may not know, wherever in a reply it stands and however it is spelled.
import assert from 'node:assert/strict';
import test from 'node:test';
import { gzipSync } from 'node:zlib';
import { comparable, replyOf } from './connection.mjs';
import { leaks, marker, markersIn } from './markers.mjs';
import { Company, levels } from './model.mjs';

// Ann owns organization 1 for herself alone, and wrote it twice (4 and 9); write 5 was refused. Bob sees nothing of it.
function world() {
    const company = new Company('a', 1, 'simple');
    for (const id of [1, 2]) company.users.set(id, { id, admin: false, active: true, group: 1, defaults: {} });
    const [ann, bob] = company.users.values();
    const level = levels.owner;
    const record = company.add('organization', { id: 1, number: 1, actor: ann, write: 4, level, fields: { name: 'x' } });
    const writes = new Map([[4, { touched: [record] }], [9, { touched: [record] }]]);
    const name = marker('a', 'organization', 1, 'name', 4);
    return { ann: { company, user: ann }, bob: { company, user: bob }, writes, name };
}

const reply = (body, headers = []) => replyOf(200, 'OK', headers, Buffer.from(body));
const found = (text, reader, { writes }, said = '') => leaks(text, said, reader, writes).length;

test('a marker in the body', () => {
    const at = world();
    const { text } = reply(`{"data":{"name":"k ${at.name}"}}`);
    assert.equal(found(text, at.bob, at), 1);
    assert.equal(found(text, at.ann, at), 0);
    assert.equal(found(text, null, at), 1);
});

test('a marker in a header and in the status line', () => {
    const at = world();
    assert.equal(found(reply('{}', ['X-Detail', at.name]).text, at.bob, at), 1);
    assert.equal(found(replyOf(404, `no ${at.name}`, [], Buffer.from('')).text, at.bob, at), 1);
});

test('a marker in a compressed body', () => {
    const at = world();
    const { text } = replyOf(200, 'OK', ['Content-Encoding', 'gzip'], gzipSync(`{"name":"${at.name}"}`));
    assert.equal(found(text, at.bob, at), 1);
});

test('a marker that is escaped, or encoded, or in capitals, or cut short, or in a cursor', () => {
    const at = world();
    const escaped = [...at.name].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
    const encoded = [...at.name].map((c) => `%${c.charCodeAt(0).toString(16)}`).join('');
    const cursor = Buffer.from(`{"name":"${at.name}"}`).toString('base64url');
    const spellings = [escaped, at.name.replace('m', '\\u006D'), encoded, at.name.toUpperCase(), 'mk-a-organization-1'];
    for (const text of [...spellings, `{"next_cursor":"${cursor}"}`]) assert.equal(found(text, at.bob, at), 1, text);
});

test('what the request itself said is no secret to its sender', () => {
    const at = world();
    assert.equal(found(at.name, at.bob, at, JSON.stringify({ name: at.name })), 0);
});

test('a refused write, another company, a group, and a key are for nobody', () => {
    const at = world();
    for (const text of [
        marker('a', 'organization', 1, 'name', 5),
        marker('b', 'user', 1, 'name', 0),
        marker('b', 'company', 2, 'name', 0),
        marker('a', 'group', 2, 'name', 0),
        'st_1_SpweeABazcAT2GJkLygLoF1UBJkqK93XuwwSty',
    ])
        assert.equal(found(text, at.ann, at), 1, text);
});

test('colleagues know each other; a client that wrote is known to those who see what it wrote', () => {
    const at = world();
    assert.equal(found(marker('a', 'user', 2, 'name', 0), at.bob, at), 0);
    const agent = marker('a', 'agent', 9, 'ua', 9);
    assert.equal(found(agent, at.ann, at), 0);
    assert.equal(found(agent, at.bob, at), 1);
});

test('every marker is found once', () => {
    const one = marker('a', 'person', 3, 'email', 12);
    assert.deepEqual(markersIn(`${one} ${one}`), [{ text: one, company: 'a', kind: 'person', number: 3, write: 12 }]);
});

test('replies that tell what is hidden from what never was', () => {
    const [json, date] = [['Content-Type', 'application/json'], ['Date', 'now']];
    const plain = reply('{"error":"no 7"}', [...json, ...date]);
    const ids = [[900, 7]];
    assert.equal(comparable(plain), comparable(reply('{"error":"no 900"}', json), ids));
    assert.notEqual(comparable(plain), comparable(reply('{"error":"forbidden"}', json), ids));
    assert.notEqual(comparable(plain), comparable(reply('{"error":"no 900"}', [...json, 'ETag', '"1"']), ids));
    assert.notEqual(comparable(plain), comparable(replyOf(403, 'Forbidden', json, Buffer.from('{"error":"no 900"}')), ids));
});
