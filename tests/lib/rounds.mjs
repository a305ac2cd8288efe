// Suites that play rounds of random calls: --rounds N, --seed N and --long choose how many, and with which seed the first one begins.
import { parseOptions } from './options.mjs';

// {long, rounds, seed, ...}: of the command line, with `names` beside these.
export function roundOptions(args, names) {
    return { ...parseOptions(args.filter((argument) => argument !== '--long'), [...names, 'rounds', 'seed']), long: args.includes('--long') };
}

// `play(seed)` tells what a round did, or throws what it found. Sets the exit status.
export async function playRounds(options, { short, long }, play) {
    const rounds = Number(options.rounds ?? (options.long ? long : short));
    const firstSeed = Number(options.seed ?? Math.floor(Math.random() * 2 ** 31));
    let failed = 0;
    for (let i = 0; i < rounds; i += 1) {
        const seed = firstSeed + i * 1001;
        try {
            console.log(`seed ${seed}: ${await play(seed)}`);
        } catch (error) {
            failed += 1;
            console.log(`seed ${seed}: FAILED: ${error.message}`);
        }
    }
    console.log(`${rounds - failed} passed, ${failed} failed`);
    process.exitCode = failed ? 1 : 0;
}
