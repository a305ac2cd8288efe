// `stele backup` and `stele restore`: online, whole, checked, and never over data that is there.
import assert from 'node:assert/strict';
import { appendFile, mkdir, open, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataFolder, runProgram } from '../lib/stele.mjs';
import { assertRefused, get, withServer } from './steps.mjs';

const writers = 16;

// Each adds organizations one after another until told to stop, and notes the names that were acknowledged.
function startWriters(server) {
    const load = { acknowledged: new Set(), goesOn: true };
    const write = async (writer) => {
        for (let i = 0; load.goesOn; i += 1) {
            const name = `writer ${writer}, organization ${i}`;
            const reply = await fetch(`${server.url}/v1/organizations`, {
                method: 'POST',
                headers: { 'x-api-token': server.folder.adminKey, 'content-type': 'application/json' },
                body: JSON.stringify({ name, address: `${name} street` }),
            });
            assert.equal(reply.status, 201);
            await reply.arrayBuffer();
            load.acknowledged.add(name);
            if (load.acknowledged.size === 400) load.reached();
        }
    };
    load.enough = new Promise((resolve) => (load.reached = resolve));
    load.runs = Promise.all(Array.from({ length: writers }, (_, i) => write(i)));
    return load;
}

async function namesOf(server) {
    const names = new Set();
    for (let start = 0; start !== undefined; ) {
        const page = await (await get(server, `/v1/organizations:(name,address)?limit=500&start=${start}`)).json();
        for (const { name, address } of page.data ?? []) {
            assert.equal(address, `${name} street`);
            names.add(name);
        }
        start = page.additional_data.pagination.next_start;
    }
    return names;
}

const restored = (folder) => {
    const other = new DataFolder(folder.binary, join(folder.path, 'restored'));
    other.adminKey = folder.adminKey;
    return other;
};

export const backupCases = {
    async 'a backup under load holds every write acknowledged before it began'(folder) {
        const copy = join(folder.path, 'copy');
        let before;
        await withServer(folder, ['--access-log', 'false'], async (server) => {
            const load = startWriters(server);
            await load.enough;
            before = [...load.acknowledged];
            const made = await folder.run(['backup', copy]);
            load.goesOn = false;
            await load.runs;
            assert.equal(made.status, 0, made.stderr);
            assert.ok(load.acknowledged.size > before.length, 'writes went on meanwhile');
        });
        assert.deepEqual(await readdir(copy), ['stele.db']);
        const other = restored(folder);
        assert.equal((await other.run(['restore', copy])).status, 0);
        assert.equal(await other.check(), 'clean\n');
        await withServer(other, [], async (server) => {
            const names = await namesOf(server);
            assert.deepEqual(before.filter((name) => !names.has(name)), []);
        });
        await folder.check();
    },

    async 'a backup is made without a server too, and leaves its source alone'(folder) {
        const copy = join(folder.path, 'copy');
        assert.equal((await folder.run(['backup', copy])).status, 0);
        const other = restored(folder);
        assert.equal((await other.run(['restore', copy])).status, 0);
        const lists = await Promise.all([folder, other].map((place) => place.run(['key', 'list'])));
        assert.equal(lists[0].stdout, lists[1].stdout);
        assert.deepEqual(await readdir(copy), ['stele.db'], 'a backup can be restored again');
    },

    async 'a backup is made where nothing is'(folder) {
        const copy = join(folder.path, 'copy');
        await mkdir(copy);
        await writeFile(join(copy, 'mine'), 'x');
        const refused = await folder.run(['backup', copy]);
        assert.equal(refused.status, 1);
        assert.match(refused.stderr, /^stele: backup .*copy cannot be made: it exists\n$/);
        assert.deepEqual(await readdir(copy), ['mine']);
        const nowhere = await folder.run(['backup', join(folder.path, 'no', 'such')]);
        assert.equal(nowhere.status, 1);
        assert.match(nowhere.stderr, /No such file/);
    },

    async 'a restore goes only where no data is'(folder) {
        const copy = join(folder.path, 'copy');
        assert.equal((await folder.run(['backup', copy])).status, 0);
        assertRefused(await folder.run(['restore', copy]), /holds data already/);
        assertRefused(await runProgram(folder.binary, ['restore', join(folder.path, 'none'), '--data', join(folder.path, 'new')]), /holds no backup/);
        assert.ok(!(await readdir(folder.path)).includes('new'));
    },

    async 'a damaged backup is not restored, and a half one neither'(folder) {
        const copy = join(folder.path, 'copy');
        assert.equal((await folder.run(['demo', '--organizations', '200'])).status, 0);
        assert.equal((await folder.run(['backup', copy])).status, 0);
        const file = await open(join(copy, 'stele.db'), 'r+');
        const { size } = await file.stat();
        await file.write(Buffer.alloc(4096, 0xa5), 0, 4096, Math.floor(size / 8192) * 4096);
        await file.close();
        const other = restored(folder);
        assertRefused(await other.run(['restore', copy]), /./);
        assert.ok(!(await readdir(other.path)).includes('stele.db'));

        await appendFile(join(copy, 'stele.db-wal'), 'x');
        assertRefused(await other.run(['restore', copy]), /is no backup/);
        await rm(copy, { recursive: true });
    },
};
