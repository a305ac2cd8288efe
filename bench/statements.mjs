// Stele's own statements, as PostgreSQL logs them, made into scripts of pgbench.
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { psql } from '../tests/lib/postgres.mjs';

const patienceMs = 10_000;
const entry = /LOG: {2}execute [^:]+: (.*)\n(?:.*DETAIL: {2}[Pp]arameters: (.*)\n)?/g;
const parameter = /\$\d+ = (?:NULL|'((?:[^']|'')*)')/g;

function parse(text) {
    return [...text.matchAll(entry)].map(([, sql, values]) => ({
        sql,
        values: [...(values ?? '').matchAll(parameter)].map(([, value]) => value?.replaceAll("''", "'") ?? null),
    }));
}

// The statements of the transaction that `send` causes, [{sql, values}], while nothing else goes on in that database.
export async function logged(postgres, url, send) {
    const mark = randomBytes(8).toString('hex');
    await psql(`SELECT '${mark}'`, url);
    await send();
    const since = () => postgres.log.split(mark).at(-1);
    for (const end = Date.now() + patienceMs; !/: COMMIT\n/.test(since()); await pause(10))
        if (Date.now() > end) throw new Error(`no transaction in PostgreSQL's log:\n${since()}`);
    return parse(since());
}

// pgbench takes a colon within a text for a variable of its own.
const literal = (value) => (value === null ? 'NULL' : `E'${value.replace(/['\\]/g, '\\$&').replaceAll(':', '\\x3a')}'`);
const withValues = (sql, show) => sql.replace(/\$(\d+)/g, (_, number) => show(Number(number) - 1));

// Reads organizations `id`s up to :organizations at random. Every value stays a parameter. `pipelined`: all statements are sent
// before the first reply is read.
export function readScript(statements, id, { pipelined = false } = {}) {
    const constants = new Set();
    const lines = statements.map(({ sql, values }) =>
        withValues(sql, (at) => {
            if (values[at] === String(id)) return ':id';
            constants.add(values[at]);
            return `:c${values[at]}`;
        }),
    );
    const [first, last] = pipelined ? ['\\startpipeline\n', '\\endpipeline\n'] : ['', ''];
    const set = [...constants].map((value) => `\\set c${value} ${value}\n`).join('');
    return `\\set id random(1, :organizations)\n${set}${first}${lines.join(';\n')};\n${last}`;
}

// Five digits in front of the text, in place of the last five: rows differ in where they sort, not in size.
const variedText = (value) => `(:digits::text || ${literal([...value].slice(0, -5).join(''))})`;
const variedKey = (value) => `(:digits::bytea || '${value.slice(0, -10)}'::bytea)`;

function shown(column, value) {
    if (column === 'company_id') return ':company';
    if (column === 'id' || column === 'record_id') return ':id';
    if (['name', 'name_fold', 'name_exact'].includes(column)) return variedText(value);
    if (column === 'name_sort') return variedKey(value);
    if (['time', 'add_time', 'update_time'].includes(column)) return ':time';
    return literal(value);
}

// The rows that a POST inserts, in a transaction of their own: of :companies companies by turns, with ids and times that go up.
export function insertScript(statements) {
    const inserts = statements.filter(({ sql }) => /^INSERT INTO (organization|follower|event) /.test(sql));
    if (inserts.length !== 3) throw new Error(`a POST inserts other rows than it did: ${inserts.map(({ sql }) => sql).join('\n')}`);
    const lines = inserts.map(({ sql, values }) => {
        const [, list] = /^INSERT INTO \w+ \(([^)]*)\)/.exec(sql);
        const columns = list.split(',').map((column) => column.trim());
        return withValues(sql, (at) => shown(columns[at], values[at]));
    });
    const set = [
        'n :n + 1',
        'id :base + :n * :clients + :client_id',
        'company 1 + :client_id % :companies',
        'time :start + :id',
        'digits random(10000, 99999)',
    ];
    return `${set.map((line) => `\\set ${line}\n`).join('')}BEGIN;\n${lines.join(';\n')};\nCOMMIT;\n`;
}
