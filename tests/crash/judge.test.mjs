// What the crash test must see: a lost write, half a request, a number given twice. On made-up servers.
import assert from 'node:assert/strict';
import test from 'node:test';
import { judge } from './judge.mjs';
import { addressKeys, addressV1, Ledger } from './model.mjs';

const create = (name) => ({ type: 'create', patch: { name, ...addressV1(`${name} street`) }, ownerId: 1 });
const rename = (id, name) => ({ type: 'update', id, patch: { name, website: `https://${name}.example` } });
const remove = (...ids) => ({ type: 'delete', ids });

function did(ledger, operation, id) {
    ledger.begin(operation);
    ledger.acknowledged(id);
}

// A server that kept exactly these records.
function showing(records) {
    const observed = { byId: new Map(), listed: [], objects: new Map() };
    for (const { id, ownerId, fields, deleted, history } of records) {
        const data = {
            name: fields.name,
            label_ids: [],
            owner_id: { id: ownerId },
            followers_count: 1,
            active_flag: !deleted,
            ...Object.fromEntries(addressKeys.map((key) => [key, fields[key]])),
        };
        observed.byId.set(id, { data, followers: { [ownerId]: {} }, changelog: history.flat().reverse() });
        if (deleted) continue;
        observed.listed.push(id);
        observed.objects.set(id, { website: fields.website });
    }
    return observed;
}

function twoRecords() {
    const ledger = new Ledger();
    did(ledger, create('one'), 1);
    did(ledger, create('two'), 2);
    did(ledger, rename(1, 'uno'));
    return ledger;
}

const findingsOf = (ledger, observed) => judge([ledger], observed).findings.join('\n');

test('a server that kept everything', () => {
    const ledger = twoRecords();
    did(ledger, remove(2));
    assert.equal(findingsOf(ledger, showing(ledger.records)), '');
});

test('a merge, and one that was lost in part', () => {
    const ledger = twoRecords();
    const before = ledger.records;
    did(ledger, rename(2, 'due'));
    const separate = ledger.records;
    did(ledger, { type: 'merge', id: 1, absorbed: 2 }, 1);
    assert.equal(ledger.records[0].history.length, 3);
    assert.equal(findingsOf(ledger, showing(ledger.records)), '');
    assert.match(findingsOf(ledger, showing(separate)), /organization 2 .*nobody wrote it/);
    assert.match(findingsOf(ledger, showing(before.slice(0, 1))), /organization 1 .*changelog has/);
});

test('a lost creation, change and deletion', () => {
    const ledger = twoRecords();
    const before = ledger.records;
    assert.match(findingsOf(ledger, showing(before.slice(0, 1))), /organization 2 .*is missing/);
    did(ledger, rename(2, 'due'));
    assert.match(findingsOf(ledger, showing(before)), /name is "two" instead of "due"/);
    did(ledger, remove(1));
    assert.match(findingsOf(ledger, showing(before)), /organization 1 .*is not deleted/);
});

test('an unanswered request may have happened or not', () => {
    const ledger = twoRecords();
    for (const operation of [create('three'), rename(1, 'eins'), remove(1, 2)]) {
        ledger.begin(operation);
        const happened = twoRecords();
        did(happened, operation, 3);
        assert.deepEqual(judge([ledger], showing(ledger.records)), { findings: [], whole: 0, absent: 1 });
        assert.deepEqual(judge([ledger], showing(happened.records)), { findings: [], whole: 1, absent: 0 });
    }
});

test('several unanswered requests of one writer, each whole or absent', () => {
    const ledger = twoRecords();
    const happened = twoRecords();
    for (const operation of [create('three'), rename(1, 'eins'), remove(2)]) {
        ledger.begin(operation);
        ledger.unanswered();
    }
    assert.deepEqual(ledger.live, []);
    did(ledger, create('four'), 4);
    did(happened, rename(1, 'eins'));
    did(happened, create('four'), 4);
    assert.deepEqual(judge([ledger], showing(happened.records)), { findings: [], whole: 1, absent: 2 });
    did(happened, create('three'), 3);
    assert.deepEqual(judge([ledger], showing(happened.records)), { findings: [], whole: 2, absent: 1 });
    const half = showing(happened.records);
    half.byId.get(1).data.name = 'uno';
    assert.match(findingsOf(ledger, half), /organization 1/);
});

test('a refused request did not happen', () => {
    const ledger = twoRecords();
    const happened = twoRecords();
    ledger.begin(rename(1, 'eins'));
    ledger.refused();
    assert.equal(findingsOf(ledger, showing(happened.records)), '');
    did(happened, rename(1, 'eins'));
    assert.match(findingsOf(ledger, showing(happened.records)), /name is "eins" instead of "uno"/);
});

test('half a change, half a creation, half a deletion of several', () => {
    const ledger = twoRecords();
    ledger.begin(rename(1, 'eins'));
    const half = showing(ledger.records);
    half.byId.get(1).data.name = 'eins';
    assert.match(findingsOf(ledger, half), /organization 1/);

    ledger.begin(create('three'));
    const happened = twoRecords();
    did(happened, create('three'), 3);
    const lonely = showing(happened.records);
    lonely.byId.get(3).followers = {};
    assert.match(findingsOf(ledger, lonely), /followers are/);

    ledger.begin(remove(1, 2));
    const one = twoRecords();
    did(one, remove(1));
    assert.match(findingsOf(ledger, showing(one.records)), /is deleted|is not deleted/);
});

test('a change whose rows of history are lost', () => {
    const ledger = twoRecords();
    const observed = showing(ledger.records);
    observed.byId.get(1).changelog.pop();
    assert.match(findingsOf(ledger, observed), /changelog has/);
});

test('what nobody wrote, what is listed twice, an id for two', () => {
    const ledger = twoRecords();
    const more = twoRecords();
    did(more, create('three'), 3);
    assert.match(findingsOf(ledger, showing(more.records)), /organization 3 .*nobody wrote it/);

    const twice = showing(ledger.records);
    twice.listed.push(1);
    assert.match(findingsOf(ledger, twice), /stands 2 times/);

    const other = twoRecords();
    assert.match(judge([ledger, other], showing(ledger.records)).findings.join('\n'), /id 1 was given to/);
});
