// Stele on PostgreSQL when things go wrong: outages, cut connections, several processes, locks, databases that cannot be used.
//
// node tests/postgres/run.mjs [--stele PATH] [--long] [--seed N] [--filter SUBSTRING]
//
// It starts a PostgreSQL of its own, with real syncs to disk. Each case draws what it does from a seed that it prints.
import { binaryOf, parseOptions } from '../lib/options.mjs';
import { PostgresServer } from '../lib/postgres_server.mjs';

const args = process.argv.slice(2);
const long = args.includes('--long');
const options = parseOptions(args.filter((argument) => argument !== '--long'), ['stele', 'seed', 'filter']);
const binary = binaryOf(options);
const firstSeed = Number(options.seed ?? Math.floor(Math.random() * 2 ** 31));
const rounds = long ? 5 : 1;
const shownLines = 8;

const postgres = await PostgresServer.start();
process.env.TEST_POSTGRES_URL = postgres.url; // read by what is imported from here on
const { House } = await import('./house.mjs');
const { outageCases, longOutageCases } = await import('./outage_cases.mjs');
const { processCases } = await import('./process_cases.mjs');
const { lockCases } = await import('./lock_cases.mjs');
const { refusalCases } = await import('./refusal_cases.mjs');

// A server that is refused something says so many times.
function lastDifferent(log) {
    const lines = new Map();
    for (const line of log.split('\n')) lines.set(line.replace(/^\{"ts":"[^"]*",/, ''), line);
    return [...lines.values()].slice(-shownLines).join('\n');
}

async function runCase(test, seed) {
    const house = await House.build(binary);
    try {
        const summary = await test({ house, postgres, binary, seed, rounds });
        await house.close();
        return summary;
    } catch (error) {
        const logged = house.servers.map(({ log }) => lastDifferent(log));
        await house.abandon();
        throw new Error(`${error.stack ?? error}\n${logged.join('\n')}`);
    }
}

const cases = { ...outageCases, ...processCases, ...lockCases, ...refusalCases, ...(long ? longOutageCases : {}) };
let passed = 0;
let failed = 0;
for (const [name, test] of Object.entries(cases)) {
    if (!name.includes(options.filter ?? '')) continue;
    for (let round = 0; round < (name in longOutageCases ? 1 : rounds); round += 1) {
        const seed = firstSeed + round * 1001;
        const start = Date.now();
        try {
            const summary = await runCase(test, seed);
            passed += 1;
            console.log(`ok   ${name} (seed ${seed}, ${((Date.now() - start) / 1000).toFixed(1)} s)${summary ? `: ${summary}` : ''}`);
        } catch (error) {
            failed += 1;
            console.log(`FAIL ${name} (seed ${seed})\n     ${error.message}`);
        }
    }
}
await postgres.remove();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed || !passed ? 1 : 0);
