// The rows of the table: what is read from a round, how it is shown, and what it must reach.
//
// A round: {nginx, get, list, post} as replay() returns them, {bareList, bareInsert} as runBare() does, {simple, groups} as
// measureVisibility().
import { deepPages, pages, schemes } from './visibility.mjs';

export const perSecond = ({ requests, rows, seconds }) => (requests ?? rows) / seconds;

export const pageRows = 100;

// An admin's page of 100 and that of a user who sees a tenth, in microseconds. A page at a deep `start` has no target: the user's
// passes over ten times as many records.
function visibilityMeasures(scheme, page) {
    const name = `Levels, ${scheme}: page of 100, ${page}`;
    const admin = (round) => round[scheme][`${page} admin`];
    const user = (round) => round[scheme][`${page} user`];
    const target = deepPages.includes(page) ? {} : { atMost: 3 };
    return [
        { name: `${name}: admin's CPU µs`, of: (round) => admin(round).cpuUs },
        { name: `${name}: user's CPU of it`, of: (round) => user(round).cpuUs / admin(round).cpuUs, digits: 2, ...target },
        { name: `${name}: user's p50 of it`, of: (round) => user(round).p50Ms / admin(round).p50Ms, digits: 2, ...target },
    ];
}

export const measures = [
    { name: 'nginx, `return 200`: requests/s', of: ({ nginx }) => perSecond(nginx) },
    { name: 'nginx: CPU µs/request', of: ({ nginx }) => nginx.cpuUs, digits: 2 },
    { name: 'GET one: requests/s', of: ({ get }) => perSecond(get) },
    { name: 'GET one: CPU µs/request', of: ({ get }) => get.cpuUs, digits: 2 },
    { name: 'GET one: user CPU µs/request', of: ({ get }) => get.userUs, digits: 2, atMost: 5 },
    { name: 'GET one: CPU µs/request above nginx', of: ({ get, nginx }) => get.cpuUs - nginx.cpuUs, digits: 2, atMost: 6 },
    { name: 'GET one: requests/s of nginx', of: ({ get, nginx }) => perSecond(get) / perSecond(nginx), digits: 2, atLeast: 0.35 },
    { name: 'SQLite alone, page of 100: rows/s', of: ({ bareList }) => perSecond(bareList) },
    { name: 'GET page of 100: rows/s', of: ({ list }) => pageRows * perSecond(list) },
    { name: 'GET page of 100: CPU µs/request', of: ({ list }) => list.cpuUs, digits: 1 },
    {
        name: 'GET page of 100: rows/s of SQLite alone',
        of: ({ list, bareList }) => (pageRows * perSecond(list)) / perSecond(bareList),
        digits: 2,
        atLeast: 0.4,
    },
    { name: 'SQLite alone, inserts by 64: rows/s', of: ({ bareInsert }) => perSecond(bareInsert) },
    { name: 'POST: rows/s', of: ({ post }) => perSecond(post) },
    { name: 'POST: CPU µs/request', of: ({ post }) => post.cpuUs, digits: 1 },
    {
        name: 'POST: rows/s of SQLite alone',
        of: ({ post, bareInsert }) => perSecond(post) / perSecond(bareInsert),
        digits: 2,
        atLeast: 0.25,
    },
    { name: 'POST: p50 ms', of: ({ post }) => post.p50Ms, digits: 1 },
    { name: 'POST: p99 ms', of: ({ post }) => post.p99Ms, digits: 1, atMost: 50 },
    ...schemes.flatMap((scheme) => pages.flatMap((page) => visibilityMeasures(scheme, page))),
    {
        name: 'Levels: admin\'s page of 100, CPU of a page without levels',
        of: (round) => round.simple['v1, first admin'].cpuUs / round.list.cpuUs,
        digits: 2,
        atMost: 1.1,
    },
    { name: 'First 200 after a start, ms', of: ({ firstReplyMs }) => firstReplyMs, atMost: 200 },
    { name: 'Anonymous memory at the end, MB', of: ({ anonymousBytes }) => anonymousBytes / 1e6, atMost: 120 },
];

export function median(values) {
    const sorted = [...values].sort((a, b) => a - b);
    const middle = sorted.length >> 1;
    return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

const shown = (value, { digits = 0 }) => value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });

export function isMissed({ atMost, atLeast }, value) {
    return value > (atMost ?? Infinity) || value < (atLeast ?? -Infinity);
}

function targetOf(measure) {
    if (measure.atMost !== undefined) return `≤ ${measure.atMost}`;
    return measure.atLeast === undefined ? '' : `≥ ${measure.atLeast}`;
}

// Median and each round's value; the target, and whether it is missed.
function rowOf(measure, rounds) {
    const values = rounds.map(measure.of).filter((value) => value !== undefined);
    const middle = median(values);
    const target = targetOf(measure);
    return [measure.name, shown(middle, measure), values.map((value) => shown(value, measure)).join(' · '), target,
        target && (isMissed(measure, middle) ? 'MISSED' : 'ok')];
}

export function aligned(rows) {
    const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
    const line = (cells) => `| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
    const [head, ...body] = rows;
    return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}

export function table(rounds, rows = measures) {
    return aligned([['', 'median', 'rounds', 'target', ''], ...rows.map((measure) => rowOf(measure, rounds))]);
}

export function missed(rounds, rows = measures) {
    return rows
        .map((measure) => ({ measure, value: median(rounds.map(measure.of)) }))
        .filter(({ measure, value }) => isMissed(measure, value))
        .map(({ measure, value }) => `${measure.name}: ${shown(value, measure)}, target ${targetOf(measure)}`);
}
