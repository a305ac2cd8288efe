// The vendors' pages that the product must serve (../pages/*.json), row by row, with the scenarios that show each row. A row that
// no scenario shows is an error.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathOf } from './coverage.mjs';
import { parseScenario } from './scenario.mjs';

const most = 2;

// {vendor, title, endpoints: [{row, query, body}], resources: {name: {endpoints, fields: {name: what the page says}}}}
export function readPages(folder) {
    return readdirSync(folder).filter((file) => file.endsWith('.json')).sort()
        .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')));
}

function has(node, name) {
    if (node?.type === 'array') return node.items.some((item) => has(item.value ?? item, name));
    if (node?.type !== 'object') return false;
    return node.members.some((member) => (member.name === name && !isAbsent(member.value)) || has(member.value, name));
}
const isAbsent = (node) => node.type === 'hole' && node.matcher === 'absent';

// "a[0]" and "a[]" are one parameter; brackets may be encoded.
const plainName = (name) => decodeURIComponent(name).replace(/\[\d+\]$/, '[]');
const namesOf = (target) => new Set(target.split('?').slice(1).join('?').split('&').filter(Boolean).map((pair) => plainName(pair.split('=')[0])));

// What succeeded: a refusal shows nothing of what was asked for.
export function successesOf(text, file, known) {
    return parseScenario(text, file, known)
        .filter((step) => step.kind === 'request' && step.expected.status < 400)
        .map((step) => ({
            file,
            method: step.method,
            path: pathOf(step.target),
            query: namesOf(step.target),
            sends: (name) => new RegExp(`"${name}"\\s*:|(^|[&\\n"])${name}=`).test(step.json ?? step.raw ?? ''),
            shows: (name) => has(step.expected.body, name),
        }));
}

const expressionOf = (pattern) => new RegExp(`^${pattern.replace(/[.]/g, '\\.').replace(/\{\w+\}/g, '(?:\\d+|[0-9a-f-]{36}|<[^<>]+>)')}$`);

class Shown {
    constructor(successes, missing) {
        this.successes = successes;
        this.missing = missing;
    }

    // The cell that says by which scenarios.
    by(what, method, pattern, test = () => true) {
        const expression = expressionOf(pattern);
        const hits = this.successes.filter((one) => one.method === method && expression.test(one.path) && test(one));
        const files = [...new Set(hits.map(({ file }) => file))].slice(0, most);
        if (!files.length) this.missing.push(`no scenario shows ${what} of ${method} ${pattern}`);
        return files.map((file) => `\`${file}\``).join(', ');
    }
}

function endpointRows({ row, query = [], body = [] }, shown) {
    const [method, pattern] = row.split(' ');
    const rows = [`| **\`${row}\`** | | ${shown.by('the endpoint', method, pattern)} |`];
    for (const [, name] of pattern.matchAll(/\{(\w+)\}/g))
        rows.push(`| \`${name}\` | path | ${shown.by(name, method, pattern)} |`);
    for (const name of query) rows.push(`| \`${name}\` | query | ${shown.by(name, method, pattern, (one) => one.query.has(name))} |`);
    for (const name of body) rows.push(`| \`${name}\` | body | ${shown.by(name, method, pattern, (one) => one.sends(name))} |`);
    return rows;
}

// The reply of whichever request shows a field: some are set by imports alone.
function fieldRow(name, says, [list, item], shown) {
    const written = [['POST', list], ['PUT', item], ['PATCH', item]]
        .map(([method, pattern]) => (says === 'read-only' ? 'read-only' : shown.by(`"${name}" in the body`, method, pattern, (one) => one.sends(name))));
    const read = says === 'write-only' ? 'write-only' : shown.by(`"${name}" in the reply`, 'GET', item, (one) => one.shows(name));
    return `| \`${name}\`${says === 'required' ? ' (required)' : ''} | ${[...written, read].join(' | ')} |`;
}

function pageText({ title, endpoints, resources = {} }, shown) {
    const lines = [`### ${title}`, '', '| endpoint, parameter or field | where | shown by |', '|---|---|---|'];
    for (const endpoint of endpoints) lines.push(...endpointRows(endpoint, shown));
    for (const [name, { endpoints: paths, fields }] of Object.entries(resources)) {
        lines.push('', `| field of ${name} | POST | PUT | PATCH | read |`, '|---|---|---|---|---|');
        for (const [field, says] of Object.entries(fields)) lines.push(fieldRow(field, says, paths, shown));
    }
    return lines.join('\n');
}

// `scenarios`: of a vendor, what successesOf() found.
export function pagesText(pages, scenarios) {
    const missing = [];
    const text = pages.map((page) => pageText(page, new Shown(scenarios(page.vendor), missing))).join('\n\n');
    if (missing.length) throw new Error(missing.join('\n'));
    return text;
}
