// Kills a server under write load and looks at what is left: every acknowledged write, every request whole or absent. So with
// uploads and with jobs, after some of the rounds.
//
// node tests/crash/run.mjs [--stele PATH] [--long] [--rounds N] [--seed N]
//
// Each round draws all that it does from a seed that it prints; --seed begins with that one. (How far the server is at the
// kill is the machine's to say, so a seed repeats the load and the moment, not the outcome.)
import { binaryOf, parseOptions } from '../lib/options.mjs';
import { jobRound } from './jobs.mjs';
import { crashRound } from './round.mjs';
import { uploadRound } from './uploads.mjs';

const args = process.argv.slice(2);
const options = parseOptions(args.filter((argument) => argument !== '--long'), ['stele', 'rounds', 'seed']);
const rounds = Number(options.rounds ?? (args.includes('--long') ? 50 : 3));
const firstSeed = Number(options.seed ?? Math.floor(Math.random() * 2 ** 31));
const binary = binaryOf(options);

const othersEvery = 10; // rounds of writes are followed by one of uploads, which waits for the sweep, and one of jobs
let passed = 0;
let failed = 0;
async function play(round, seed) {
    try {
        console.log(`seed ${seed}: ${await round(binary, seed)}`);
        passed += 1;
    } catch (error) {
        console.log(`seed ${seed}: FAILED: ${error.message}`);
        failed += 1;
    }
}

for (let i = 0; i < rounds; i += 1) {
    const seed = firstSeed + i * 1001; // odd and even by turns
    await play(crashRound, seed);
    if (i % othersEvery !== 0) continue;
    await play(uploadRound, seed);
    await play(jobRound, seed);
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
