// Files that are analysed as one give the findings that each gives alone. Without clang-tidy there is nothing to show.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { analyse } from './analysis.mjs';

const root = mkdtempSync(join(tmpdir(), 'stele-analysis-'));
after(() => rmSync(root, { recursive: true }));
copyFileSync(join(dirname(fileURLToPath(import.meta.url)), '../../.clang-tidy'), join(root, '.clang-tidy'));

const unnamed = (...lines) => ['namespace stele {', 'namespace {', ...lines, '}', '}', ''].join('\n');

const tree = {
    'src/base/rows.h': '#pragma once\nnamespace stele {\nstruct Row { int id; };\nint count(int rows);\n}\n',
    'src/base/a_sound.cc': '#include "base/rows.h"\nnamespace stele {\nint count(int rows) { return rows; }\n}\n',
    'src/base/name_of_parameter.cc': 'namespace stele {\nint count(char rows);\nint count(char lines) { return lines; }\n}\n',
    'src/base/name_of_function.cc': unnamed('int CountRows(int rows) { return rows; }', 'int use_it() { return CountRows(1); }'),
    'src/base/name_of_type.cc': unnamed('struct one_row {', '    int Id;', '};'),
    'src/base/cast.cc': unnamed('char* bytes(const int* rows) { return (char*)rows; }'),
    'src/base/null.cc': unnamed('int* nothing() { return 0; }'),
    'src/base/global.cc': 'namespace stele {\nint calls = 0;\n}\n',
    'src/base/long.cc': unnamed('int sum(int a) {', ...Array(71).fill('    a += 1;'), '    return a;', '}'),
    'src/base/same_twice.cc': unnamed('bool is_row(int a) { return a == 1 || a == 1; }'),
    'src/base/copy.cc': unnamed('struct Big { int a[99]; Big(const Big&); };', 'int size_of(Big big) { return big.a[0]; }', 'int use_big(Big& big) { return size_of(big); }'),
    'src/base/converts.cc': unnamed('struct Id {', '    Id(int a);', '};'),
    'src/base/overrides.cc': unnamed('struct Base { virtual void f(); protected: ~Base(); };', 'struct Derived final : Base { virtual void f(); };'),
    'src/base/old_header.cc': '#include <stddef.h>\nint first();\n',
    'src/base/include_twice.cc': '#include "base/rows.h"\n#include "base/rows.h"\n',
    'src/base/library.cc': unnamed('char letter(const std::vector<int>& numbers, std::unique_ptr<std::string> text) {', '    for (const auto word : std::vector<std::string>{*text}) {', '        if (word.size() == 0) return 0;', '    }',
        '    const auto moved = std::move(text);', '    std::string again = moved.get()->c_str();', '    if (numbers.size() > 1) return again[0];', '    else return again[0];', '}').replace(/^/, '#include <memory>\n#include <string>\n#include <vector>\n'),
    'src/base/includes_source.cc': '#include "base/old_header.cc"\n',
};

// What clang-tidy finds in a tree, in groups of so many files -> found as 'file:line:column check', and what analyse() says.
async function findings(tree, limit) {
    const build = mkdtempSync(join(root, 'build-'));
    const files = new Map(Object.entries(tree));
    for (const [path, text] of files) {
        mkdirSync(dirname(join(root, path)), { recursive: true });
        writeFileSync(join(root, path), text);
    }
    const sources = [...files.keys()].filter((path) => path.endsWith('.cc')).map((path) => join(root, path));
    const command = (file) => `clang++-19 -std=c++2b -I${join(root, 'src')} -o x.o -c ${file}`;
    const database = sources.map((file) => ({ directory: build, file, command: command(file) }));
    writeFileSync(join(build, 'compile_commands.json'), JSON.stringify(database));
    const result = await analyse({ root, build, files, limit });
    const pattern = /\/src\/base\/(\S+): (?:error|warning): .* \[([\w.-]+)/g;
    return { ...result, found: [...new Set([...result.found.join('').matchAll(pattern)].map(([, where, check]) => `${where} ${check}`))].sort() };
}

const skip = spawnSync('clang-tidy-19', ['--version']).status !== 0 && 'clang-tidy is not installed';

test('together as alone', { skip }, async () => {
    const alone = await findings(tree, 1);
    const together = await findings(tree, 20);
    assert.equal(together.groups.length, 1, JSON.stringify(together.groups));
    assert.deepEqual(together.apart, []);
    assert.deepEqual(together.found, alone.found);
    const sources = new Set(alone.found.map((finding) => finding.split(':')[0]));
    const faulty = Object.keys(tree).map((path) => path.slice(9)).filter((name) => name !== 'rows.h' && name !== 'a_sound.cc');
    assert.deepEqual([...sources].sort(), faulty.sort());
});

test('a group that does not compile', { skip }, async () => {
    const broken = { 'src/base/broken.cc': 'int broken = "text";\n', 'src/base/cast.cc': tree['src/base/cast.cc'] };
    const { found, groups, apart } = await findings(broken, 20);
    assert.equal(groups.length, 1);
    assert.deepEqual(apart, groups[0]);
    assert.deepEqual(found.map((finding) => finding.split(' ')[1]), ['clang-diagnostic-error', 'cppcoreguidelines-avoid-non-const-global-variables', 'cppcoreguidelines-pro-type-cstyle-cast']);
});
