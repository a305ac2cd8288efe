// Two companies full of markers, random writes by users of every kind of visibility, and after every few of them everything
// that each user can read: compared with a model of the rules, and searched for what its reader may not know.
//
// node tests/isolation/run.mjs [--stele PATH] [--long] [--rounds N] [--seed N] [--database URL]
//
// A round draws all that it does from a seed that it prints; --seed begins with that one.
import { random } from '../crash/random.mjs';
import { binaryOf } from '../lib/options.mjs';
import { playRounds, roundOptions } from '../lib/rounds.mjs';
import { Server } from '../lib/stele.mjs';
import { commandSomething, deactivateLeavers } from './commands.mjs';
import { Connection } from './connection.mjs';
import { addFields } from './custom_fields.mjs';
import { writeSomething } from './operations.mjs';
import { learnFieldIds } from './ortto_writes.mjs';
import { learnCategories } from './rogerroger_writes.mjs';
import { Astray, Round } from './round.mjs';
import { sweep } from './sweep.mjs';
import { makeWorld } from './world.mjs';

const sweeps = 6;
const writesBetween = 45;
const shownFindings = 20;

async function play(round) {
    await addFields(round);
    await learnFieldIds(round);
    await learnCategories(round);
    for (let i = 0; i < sweeps; i += 1) {
        if (i === sweeps >> 1) await deactivateLeavers(round);
        for (let j = 0; j < writesBetween; j += 1) {
            await writeSomething(round);
            if (i > 0 && j % 15 === 14) await commandSomething(round);
        }
        await sweep(round);
    }
}

function summaryOf(round, astray) {
    const summary = `${round.requests} requests, ${round.writes.size} of ${round.writeNumber} writes done`;
    if (!round.findings.size && !astray) return summary;
    const lines = [...round.findings].slice(0, shownFindings).map(([what, { count, example }]) => {
        return `  ${count} times: ${what}\n    ${example}\n`;
    });
    if (astray) lines.push(`  stopped: ${astray.message}\n`);
    throw new Error(`${summary}, ${round.findings.size} kinds of findings\n${lines.join('')}`);
}

// Null, or where the server went otherwise than the model can follow.
async function playOn(round) {
    try {
        await play(round);
        return null;
    } catch (error) {
        if (error instanceof Astray) return error;
        throw error;
    } finally {
        round.connection.close();
    }
}

async function playRound(binary, engine, seed) {
    const { folder, companies } = await makeWorld(binary, engine);
    const server = await Server.start(folder, ['--access-log', 'false', ...engine]);
    try {
        const round = new Round({ folder, companies, connection: new Connection(server.port), draw: random(seed) });
        const astray = await playOn(round);
        await server.stop();
        await folder.check();
        await folder.remove();
        return summaryOf(round, astray);
    } finally {
        await server.kill();
    }
}

const options = roundOptions(process.argv.slice(2), ['stele', 'database']);
const engine = options.database ? ['--database', options.database] : [];
const binary = binaryOf(options);
await playRounds(options, { short: 4, long: 50 }, (seed) => playRound(binary, engine, seed));
