import assert from 'node:assert/strict';
import test from 'node:test';
import { Scope } from './scope.mjs';

const scope = () => new Scope({ org: 12, who: 'a "b" & c', list: [1, 2] });

test('an address stands for its path', () => {
    const scope = new Scope({ address: 'http://crm.example:8080/pictures/1/ab?x=%20' });
    assert.equal(scope.fillTarget('<address>'), '/pictures/1/ab?x=%20');
});

test('a target is filled in percent-encoded', () => {
    assert.equal(
        scope().fillTarget('/v1/organizations/<org>?cursor=<who>&ids=<1..3>'),
        '/v1/organizations/12?cursor=a%20%22b%22%20%26%20c&ids=1%2C2%2C3',
    );
});

test('JSON is filled in by text inside quotes and by value outside', () => {
    assert.equal(
        scope().fillJson('{"a": <org>, "b": "<org>", "c": <who>, "d": "x<who>", "e": [<1..3>], "f": "<2*\\n>"}'),
        '{"a": 12, "b": "12", "c": "a \\"b\\" & c", "d": "xa \\"b\\" & c", "e": [1,2,3], "f": "\\\\n\\\\n"}',
    );
});

test('what is no JSON stays as it was written', () => {
    assert.equal(scope().fillJson('{"a": 1,, "a": 2'), '{"a": 1,, "a": 2');
});

test('an unbound name is an error everywhere', () => {
    for (const fill of ['fill', 'fillTarget', 'fillJson'])
        assert.throws(() => scope()[fill]('<nope>'), /<nope> is not bound/);
});

test('text is matched as a whole and binds', () => {
    const names = scope();
    assert.deepEqual(names.matchText('user <id:int> of <who>', 'user 34 of a "b" & c'), []);
    assert.equal(names.text('id'), '34');
    assert.equal(names.matchText('user <id:int>', 'user 35').length, 1);
    assert.equal(names.matchText('user', 'user 35').length, 1);
    assert.equal(names.matchText('<other:int>', 'x').length, 1);
});

test('a child scope keeps its own names to itself', () => {
    const parent = scope();
    const child = parent.child({ n: 1 });
    child.set('made', 5);
    assert.equal(child.text('org'), '12');
    assert.equal(parent.has('made'), false);
});
