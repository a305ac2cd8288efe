// The tests of the rules: each rule must find what it is there for, and leave alone what is right.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkTree } from './rules.mjs';

// tree: path -> text, added to a small tree that breaks no rule. expected: the findings as 'path:line rule'.
function expectFindings(what, tree, expected, exceptions = []) {
    test(what, () => {
        const files = new Map([...Object.entries(soundTree), ...Object.entries(tree)]);
        const found = checkTree(files, exceptions).map(({ path, line, rule }) => `${path}:${line} ${rule}`);
        assert.deepEqual(found.sort(), [...expected].sort());
    });
}

const header = (...lines) => ['#pragma once', ...lines, ''].join('\n');
const source = (...names) => names.map((name) => `#include "${name}"\n`).join('');

const soundTree = {
    'CMakeLists.txt': [
        'stele_folder(base)', 'stele_folder(domain)', 'stele_folder(store)', 'stele_folder(http)',
        'stele_folder(dialect)', 'stele_folder(app)', 'add_executable(stele src/app/main.cc)',
    ].join('\n'),
    'tests/CMakeLists.txt': 'stele_tests(base)\n',
    'src/base/text.h': `// Text.\n\n${header('#include <string>')}`,
    'src/base/text.cc': '#include "base/text.h"\n\n#include <unicode/ucol.h>\n',
    'src/domain/store.h': header('#include "base/text.h"'),
    'src/store/orders.h': header('#include "domain/store.h"'),
    'src/store/sqlite/engine.h': header('#include "store/orders.h"', '#include <sqlite3.h>'),
    'src/http/server.h': header('#include <boost/asio.hpp>'),
    'src/dialect/dialect.h': header('#include "http/server.h"', '#include "domain/store.h"'),
    'src/dialect/north/dialect.h': header('#include "dialect/dialect.h"'),
    'src/dialect/north/orders.cc':
        '#include "dialect/north/dialect.h"\nRoute rows[] = {{Method::get, "/v1/orders/{id:number}"}, {Method::put, "/v1/orders/{id:number}"}};\n',
    'src/app/main.cc': source('dialect/north/dialect.h', 'store/sqlite/engine.h', 'domain/store.h'),
};

expectFindings('a sound tree', {}, []);

// includes
expectFindings('base includes nothing of ours', { 'src/base/a.cc': source('domain/store.h') }, ['src/base/a.cc:1 includes']);
expectFindings('domain knows no HTTP', { 'src/domain/a.cc': source('base/text.h', 'http/server.h') }, ['src/domain/a.cc:2 includes']);
expectFindings('http knows no domain', { 'src/http/a.cc': source('domain/store.h') }, ['src/http/a.cc:1 includes']);
expectFindings('a dialect knows no SQL', { 'src/dialect/north/a.cc': source('store/orders.h') }, ['src/dialect/north/a.cc:1 includes']);
expectFindings('the common SQL knows no engine', { 'src/store/a.cc': source('store/sqlite/engine.h') }, ['src/store/a.cc:1 includes']);
expectFindings('the engines know not each other', { 'src/store/postgres/a.cc': source('store/sqlite/engine.h') }, ['src/store/postgres/a.cc:1 includes']);
expectFindings('one vendor knows no other', { 'src/dialect/south/a.cc': source('dialect/north/dialect.h') }, ['src/dialect/south/a.cc:1 includes']);
expectFindings('dispatch knows no vendor', { 'src/dialect/dispatch.cc': source('dialect/north/dialect.h') }, ['src/dialect/dispatch.cc:1 includes']);
expectFindings('nobody includes app', { 'src/app/b.h': header(), 'src/app/a.cc': source('app/b.h'), 'src/http/a.cc': source('app/b.h') }, ['src/http/a.cc:1 includes']);
expectFindings('a path begins below src', { 'src/base/a.cc': source('text.h') }, ['src/base/a.cc:1 includes']);
expectFindings('a folder of its own making', { 'src/misc/a.cc': '' }, ['src/misc/a.cc:1 includes', 'src/misc/a.cc:1 dead']);
expectFindings('a library outside its home', { 'src/store/a.cc': '#include <sqlite3.h>\n' }, ['src/store/a.cc:1 includes']);

// headers
const used = { 'src/base/b.cc': source('base/a.h') };
expectFindings('no #pragma once', { ...used, 'src/base/a.h': '// A.\n#include <string>\n' }, ['src/base/a.h:2 headers']);
expectFindings('an empty header', { ...used, 'src/base/a.h': '' }, ['src/base/a.h:1 headers']);
expectFindings('using namespace', { ...used, 'src/base/a.h': header('using namespace std;') }, ['src/base/a.h:2 headers']);

