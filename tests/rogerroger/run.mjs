// What POST, PUT, PATCH and DELETE leave behind in RogerRoger's dialect: random bodies with every member in every form, one after the
// other, each judged by a model of merge patches: the reply, the item, its list and Pipedrive's view of it show the same, what is read-only
// stays, and what is refused changes nothing.
//
// node tests/rogerroger/run.mjs [--stele PATH] [--long] [--rounds N] [--seed N]
//
// A round draws all that it does from a seed that it prints; --seed begins with that one.
import { binaryOf } from '../lib/options.mjs';
import { playRounds, roundOptions } from '../lib/rounds.mjs';
import { patchRound } from './round.mjs';

const options = roundOptions(process.argv.slice(2), ['stele']);
const binary = binaryOf(options);
await playRounds(options, { short: 2, long: 30 }, (seed) => patchRound(binary, seed));
