// Whom accounts have: random calls of three dialects that link people to accounts and take them out, on many connections at once.
// Whatever happens, nobody ever has two primary accounts, and no call of Ortto's takes an account past its limit; all of them
// show the same people, the counters are true, and each call reported what it did.
//
// node tests/members/run.mjs [--stele PATH] [--long] [--rounds N] [--seed N]
//
// A round draws its calls from a seed that it prints; --seed begins with that one. (In which order the server takes the calls of
// several connections is the machine's to say, so a seed repeats the load, not the outcome.)
import { binaryOf, parseOptions } from '../lib/options.mjs';
import { memberRound } from './round.mjs';

const args = process.argv.slice(2);
const options = parseOptions(args.filter((argument) => argument !== '--long'), ['stele', 'rounds', 'seed']);
const rounds = Number(options.rounds ?? (args.includes('--long') ? 30 : 2));
const firstSeed = Number(options.seed ?? Math.floor(Math.random() * 2 ** 31));
const binary = binaryOf(options);

let failed = 0;
for (let i = 0; i < rounds; i += 1) {
    const seed = firstSeed + i * 1001;
    try {
        console.log(`seed ${seed}: ${await memberRound(binary, seed)}`);
    } catch (error) {
        failed += 1;
        console.log(`seed ${seed}: FAILED: ${error.message}`);
    }
}
console.log(`${rounds - failed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
