// Uploads that a kill cuts off. What was acknowledged is there to its last byte; of the rest nothing is left: no spooled file, no
// bytes that no file names.
import { quiet } from '../lib/postgres.mjs';
import { DataFolder, Server } from '../lib/stele.mjs';
import { download, eventually, filesBelow, RawUpload, upload } from '../lib/uploads.mjs';
import { random } from './random.mjs';

const uploaders = 6;
const largest = 2 * 1024 * 1024;

// Of a seed of its own: {name, bytes}.
function drawFile(draw) {
    const number = draw.below(2 ** 31);
    return { name: `${number}.bin`, bytes: Buffer.alloc(draw.chance(0.3) ? draw.below(100) : draw.below(largest), `${number} `) };
}

// Uploads one after another until the server is gone.
async function uploadUntilKilled(server, seed, acknowledge) {
    const draw = random(seed);
    for (;;) {
        const file = drawFile(draw);
        let reply;
        try {
            reply = await upload(server, file.bytes, { name: file.name });
        } catch {
            return;
        }
        if (reply.status !== 200) throw new Error(`an upload: ${reply.status} ${JSON.stringify(reply.body)}`);
        acknowledge(reply.body.data.id, file);
    }
}

// One whose first half has come for certain.
async function beginHalf(server, folder) {
    const half = await RawUpload.begin(server, largest);
    const status = await half.status();
    if (status !== 100) throw new Error(`an upload was not invited: ${status}`);
    await half.openFile();
    await half.write(Buffer.alloc(largest / 2));
    if (!folder.database) await eventually(async () => (await filesBelow(folder, 'spool')).length > 0, 'a spooled file');
    return half;
}

async function crash(folder, seed, killAfter) {
    const server = await Server.start(folder, ['--access-log', 'false']);
    const acknowledged = new Map();
    let half;
    const acknowledge = (id, file) => {
        acknowledged.set(id, file);
        if (acknowledged.size === killAfter) server.kill();
    };
    try {
        half = await beginHalf(server, folder);
        await Promise.all(Array.from({ length: uploaders }, (_, i) => uploadUntilKilled(server, seed + i, acknowledge)));
    } finally {
        await server.kill();
        half?.destroy();
    }
    return acknowledged;
}

async function allFiles(server) {
    const files = [];
    for (let start = 0, more = true; more; start += 100) {
        const target = `/v1/files?limit=100&start=${start}`;
        const reply = await fetch(server.url + target, { headers: { 'x-api-token': server.folder.adminKey } });
        const body = await reply.json();
        if (reply.status !== 200) throw new Error(`${target}: ${reply.status} ${JSON.stringify(body)}`);
        files.push(...(body.data ?? []));
        more = body.additional_data.pagination.more_items_in_collection;
    }
    return files;
}

async function expectWhole(server, files, acknowledged) {
    const missing = [...acknowledged.keys()].filter((id) => !files.some((file) => file.id === id));
    if (missing.length) throw new Error(`acknowledged and gone: ${missing}`);
    for (const { id, file_size: size } of files) {
        const { status, body } = await download(server, id);
        const expected = acknowledged.get(id)?.bytes;
        if (status !== 200 || body.length !== size || (expected && !body.equals(expected)))
            throw new Error(`file ${id} of ${size} bytes: ${status}, ${body.length} bytes`);
    }
}

export async function uploadRound(binary, seed) {
    const folder = await DataFolder.create(binary);
    const killAfter = random(seed).between(1, 40);
    const acknowledged = await crash(folder, seed, killAfter);
    const left = await filesBelow(folder, 'spool');
    if (folder.database) await quiet(folder.database);
    else if (left.length === 0) throw new Error('nothing was cut off');

    const server = await Server.start(folder, ['--access-log', 'false']);
    try {
        const spooled = await filesBelow(folder, 'spool');
        if (spooled.length) throw new Error(`still spooled after the start: ${spooled}`);
        const files = await allFiles(server);
        await expectWhole(server, files, acknowledged);
        if (!folder.database)
            await eventually(async () => (await filesBelow(folder, 'blobs')).length === files.length, 'bytes that no file names are gone');
        await server.stop();
        await folder.check();
        await folder.remove();
        return `${acknowledged.size} uploads acknowledged, ${files.length} there, ${left.length} cut off`;
    } finally {
        await server.kill();
    }
}
