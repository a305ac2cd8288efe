// One round: a company with a few accounts, bursts of calls, and after each of them what is to be seen.
import { random } from '../crash/random.mjs';
import { DataFolder, Server } from '../lib/stele.mjs';
import { limit } from './calls.mjs';
import { judge } from './judge.mjs';
import { burst, fill, World } from './load.mjs';
import { readBack } from './readback.mjs';

const bursts = 2;
const shownFindings = 20;

async function prepare(binary) {
    const folder = await DataFolder.create(binary);
    const keys = [folder.adminKey];
    for (const name of ['Bob Berg', 'Cid Castro']) {
        const email = `${name.slice(0, 3).toLowerCase()}@acme.example`;
        await folder.addUser(email, name, { admin: true }); // organizations are merged by admins alone
        keys.push(await folder.createKey(email));
    }
    return { folder, keys };
}

// Serves while `work` lasts; afterwards the data are whole.
async function served(folder, work) {
    const server = await Server.start(folder, ['--access-log', 'false', '--account-people', String(limit)]);
    try {
        await work(server.port);
        await server.stop();
    } finally {
        await server.kill();
    }
    await folder.check();
}

function summaryOf({ calls }) {
    const links = calls.filter(({ kind, status }) => kind === 'add' && status === 200);
    const full = calls.filter(({ reply }) => /over the limit/.test(JSON.stringify(reply?.error ?? '')));
    const linked = links.reduce((sum, { reply }) => sum + reply.linked, 0);
    const moved = links.reduce((sum, { reply }) => sum + reply.moved, 0);
    if (!linked || !moved || !full.length) throw new Error(`of ${calls.length} calls ${linked} links, ${moved} moves, ${full.length} too many: too little to judge by`);
    return `${calls.length} calls, ${linked} people linked, ${moved} of them moved, ${full.length} calls were too many`;
}

export async function memberRound(binary, seed) {
    const draw = random(seed);
    const { folder, keys } = await prepare(binary);
    const world = new World();
    for (let i = 0; i < bursts; i += 1) {
        await served(folder, async (port) => {
            if (i === 0) await fill(world, port, keys[0]);
            await burst(world, port, keys, draw.below(2 ** 31));
            const findings = judge(world.calls, await readBack(port, keys[0], world), limit);
            if (!findings.length) return;
            const shown = findings.slice(0, shownFindings).map((line) => `  ${line}\n`);
            throw new Error(`${findings.length} findings after burst ${i + 1}\n${shown.join('')}  the data: ${folder.place.at(-1)}`);
        });
    }
    await folder.remove();
    return summaryOf(world);
}
