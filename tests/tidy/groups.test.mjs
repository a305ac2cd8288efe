// What may be compiled as one, and what may not.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { groupSources } from '../../cmake/groups.mjs';

const unnamed = (...lines) => `namespace stele {\nnamespace {\n${lines.join('\n')}\n}  // namespace\n}\n`;
const named = (...lines) => `namespace stele {\n${lines.join('\n')}\n}\n`;

// tree: path -> text. expected: the groups, each as the paths' last letters.
function expectGroups(what, tree, expected, limit = 10) {
    test(what, () => {
        const files = new Map(Object.entries(tree).map(([name, text]) => [`src/base/${name}`, text]));
        const groups = groupSources(files, [...files.keys()].filter((path) => path.endsWith('.cc')), limit);
        assert.deepEqual(groups.map((group) => group.map((path) => path.slice(9, -3)).join('')), expected);
    });
}

expectGroups('strangers', { 'a.cc': unnamed('int one;'), 'b.cc': unnamed('int two;') }, ['ab']);
expectGroups('macros that make names of their arguments', { 'a.cc': unnamed('TEST(A, one) {}', 'static_assert(one);'), 'b.cc': unnamed('TEST(B, one) {}', 'static_assert(two);') }, ['ab']);
expectGroups('no more than the limit', { 'a.cc': '', 'b.cc': '', 'c.cc': '' }, ['ab', 'c'], 2);
expectGroups('two of a name', { 'a.cc': unnamed('constexpr Row rows[] = {1};'), 'b.cc': unnamed('constexpr Row rows[] = {2};') }, ['a', 'b']);
expectGroups('two types of a name', { 'a.cc': unnamed('struct Row {};'), 'b.cc': unnamed('enum class Row { one };') }, ['a', 'b']);
expectGroups('overloads, of which a call would choose', { 'a.cc': unnamed('int read(int a) { return a; }'), 'b.cc': unnamed('int read(const Text& a);') }, ['a', 'b']);
expectGroups('a static one', { 'a.cc': named('static int count = 0;'), 'b.cc': unnamed('int count = 0;') }, ['a', 'b']);
expectGroups('names inside of functions', { 'a.cc': named('int f() { int row = 1; return row; }'), 'b.cc': named('int g() { int row = 2; return row; }') }, ['ab']);
expectGroups('names in comments and literals', { 'a.cc': unnamed('struct Row {};'), 'b.cc': named('// Row\nText f() { return "Row"; }') }, ['ab']);

expectGroups('the members of an enumeration', { 'a.cc': named('using enum Form;'), 'b.cc': named('using enum Type;'), 'c.cc': named('using enum Form;') }, ['ac', 'b']);

// What a file would see of another in front of it.
expectGroups('a type that another means otherwise', { 'a.cc': unnamed('struct Row {};'), 'b.cc': named('Row f();') }, ['a', 'b']);
expectGroups('the same using', { 'a.cc': named('using domain::Row;'), 'b.cc': named('using domain::Row;') }, ['ab']);
expectGroups('a using of another', { 'a.cc': named('using domain::Row;'), 'b.cc': named('using store::Row;') }, ['a', 'b']);
expectGroups('a using that one lacks', { 'a.cc': named('using domain::Row;'), 'b.cc': named('Row f();') }, ['a', 'b']);
expectGroups('names behind ::', { 'a.cc': named('using domain::Row;'), 'b.cc': named('domain::Row f();') }, ['ab']);
expectGroups('a macro', { 'a.cc': '#define row 1\n', 'b.cc': '' }, ['a', 'b']);
const header = { 'rows.h': named('int rows();') };
expectGroups('a name of a header', { ...header, 'a.cc': unnamed('int rows() { return 1; }'), 'b.cc': `#include "base/rows.h"\n${named('int f() { return rows(); }')}` }, ['b', 'a']);
expectGroups('a header that another brings', { ...header, 'a.cc': '#include "base/rows.h"\n', 'b.cc': unnamed('int rows() { return 1; }') }, ['a', 'b']);
expectGroups('a header that calls a function of its name', { ...header, 'a.cc': `#include "base/rows.h"\n${unnamed('void write(int a) {}')}`, 'write.h': 'template <class T> void all(T t) { write(t); }\n', 'b.cc': '#include "base/write.h"\n' }, ['a', 'b']);
expectGroups('one that was read before', { 'write.h': 'template <class T> void all(T t) { write(t); }\n', 'a.cc': `#include "base/write.h"\n${unnamed('void write(int a) {}')}`, 'b.cc': '#include "base/write.h"\n' }, ['ab']);
