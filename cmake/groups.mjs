// Which C++ sources can be read by a compiler as one, so that it reads their headers once: a group's files, one after the other,
// mean what each means alone. What a file keeps to itself (unnamed namespaces, usings, types) is seen by those behind it.
//
// This is a scan, no parser. Where it is wrong, a group does not compile; it never makes one of two things that differ.

import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const commentOrLiteral = /R"([^(\s]*)\([\s\S]*?\)\1"|\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:\\.|[^"\\\n])*"|(?<!\w)'(?:\\.|[^'\\\n])+'/g;

// The text without comments, and with empty literals; its lines keep their numbers.
export const bare = (text) => text.replace(commentOrLiteral, (found) => (found.startsWith('/') ? ' ' : '""') + found.replace(/[^\n]/g, ''));

const isWord = (token) => /^[A-Za-z_]/.test(token ?? '');

// A declaration at namespace level, as tokens up to its body or semicolon -> { name, kind, text }, or null.
function declared(tokens) {
    const text = tokens.join(' ');
    if (tokens[0] === 'using') {
        if (tokens[1] === 'enum') return { name: 'using_enum', kind: 'using', text };  // two might have members of a name
        if (tokens[1] === 'namespace') return { name: tokens.at(-1), kind: 'using', text };
        return { name: tokens[2] === '=' ? tokens[1] : tokens.at(-1), kind: 'using', text };
    }
    if (tokens[0] === 'namespace') return { name: tokens[1], kind: 'using', text };  // an alias
    const plain = [];  // what stands in no angle brackets
    let depth = 0;
    for (const token of tokens) {
        if (token === '<') depth++;
        if (depth === 0) plain.push(token);
        if (token === '>') depth = Math.max(0, depth - 1);
    }
    const equals = plain.indexOf('=');
    const head = equals < 0 ? plain : plain.slice(0, equals);
    const paren = head.indexOf('(');
    const type = head.findIndex((token) => ['struct', 'class', 'enum', 'union', 'concept'].includes(token));
    if (type >= 0 && paren < 0) return { name: head[type + 1] === 'class' ? head[type + 2] : head[type + 1], kind: 'type' };
    if (paren > 0) {
        if (/^(static_assert|TEST(_[FP])?|INSTANTIATE_TEST_SUITE_P|RC_GTEST(_FIXTURE)?_PROP)$/.test(head[paren - 1])) return null;
        if (head[paren - 2] === '::') return null;  // of a class
        return { name: head[paren - 1], kind: 'function' };
    }
    const bracket = head.indexOf('[');
    return { name: head.at(bracket < 0 ? -1 : bracket - 1), kind: 'variable' };
}

