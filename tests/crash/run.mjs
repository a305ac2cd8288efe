// Kills a server under write load and looks at what is left: every acknowledged write, every request whole or absent.
//
// node tests/crash/run.mjs [--stele PATH] [--long] [--rounds N] [--seed N]
//
// Each round draws all that it does from a seed that it prints; --seed begins with that one. (How far the server is at the
// kill is the machine's to say, so a seed repeats the load and the moment, not the outcome.)
import { binaryOf, parseOptions } from '../lib/options.mjs';
import { DataFolder, Server } from '../lib/stele.mjs';
import { judge } from './judge.mjs';
import { writeUntilKilled } from './load.mjs';
import { random } from './random.mjs';
import { readBack } from './readback.mjs';

const writers = 32;
const shownFindings = 20;

async function prepare(binary) {
    const folder = await DataFolder.create(binary);
    const bob = await folder.addUser('bob@acme.example', 'Bob Berg');
    const cid = await folder.addUser('cid@acme.example', 'Cid Castro');
    return { folder, userIds: [1, Number(bob), Number(cid)] };
}

const highestId = (ledgers) => Math.max(0, ...ledgers.flatMap(({ records }) => records.map(({ id }) => id)));

// New ids go on above the old ones: none is given twice.
async function expectNewId(server, key, above) {
    const reply = await fetch(`${server.url}/v1/organizations`, {
        method: 'POST',
        headers: { 'x-api-token': key, 'content-type': 'application/json' },
        body: JSON.stringify({ name: 'After the crash' }),
    });
    const { data } = await reply.json();
    if (reply.status !== 201 || data.id <= above) throw new Error(`a new organization after ${above}: ${reply.status}, id ${data?.id}`);
}

async function lookAfter(folder, ledgers) {
    const server = await Server.start(folder, ['--access-log', 'false']);
    const highest = highestId(ledgers);
    const observed = await readBack({ server, key: folder.adminKey, lastId: highest + writers });
    const verdict = judge(ledgers, observed);
    await folder.check();
    await expectNewId(server, folder.adminKey, Math.max(highest, ...observed.byId.keys()));
    await server.stop();
    await folder.check();
    return verdict;
}

async function crash(folder, userIds, seed) {
    const draw = random(seed);
    const server = await Server.start(folder, ['--access-log', 'false']);
    const killAfter = draw.between(1, 3000);
    const turns = draw.below(60);
    const kill = () => server.kill();
    const load = { server, writers, key: folder.adminKey, userIds, seed, killAfter, turns, kill };
    try {
        return await writeUntilKilled(load);
    } finally {
        await server.kill();
    }
}

async function round(binary, seed) {
    const { folder, userIds } = await prepare(binary);
    const { ledgers, acknowledged } = await crash(folder, userIds, seed);
    if (seed % 2) await folder.check(); // before any server has seen it
    const { findings, whole, absent } = await lookAfter(folder, ledgers);
    const summary = `${acknowledged} acknowledged, in flight ${whole} whole and ${absent} absent`;
    if (findings.length) {
        const shown = findings.slice(0, shownFindings).map((line) => `  ${line}\n`);
        throw new Error(`${summary}, ${findings.length} findings\n${shown.join('')}  the data: ${folder.path}`);
    }
    await folder.remove();
    return summary;
}

const args = process.argv.slice(2);
const options = parseOptions(args.filter((argument) => argument !== '--long'), ['stele', 'rounds', 'seed']);
const rounds = Number(options.rounds ?? (args.includes('--long') ? 50 : 3));
const firstSeed = Number(options.seed ?? Math.floor(Math.random() * 2 ** 31));
const binary = binaryOf(options);

let failed = 0;
for (let i = 0; i < rounds; i += 1) {
    const seed = firstSeed + i * 1001; // odd and even by turns
    try {
        console.log(`seed ${seed}: ${await round(binary, seed)}`);
    } catch (error) {
        failed += 1;
        console.log(`seed ${seed}: FAILED: ${error.message}`);
    }
}
console.log(`${rounds - failed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
