// pgbench as a yardstick: how many transactions it gets done, and how long each takes.
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runProgram } from './process.mjs';

// Each connection plans each of its statements once; that is not what is measured.
const warmMs = 1000;

const percentile = (sorted, part) => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))];

// A line of the log: client, number, latency in µs, script, and the end in seconds and µs.
async function readTransactions(work, prefix) {
    const files = (await readdir(work)).filter((name) => name.startsWith(`${prefix}.`));
    const transactions = [];
    for (const name of files) {
        for (const line of (await readFile(join(work, name), 'utf8')).split('\n').filter(Boolean)) {
            const [, , latencyUs, , seconds, microseconds] = line.split(' ').map(Number);
            transactions.push({ latencyMs: latencyUs / 1e3, endMs: seconds * 1e3 + microseconds / 1e3 });
        }
        await rm(join(work, name));
    }
    return transactions;
}

function summary(transactions) {
    let [first, last] = [Infinity, 0];
    for (const { endMs } of transactions) [first, last] = [Math.min(first, endMs), Math.max(last, endMs)];
    const measured = transactions.filter(({ endMs }) => endMs > first + warmMs);
    const latencies = measured.map(({ latencyMs }) => latencyMs).sort((a, b) => a - b);
    return {
        requests: measured.length,
        seconds: (last - first - warmMs) / 1e3,
        p50Ms: percentile(latencies, 0.5),
        p99Ms: percentile(latencies, 0.99),
        transactions: transactions.length,
    };
}

// Runs scripts, all as often. `variables` are theirs. {requests, seconds, p50Ms, p99Ms} as replay() returns them, and
// `transactions`: those before the measuring too.
export async function runPgbench({ url, work, scripts, clients, seconds, variables = {} }) {
    const prefix = 'pgbench-log';
    const files = [];
    for (const [at, script] of scripts.entries()) {
        files.push(join(work, `pgbench-${at}.sql`));
        await writeFile(files[at], script);
    }
    const given = Object.entries({ clients, ...variables }).flatMap(([name, value]) => ['-D', `${name}=${value}`]);
    const fixed = ['-n', '-M', 'prepared', '-j', '2', '-c', clients, '-T', seconds + warmMs / 1e3, '-l'];
    const log = ['--log-prefix', join(work, prefix)];
    await runProgram('pgbench', [...fixed, ...log, ...given, ...files.flatMap((file) => ['-f', file]), url].map(String));
    return summary(await readTransactions(work, prefix));
}