// own: name -> declarations that only this file sees; shared: names that others may see, too; words: what could name either.
export function scan(text) {
    const tokens = bare(text).replace(/^\s*#.*(\\\n.*)*$/gm, '').match(/[A-Za-z_]\w*|::|->|\S/g) ?? [];
    const words = new Set(tokens.filter((token, at) => isWord(token) && !['.', '->', '::'].includes(tokens[at - 1])));
    const own = new Map();
    const shared = new Set();
    const keep = (statement, unnamed) => {
        const found = statement.length ? declared(statement) : null;
        if (!found || !isWord(found.name)) return;
        const isOwn = unnamed || found.kind === 'using' || found.kind === 'type' || statement.includes('static');
        if (!isOwn) shared.add(found.name);
        else own.set(found.name, [...(own.get(found.name) ?? []), found]);
    };

    const open = [];  // the braces around: 'unnamed' or 'named' namespace, or 'body'
    let statement = [];
    let parens = 0;
    for (const token of tokens) {
        if (open.at(-1) === 'body') {
            if (token === '{') open.push('body');
            if (token === '}') open.pop();
            continue;
        }
        parens += { '(': 1, ')': -1 }[token] ?? 0;
        const isNamespace = statement.includes('namespace') && !statement.includes('=') && statement[0] !== 'using';
        if (token === '{' && isNamespace) {
            open.push(statement.at(-1) === 'namespace' ? 'unnamed' : 'named');
            statement = [];
        } else if (token === '{') {
            keep(statement, open.includes('unnamed'));
            statement = [];
            open.push('body');
        } else if (token === '}') {
            open.pop();
            statement = [];
        } else if (token === ';' && parens === 0) {
            keep(statement, open.includes('unnamed'));
            statement = [];
        } else {
            statement.push(token);
        }
    }
    return { own, shared, words };
}

// All headers that a text includes, directly or not: path -> scan.
function headersOf(text, files, scans, found = new Map()) {
    for (const [, name] of text.matchAll(/^\s*#\s*include\s*"([^"]+)"/gm)) {
        const path = ['src', 'tests'].map((folder) => `${folder}/${name}`).find((one) => files.has(one));
        if (!path || found.has(path)) continue;
        if (!scans.has(path)) scans.set(path, scan(files.get(path)));
        found.set(path, scans.get(path));
        headersOf(files.get(path), files, scans, found);
    }
    return found;
}

// Can the file stand behind those of the group? It must not see a name of theirs where it means another, nor must the headers that
// it is the first to include; and no header of theirs may have a name that it has itself.
function mayFollow(group, file) {
    const late = [...file.headers].filter(([path]) => !group.headers.has(path)).map(([, header]) => header);
    for (const [name, before] of group.own) {
        const after = file.own.get(name);
        const repeats = after && [...before, ...after].every(({ kind, text }) => kind === 'using' && text === before[0].text);
        if (after && !repeats) return false;
        const isVariable = before.every(({ kind }) => kind === 'variable');  // a local one may have the same name
        if (!after && file.words.has(name) && (!isVariable || declares(file.headers.values(), name))) return false;
        const isLocal = before.every(({ kind }) => kind === 'variable' || kind === 'using');  // headers qualify what is not theirs
        if (late.some((header) => (isLocal ? declares([header], name) : header.words.has(name)))) return false;
    }
    const early = [...group.headers].filter(([path]) => !file.headers.has(path)).map(([, header]) => header);
    return ![...file.own].some(([name, [{ kind }]]) => kind !== 'using' && declares(early, name));
}

const declares = (headers, name) => [...headers].some(({ own, shared }) => own.has(name) || shared.has(name));

// files: path -> text, headers too; paths: those to group. At most `limit` files a group; the largest groups come first.
export function groupSources(files, paths, limit) {
    const groups = [];
    const scans = new Map();
    const sources = paths.map((path) => {
        const text = files.get(path);
        return { path, ...scan(text), headers: headersOf(text, files, scans), hasMacros: /^\s*#\s*define\b/m.test(bare(text)) };
    });
    // Those with the most headers come first: behind them, there are few that are new.
    for (const file of sources.sort((a, b) => b.headers.size - a.headers.size)) {
        let group = groups.find((one) => one.paths.length < limit && !one.isClosed && mayFollow(one, file));
        if (!group) groups.push((group = { paths: [], own: new Map(), headers: new Map() }));
        group.paths.push(file.path);
        group.isClosed = file.hasMacros;
        for (const [name, found] of file.own) group.own.set(name, found);
        for (const [name, header] of file.headers) group.headers.set(name, header);
    }
    return groups.map((group) => group.paths).sort((a, b) => b.length - a.length);
}

// node cmake/groups.mjs LIMIT PATH...: prints "NUMBER PATH" for each source that is in a group of several. Paths as from the root.
function main([limit, ...paths]) {
    const listed = ['src', 'tests'].flatMap((folder) => listHeaders(join(root, folder)));
    const files = new Map([...paths, ...listed].map((path) => [path, readFileSync(join(root, path), 'utf8')]));
    groupSources(files, paths, Number(limit)).forEach((group, number) => {
        if (group.length > 1) for (const path of group) console.log(`${number} ${path}`);
    });
}

function listHeaders(folder) {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : listHeaders(path);
        return entry.name.endsWith('.h') ? [relative(root, path)] : [];
    });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main(process.argv.slice(2));
