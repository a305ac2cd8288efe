// Whom accounts have: random calls of three dialects that link people to accounts and take them out, on many connections at once.
// Whatever happens, nobody ever has two primary accounts, and no call of Ortto's takes an account past its limit; all of them
// show the same people, the counters are true, and each call reported what it did.
//
// node tests/members/run.mjs [--stele PATH] [--long] [--rounds N] [--seed N]
//
// A round draws its calls from a seed that it prints; --seed begins with that one. (In which order the server takes the calls of
// several connections is the machine's to say, so a seed repeats the load, not the outcome.)
import { binaryOf } from '../lib/options.mjs';
import { playRounds, roundOptions } from '../lib/rounds.mjs';
import { memberRound } from './round.mjs';

const options = roundOptions(process.argv.slice(2), ['stele']);
const binary = binaryOf(options);
await playRounds(options, { short: 2, long: 30 }, (seed) => memberRound(binary, seed));
