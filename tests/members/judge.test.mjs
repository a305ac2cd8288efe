// What the judge lets pass, and what it finds.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accountId, personId } from '../lib/ortto_ids.mjs';
import { judge } from './judge.mjs';

const limit = 2;
const change = (key, old, value, agent) => ({ field_key: key, old_value: old, new_value: value, change_source_user_agent: agent });
const add = (agent, reply, listed = null) => ({ kind: 'add', agent, status: 200, reply, listed });
const report = (linked, rest = {}) => ({ linked, already_linked: 0, moved: 0, unknown: 0, ...rest });

// Persons 1 and 2 in organization 1, by one call; person 3 in none.
const world = () => ({
    people: new Map([
        [1, { 'idt::o': accountId(1) }],
        [2, { 'idt::o': accountId(1) }],
        [3, {}],
    ]),
    peopleMeta: { total_contacts: 3 },
    accounts: new Map([
        [1, { 'ids:o:p': [personId(2), personId(1)] }],
        [2, {}],
    ]),
    accountsMeta: { total_organizations: 2 },
    persons: new Map([
        [1, 1],
        [2, 1],
        [3, null],
    ]),
    organizations: new Map([
        [1, 2],
        [2, 0],
    ]),
    membersOf: new Map([
        [1, [1, 2]],
        [2, []],
    ]),
    peopleLinks: new Map([
        [1, [1]],
        [2, [1, 2]],
        [3, []],
    ]),
    organizationLinks: new Map([
        [1, [1, 2]],
        [2, [2]],
    ]),
    personChanges: new Map([
        [1, [change('org_id', null, '1', 'add 1')]],
        [2, [change('org_id', null, '1', 'add 1')]],
        [3, []],
    ]),
    organizationChanges: new Map([
        [1, [change('people_count', '0', '2', 'add 1')]],
        [2, []],
    ]),
});
const calls = () => [add('add 1', report(2), 2)];

// The findings after a change of what was seen.
const findings = (spoil, made = calls()) => {
    const observed = world();
    spoil(observed, made);
    return judge(made, observed, limit);
};

test('what is right passes', () => {
    assert.deepEqual(findings(() => {}), []);
});

test('a link that one side alone has is found', () => {
    assert.deepEqual(findings(({ organizationLinks }) => organizationLinks.set(2, [])), ['organization 2 has people , who say 2']);
    const spoil = ({ peopleLinks, organizationLinks }) => {
        peopleLinks.set(1, []);
        organizationLinks.set(1, [2]);
    };
    assert.deepEqual(findings(spoil), ['person 1 has 1 for Pipedrive,  for RogerRoger']);
    assert.equal(findings(({ peopleLinks }) => peopleLinks.delete(3)).length, 1);
});

test('an account past its limit is found, also when it is not so any more', () => {
    const found = findings(({ organizationChanges: changes }) => {
        changes.set(2, [change('people_count', '0', '3', 'add 1'), change('people_count', '3', '0', 'remove 2')]);
    });
    assert.deepEqual(found, ['"add 1" took organization 2 to 3 people']);
});

test('another dialect may go past it', () => {
    assert.deepEqual(
        findings(({ organizationChanges: changes }) => {
            changes.set(2, [change('people_count', '0', '3', 'link, v1 2'), change('people_count', '3', '0', 'remove 2')]);
        }),
        [],
    );
});

test('a person in two accounts is found', () => {
    const found = findings(({ accounts }) => accounts.set(2, { 'ids:o:p': [personId(1)] }));
    assert.ok(found.includes('person 1 is in accounts 1 and 2'));
});

test('dialects that differ are found', () => {
    const found = findings(({ people }) => people.set(3, { 'idt::o': accountId(2) }));
    assert.deepEqual(found, [`person 3 has account ${accountId(2)} for Ortto, not undefined`]);
    assert.equal(findings(({ people }) => people.set(4, {})).length, 2); // there alone, and the total
});

test('an account that is archived is shown by nobody, though its people keep it', () => {
    const archive = (observed) => {
        observed.accounts.delete(1);
        observed.accountsMeta.total_organizations = 1;
    };
    assert.equal(findings(archive).length, 2);
    const hide = (observed) => {
        archive(observed);
        observed.people.set(1, {}).set(2, {});
    };
    assert.deepEqual(findings(hide), []);
});

test('a counter that is not true is found', () => {
    assert.deepEqual(
        findings(({ organizations, organizationChanges }) => {
            organizations.set(1, 3);
            organizationChanges.set(1, [change('people_count', '0', '3', 'link, v1 1')]);
        }),
        ['organization 1 counts 3 people, and has 2'],
    );
});

test('a history with a gap is found, but of merged records', () => {
    const spoil = ({ personChanges }) => personChanges.set(1, [change('org_id', '2', null, 'link, v1 9'), change('org_id', '3', '1', 'add 1')]);
    assert.deepEqual(findings(spoil), ['the organization of person 1: "add 1" changed 3, which it was not']);
    assert.deepEqual(findings(spoil, [...calls(), { kind: 'merge persons', status: 200, survivor: 1 }]), []);
});

test('a report that is not true is found', () => {
    const told = (reply, listed) => findings(() => {}, [add('add 1', reply, listed)]);
    assert.deepEqual(told(report(3), null), ['"add 1" (200) told of 3 links, the histories of 2']);
    assert.deepEqual(told(report(2, { unknown: 1 }), 2), ['"add 1" named 2, and told of 3']);
    assert.deepEqual(told(report(2, { moved: 3 }), null), ['"add 1" told {"linked":2,"already_linked":0,"moved":3,"unknown":0}']);
});

test('a call that was refused and wrote all the same is found', () => {
    const found = findings(() => {}, [{ kind: 'add', agent: 'add 1', status: 400, reply: {}, listed: null }]);
    assert.deepEqual(found, ['"add 1" (400) told of 0 links, the histories of 2']);
});
