// One round: a server under write load is killed, and the next one shows what is left.
import { quiet } from '../lib/postgres.mjs';
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

// What the killed one had sent may still be on its way through the database.
const settled = ({ database }) => (database ? quiet(database) : undefined);

export async function crashRound(binary, seed) {
    const { folder, userIds } = await prepare(binary);
    const { ledgers, acknowledged } = await crash(folder, userIds, seed);
    await settled(folder);
    if (seed % 2) await folder.check(); // before any server has seen it
    const { findings, whole, absent } = await lookAfter(folder, ledgers);
    const summary = `${acknowledged} acknowledged, in flight ${whole} whole and ${absent} absent`;
    if (findings.length) {
        const shown = findings.slice(0, shownFindings).map((line) => `  ${line}\n`);
        throw new Error(`${summary}, ${findings.length} findings\n${shown.join('')}  the data: ${folder.place.at(-1)}`);
    }
    await folder.remove();
    return summary;
}
