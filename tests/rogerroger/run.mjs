// What POST, PUT, PATCH and DELETE leave behind in RogerRoger's dialect: random bodies with every member in every form, one after the
// other, each judged by a model of merge patches: the reply, the item, its list and Pipedrive's view of it show the same, what is read-only
// stays, and what is refused changes nothing.
//
// node tests/rogerroger/run.mjs [--stele PATH] [--long] [--rounds N] [--seed N]
//
// A round draws all that it does from a seed that it prints; --seed begins with that one.
import { binaryOf, parseOptions } from '../lib/options.mjs';
import { patchRound } from './round.mjs';

const args = process.argv.slice(2);
const options = parseOptions(args.filter((argument) => argument !== '--long'), ['stele', 'rounds', 'seed']);
const rounds = Number(options.rounds ?? (args.includes('--long') ? 30 : 2));
const firstSeed = Number(options.seed ?? Math.floor(Math.random() * 2 ** 31));
const binary = binaryOf(options);

let failed = 0;
for (let i = 0; i < rounds; i += 1) {
    const seed = firstSeed + i * 1001;
    try {
        console.log(`seed ${seed}: ${await patchRound(binary, seed)}`);
    } catch (error) {
        failed += 1;
        console.log(`seed ${seed}: FAILED: ${error.message}`);
    }
}
console.log(`${rounds - failed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
