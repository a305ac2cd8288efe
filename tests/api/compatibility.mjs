// node tests/api/compatibility.mjs [--stele PATH] [--check yes]: writes the tables of endpoints in docs/compatibility.md from
// the program's own documents and the scenarios, which scenarios show each field of the tables of fields, and the vendors'
// pages row by row. The columns of notes are kept as they stand. With --check nothing is written, and the exit status is 1 when a
// table is out of date.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { binaryOf, parseOptions } from '../lib/options.mjs';
import { pathOf } from './lib/coverage.mjs';
import { pagesText, readPages, successesOf } from './lib/pages.mjs';
import { boundNames } from './lib/suite.mjs';

const page = 'docs/compatibility.md';
const pages = 'tests/api/pages';
const most = 4;
const vendorOf = (document) => document.split('-')[0];

function requestsOf(text) {
    return [...text.matchAll(/^(GET|POST|PUT|PATCH|DELETE) (\/\S*)/gm)].map(([, method, target]) => ({ method, path: pathOf(target) }));
}

// <id> and 12 are both a segment.
const expressionOf = (pattern) => new RegExp(`^${pattern.replace(/[.]/g, '\\.').replace('{field_code}', '(?:\\w+|<[^<>]+>)').replace(/\{\w+\}/g, '(?:\\d+|[0-9a-f-]{36}|<[^<>]+>)')}$`);

function scenariosOf(method, pattern, files) {
    const expression = expressionOf(pattern);
    const hits = files.map(({ file, requests }) => {
        const count = requests.filter((request) => request.method === method && expression.test(request.path)).length;
        return { file, count };
    });
    return hits.filter(({ count }) => count).sort((a, b) => b.count - a.count || a.file.localeCompare(b.file)).slice(0, most);
}

function membersOf(operation, schemas) {
    const query = operation.parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name);
    const schema = Object.values(operation.requestBody?.content ?? {})[0]?.schema;
    const reference = (schema?.$ref ?? schema?.items.$ref)?.split('/').pop();
    const body = reference ? Object.keys(schemas[reference].properties) : [];
    const code = (names) => names.map((name) => `\`${name}\``).join(', ');
    return [query.length ? code(query) : '', body.length ? `body: ${schema.items ? 'a list of ' : ''}${code(body)}` : ''].filter(Boolean).join('; ');
}

function notesOf(text) {
    return new Map([...text.matchAll(/^\| `(\w+ \/\S+)` \|.*\| ([^|]*) \|$/gm)].map(([, row, note]) => [row, note.trim()]));
}

// `shared`: the scenarios of several vendors, for what stands in none of the vendor's own.
function tableOf(binary, document, { files, shared }, notes) {
    const { paths, components } = JSON.parse(execFileSync(binary, ['openapi', document], { encoding: 'utf8' }));
    const rows = ['| endpoint | what it does | parameters | shown by | notes |', '|---|---|---|---|---|'];
    for (const [pattern, operations] of Object.entries(paths))
        for (const [verb, operation] of Object.entries(operations)) {
            const method = verb.toUpperCase();
            const hits = scenariosOf(method, pattern, files);
            const shown = (hits.length ? hits : scenariosOf(method, pattern, shared)).map(({ file }) => `\`${file}\``);
            if (!shown.length) throw new Error(`no scenario for ${method} ${pattern}`);
            const row = `${method} ${pattern}`;
            const cells = [`\`${row}\``, operation.summary, membersOf(operation, components.schemas), shown.join(', '), notes.get(row) ?? ''];
            rows.push(`| ${cells.join(' | ')} |`);
        }
    return rows.join('\n');
}

// | `str::first` | what it holds | shown by |
const fieldRow = /^\| `(\S+)` \| ([^|]*) \|[^|]*\|$/gm;
// Of fields that nothing ever fills: no scenario can show more than that.
const isEmpty = (holds) => holds.startsWith('never');

function tableOfFields(table, files) {
    const rows = ['| field | what it holds | shown by |', '|---|---|---|'];
    for (const [, id, holds] of table.matchAll(fieldRow)) {
        const shown = files.filter(({ text }) => text.includes(`"${id}"`)).slice(0, most).map(({ file }) => `\`${file}\``);
        if (!shown.length && !isEmpty(holds)) throw new Error(`no scenario for ${id}`);
        rows.push(`| \`${id}\` | ${holds} | ${shown.join(', ')} |`);
    }
    return rows.join('\n');
}

function scenariosIn(vendor) {
    const folder = join('tests/api', vendor);
    return readdirSync(folder).filter((name) => name.endsWith('.test')).sort().map((name) => {
        const text = readFileSync(join(folder, name), 'utf8');
        return { file: vendor === 'across' ? `across/${name}` : name, text, requests: requestsOf(text) };
    });
}

// All that a field may be, where that is a list.
function valuesOf(binary, document) {
    const { components } = JSON.parse(execFileSync(binary, ['openapi', document], { encoding: 'utf8' }));
    const fields = Object.values(components.schemas).flatMap(({ properties = {} }) => Object.entries(properties));
    return fields.filter(([, { enum: values }]) => values).map(([name, { enum: values }]) => `- \`${name}\`: ${values.map((value) => `\`${value}\``).join(', ')}`).join('\n');
}

// Those of the vendor's own folder, and those that several vendors share.
function successesIn(vendor) {
    return [...scenariosIn(vendor), ...scenariosIn('across')].flatMap(({ file, text }) => successesOf(text, file, boundNames));
}

function main() {
    const options = parseOptions(process.argv.slice(2), ['stele', 'check']);
    const before = readFileSync(page, 'utf8');
    const notes = notesOf(before);
    const after = before
        .replace(/(<!-- endpoints of (\S+) -->\n)[^]*?(<!-- end -->)/g, (_, begin, document, end) =>
            `${begin}${tableOf(binaryOf(options), document, { files: scenariosIn(vendorOf(document)), shared: scenariosIn('across') }, notes)}\n${end}`)
        .replace(/(<!-- fields of (\S+) -->\n)([^]*?)(<!-- end -->)/g, (_, begin, vendor, table, end) =>
            `${begin}${tableOfFields(table, scenariosIn(vendor))}\n${end}`)
        .replace(/(<!-- values of (\S+) -->\n)[^]*?(<!-- end -->)/g, (_, begin, document, end) => `${begin}${valuesOf(binaryOf(options), document)}\n${end}`)
        .replace(/(<!-- pages -->\n)[^]*?(<!-- end -->)/, (_, begin, end) => `${begin}${pagesText(readPages(pages), successesIn)}\n${end}`);
    if (before === after) return;
    if (options.check) {
        console.error(`${page} is out of date: run ./x openapi`);
        process.exitCode = 1;
    } else {
        writeFileSync(page, after);
    }
}

main();