// size
expectFindings('500 lines', { 'src/base/a.cc': '\n'.repeat(500) }, []);
expectFindings('501 lines', { 'src/base/a.cc': '\n'.repeat(501) }, ['src/base/a.cc:501 size']);
expectFindings('1000 lines of a test', { 'tests/base/a.cc': '\n'.repeat(1000) }, []);
expectFindings('1001 lines of a test', { 'tests/base/a.cc': '\n'.repeat(1001) }, ['tests/base/a.cc:1001 size']);

// dead
expectFindings('a header that only its source includes', { 'src/base/a.h': header(), 'src/base/a.cc': source('base/a.h') }, ['src/base/a.h:1 dead']);
expectFindings('a test folder without a target', { 'tests/other/a.cc': '' }, ['tests/other/a.cc:1 dead']);
expectFindings('a module that nothing imports', { 'tests/lib/client.mjs': '' }, ['tests/lib/client.mjs:1 dead']);
expectFindings('a module that one imports', { 'tests/api/run.mjs': "import './client.mjs'", 'tests/api/client.mjs': '', 'x': 'node_suite api' }, []);
expectFindings('a page without a link', { 'docs/lost.md': '' }, ['docs/lost.md:1 dead']);
expectFindings('a page with a link', { 'docs/found.md': '', 'README.md': '[found](docs/found.md)' }, []);

// links
expectFindings('a link that leads nowhere', { 'README.md': 'see [it](docs/gone.md)' }, ['README.md:1 links']);
expectFindings('links that lead somewhere', {
    'docs/a.md': '[b](b.md#part) [up](../README.md) [web](https://example.com) [here](#part) [folder](../src/base/)',
    'docs/b.md': '',
    'README.md': '[a](docs/a.md)',
}, []);

// routes
expectFindings('a route twice', { 'src/dialect/north/a.cc': '\n{Method::get,\n "/v1/orders/{number:number}"}' }, ['src/dialect/north/a.cc:2 routes']);
expectFindings('rows of another form', { 'src/dialect/north/orders.cc': source('dialect/north/dialect.h') }, ['src/dialect/north/orders.cc:1 routes']);
expectFindings('another type of parameter', { 'src/dialect/north/a.cc': '{Method::get, "/v1/orders/{id:uuid}"}' }, []);

// usings
const using = (...lines) => ['', 'using domain::Note;', 'using domain::read;', 'namespace fs = std::filesystem;', ...lines, ''].join('\n');
expectFindings('names that are used', { 'src/base/a.cc': using('Note f(fs::path p) { return read(p); }') }, []);
expectFindings('names that are not', { 'src/base/a.cc': using('// Note\nauto f(auto& x) { return x.read() + y->read(domain::Note{}, "fs"); }') },
    ['src/base/a.cc:2 usings', 'src/base/a.cc:3 usings', 'src/base/a.cc:4 usings']);
expectFindings('a name of a longer name', { 'tests/base/a.cc': 'using base::Text;\nTextView f();\n' }, ['tests/base/a.cc:1 usings']);
expectFindings('all names of an enumeration', { 'src/base/a.cc': 'using enum WireType;\nusing namespace std::literals;\n' }, []);

// words
const word = (...parts) => parts.join('');
expectFindings('unfinished', { 'src/base/a.cc': word('\n// TO', 'DO: later\n') }, ['src/base/a.cc:2 words']);
expectFindings('a path of a machine', { 'README.md': word('see /wo', 'rk/main') }, ['README.md:1 words']);
expectFindings('the number of an issue', { 'README.md': word('as iss', 'ue #12 says') }, ['README.md:1 words']);
expectFindings('sleep in a test', { 'tests/base/a.cc': word('std::this_thread::sleep', '_for(1s);') }, ['tests/base/a.cc:1 words']);
expectFindings('sleep elsewhere', { 'src/base/a.cc': word('std::this_thread::sleep', '_for(1s);') }, []);
expectFindings('the engine folds text', { 'src/store/a.cc': 'WHERE lower(name) = ?' }, ['src/store/a.cc:1 words']);
expectFindings('an address in a lock file', { 'tests/package-lock.json': '{\n"resolved": "https://example.com/a.tgz"}' }, ['tests/package-lock.json:2 words']);

// exceptions
const long = { 'src/base/a.cc': '\n'.repeat(501) };
expectFindings('an exception', long, [], [{ rule: 'size', path: 'src/base/a.cc', reason: 'a table' }]);
expectFindings('one that is not needed', {}, ['tests/tidy/exceptions.mjs:1 exceptions'], [{ rule: 'size', path: 'src/base/a.cc', reason: 'a table' }]);
