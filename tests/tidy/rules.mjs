// The rules. Each takes the tree (path -> text) and yields findings; checkTree() runs them all.

import { posix } from 'node:path';
import { bare } from '../../cmake/groups.mjs';

// docs/architecture.md: what each folder of src/ may include of ours, itself aside. The longest prefix counts.
const includeTable = {
    'base': [],
    'domain': ['base'],
    'store': ['base', 'domain'],
    'store/sqlite': ['base', 'domain', 'store'],
    'store/postgres': ['base', 'domain', 'store'],
    'http': ['base'],
    'dialect': ['base', 'domain', 'http'],
    'app': ['base', 'domain', 'store', 'store/sqlite', 'store/postgres', 'http', 'dialect', 'dialect/*'],
};
// A vendor's folder: one vendor never another.
const vendorIncludes = ['base', 'domain', 'http', 'dialect'];

// Each library has one home, so that it can be exchanged there.
const libraryHomes = [
    [/^sqlite3/, ['store/sqlite']],
    [/^libpq/, ['store/postgres']],
    [/^boost\//, ['http', 'app']],
    [/^llhttp/, ['http']],
    [/^(CLI|toml\+\+)\//, ['app']],
    [/^zlib/, ['http']],
    [/^gd\.h$/, ['base']],
    [/^(simdjson|unicode\/|openssl\/|spdlog\/)/, ['base']],
];

const limits = { source: 500, test: 1000 };

const banned = [
    [/\b(TOD[O]|FIXM[E]|XX[X]|HAC[K])\b/, 'finish it, or say plainly what is missing and why'],
    [/\/wor[k]\//, 'a path of one machine'],
    [/\b(helper|sub)[ -]?agent[s]?\b|\bCE[O]\b/i, 'not a word of this project'],
    [/\bissue (#?\d+|[A-Z])\b(?!\.\w)/, 'say what it is about instead'],
    [/\bregistry\.(npmj[s]|yarnpk[g])|\bdeb\.debia[n]\.org/, 'an address of a package registry'],
];
const bannedInTests = [/\bsleep_(for|until)\b|\bu?sleep\s*\(/, 'wait for the thing itself, not for time to pass'];

const bannedInSql = [/\bLIKE\b|\bNOCASE\b|\b(lower|upper)\s*\(/i, 'text is compared by its folded form, never by the engine'];

const isCpp = (path) => /\.(cc|h)$/.test(path);
const isHeader = (path) => path.endsWith('.h');
const isCode = (path) => /\.(cc|h|mjs|js|cjs|sh|sql|test|cmake)$/.test(path) || path === 'x';
const isLockFile = (path) => path.endsWith('package-lock.json');

function* eachLine(text) {
    let number = 0;
    for (const line of text.split('\n')) yield [++number, line];
}

// 'src/dialect/pipedrive/v1/x.cc' -> 'dialect/pipedrive'; 'src/store/sqlite/x.h' -> 'store/sqlite'; 'src/base/x.h' -> 'base'.
function folderOf(path) {
    const [, first, second, third] = path.split('/');
    const deeper = third !== undefined;
    if (deeper && first === 'dialect') return `dialect/${second}`;
    if (deeper && `${first}/${second}` in includeTable) return `${first}/${second}`;
    return first;
}

function mayInclude(from, to) {
    if (from === to) return true;
    const allowed = from.startsWith('dialect/') ? vendorIncludes : includeTable[from];
    return allowed.includes(to) || (to.startsWith('dialect/') && allowed.includes('dialect/*'));
}

export function* includes(files) {
    for (const [path, text] of files) {
        if (!path.startsWith('src/') || !isCpp(path)) continue;
        const from = folderOf(path);
        if (!(from in includeTable) && !from.startsWith('dialect/')) {
            yield { path, line: 1, message: `src/${from}/ is not in the include table` };
            continue;
        }
        for (const [line, content] of eachLine(text)) {
            const message = judgeInclude(files, from, content);
            if (message) yield { path, line, message };
        }
    }
}

function judgeInclude(files, from, content) {
    const ours = /^\s*#\s*include\s*"([^"]+)"/.exec(content);
    if (ours) {
        if (!files.has(`src/${ours[1]}`)) return `"${ours[1]}" is no file below src/`;
        const to = folderOf(`src/${ours[1]}`);
        return mayInclude(from, to) ? null : `${from} may not include ${to}`;
    }
    const library = /^\s*#\s*include\s*<([^>]+)>/.exec(content);
    const home = library && libraryHomes.find(([pattern]) => pattern.test(library[1]));
    if (home && !home[1].includes(from)) return `<${library[1]}> belongs to ${home[1].join(' and ')} alone`;
    return null;
}

export function* headers(files) {
    for (const [path, text] of files) {
        if (!isHeader(path)) continue;
        const code = [...eachLine(text)].filter(([, content]) => content.trim() && !content.startsWith('//'));
        if (code[0]?.[1] !== '#pragma once') {
            yield { path, line: code[0]?.[0] ?? 1, message: 'a header begins with #pragma once (after its comment)' };
        }
        for (const [line, content] of code) {
            if (/^\s*using namespace\b/.test(content)) yield { path, line, message: 'no `using namespace` in a header' };
        }
    }
}

export function* size(files) {
    for (const [path, text] of files) {
        if (!isCode(path)) continue;
        const limit = /^(tests|bench)\//.test(path) ? limits.test : limits.source;
        const lines = text.split('\n').length - 1;
        if (lines > limit) yield { path, line: limit + 1, message: `${lines} lines; at most ${limit}: split it by noun` };
    }
}

// A C++ file that nothing builds or includes, a test module that nothing runs or imports, a page that nothing links to.
export function* dead(files) {
    yield* deadHeaders(files);
    yield* unbuiltSources(files);
    yield* unnamed(files, (path) => /^(tests|bench)\/.*\.(mjs|js|cjs|sh)$/.test(path), 'nothing runs or imports it');
    yield* unnamed(files, (path) => /^docs\/.*\.md$/.test(path), 'no other page links to it');
}

function* deadHeaders(files) {
    const includers = new Map();  // 'base/text.h' -> the files that include it
    for (const [path, text] of files) {
        if (!isCpp(path)) continue;
        for (const [, name] of text.matchAll(/^\s*#\s*include\s*"([^"]+)"/gm)) {
            if (!includers.has(name)) includers.set(name, []);
            includers.get(name).push(path);
        }
    }
    for (const path of files.keys()) {
        if (!isHeader(path)) continue;
        const own = path.replace(/\.h$/, '.cc');
        const name = path.replace(/^(src|tests)\//, '');
        const users = [...(includers.get(name) ?? []), ...(includers.get(path) ?? [])].filter((user) => user !== own);
        if (users.length === 0) yield { path, line: 1, message: 'nothing but its own .cc includes it' };
    }
}

// CMake takes all sources of a folder that is named in a call; a folder that is not named is not built.
function* unbuiltSources(files) {
    const named = (path, pattern) => [...(files.get(path) ?? '').matchAll(pattern)].map((match) => match[1]);
    const sourceFolders = named('CMakeLists.txt', /^\s*stele_folder\(([^\s)]+)/gm);
    const testFolders = named('tests/CMakeLists.txt', /^\s*stele_tests\(([^\s)]+)/gm);
    const spelledOut = [...files].filter(([path]) => path.endsWith('CMakeLists.txt')).map(([, text]) => text).join('\n');
    for (const path of files.keys()) {
        if (!path.endsWith('.cc')) continue;
        const built =
            sourceFolders.some((folder) => path.startsWith(`src/${folder}/`)) ||
            testFolders.some((folder) => path.startsWith(`tests/${folder}/`)) ||
            spelledOut.includes(path.slice(path.lastIndexOf('/') + 1));
        if (!built) yield { path, line: 1, message: 'no CMake target builds it' };
    }
}

// A file whose name stands in no other text file; a run.mjs counts by its folder's name, and ./x runs every *.test.mjs.
function* unnamed(files, isMeant, message) {
    for (const path of files.keys()) {
        if (!isMeant(path) || path.endsWith('.test.mjs')) continue;
        const parts = path.split('/');
        const name = parts.at(-1) === 'run.mjs' ? parts.at(-2) : parts.at(-1);
        const isNamed = [...files].some(([other, text]) => other !== path && !isLockFile(other) && text.includes(name));
        if (!isNamed) yield { path, line: 1, message };
    }
}

// Two rows with the same method and pattern, the names of parameters aside.
export function* routes(files) {
    const seen = new Map();
    for (const [path, text] of files) {
        if (!path.startsWith('src/dialect/') || !path.endsWith('.cc')) continue;
        for (const match of text.matchAll(/\bMethod::(\w+),\s*"(\/[^"]*)"/g)) {
            const line = text.slice(0, match.index).split('\n').length;
            const route = `${match[1]} ${match[2].replace(/\{[^}:]*/g, '{')}`;
            if (seen.has(route)) yield { path, line, message: `${match[1]} ${match[2]} stands also at ${seen.get(route)}` };
            else seen.set(route, `${path}:${line}`);
        }
    }
    const vendorSource = [...files.keys()].find((path) => /^src\/dialect\/[^/]+\/.*\.cc$/.test(path));
    if (vendorSource && seen.size === 0) yield { path: vendorSource, line: 1, message: 'no route row is found any more: this rule must follow' };
}

// A name that a file brings in by `using` and does not use, or an alias of a namespace. clang-tidy looks for these too, but it
// reads several files as one, and there another's use counts.
export function* usings(files) {
    const pattern = /\busing\s+(?!enum\b|namespace\b)(?:typename\s+)?(?:[\w:]*::)?(\w+)\s*;|\bnamespace\s+(\w+)\s*=/g;
    for (const [path, text] of files) {
        if (!isCpp(path) || !/^(src|tests|bench)\//.test(path)) continue;
        const code = bare(text);
        const rest = code.replace(pattern, '');
        for (const match of code.matchAll(pattern)) {
            const name = match[1] ?? match[2];
            if (new RegExp(`(?<![\\w.]|::|->)${name}\\b`).test(rest)) continue;
            yield { path, line: code.slice(0, match.index).split('\n').length, message: `${name} is not used` };
        }
    }
}

export function* words(files) {
    for (const [path, text] of files) {
        if (isLockFile(path)) {
            for (const [line, content] of eachLine(text)) {
                if (/"resolved":/.test(content)) yield { path, line, message: 'a lock file holds no addresses' };
            }
            continue;
        }
        const rules = [...banned];
        if (/^tests\/.*\.(cc|h|mjs|js|cjs)$/.test(path)) rules.push(bannedInTests);
        if (/^src\/store\//.test(path)) rules.push(bannedInSql);
        for (const [line, content] of eachLine(text)) {
            for (const [pattern, why] of rules) {
                const found = pattern.exec(content);
                if (found) yield { path, line, message: `"${found[0].trim()}": ${why}` };
            }
        }
    }
}

// A page's links to other files lead somewhere.
export function* links(files) {
    const folders = new Set([...files.keys()].flatMap((path) => path.split('/').slice(0, -1).map((_, i, parts) => parts.slice(0, i + 1).join('/'))));
    for (const [path, text] of files) {
        if (!path.endsWith('.md')) continue;
        for (const [line, content] of eachLine(text)) {
            for (const [, target] of content.matchAll(/\]\(([^)#:\s]+)(?:#[^)]*)?\)/g)) {
                const to = posix.join(posix.dirname(path), target).replace(/\/$/, '');
                if (!files.has(to) && !folders.has(to)) yield { path, line, message: `${target} does not exist` };
            }
        }
    }
}

const rules = { links, includes, headers, size, dead, routes, usings, words };

// exceptions: [{ rule, path, reason }].
export function checkTree(files, exceptions = []) {
    const findings = [];
    const used = new Set();
    for (const [rule, check] of Object.entries(rules)) {
        for (const finding of check(files)) {
            const excepted = exceptions.find((exception) => exception.rule === rule && exception.path === finding.path);
            if (excepted) used.add(excepted);
            else findings.push({ rule, ...finding });
        }
    }
    for (const { rule, path } of exceptions.filter((exception) => !used.has(exception))) {
        findings.push({ rule: 'exceptions', path: 'tests/tidy/exceptions.mjs', line: 1, message: `${rule} of ${path} is not needed` });
    }
    return findings;
}
