// Uploads: their limit, who may send one, how many at once, and what is left of those that come to nothing.
import assert from 'node:assert/strict';
import { eventually, download, filesBelow, RawUpload, upload } from '../lib/uploads.mjs';
import { get, withServer } from './steps.mjs';

const places = 64;
const megabyte = 1024 * 1024;

// Where blobs are files, they can be counted.
const assertStored = async (folder, count) => {
    if (folder.database) return;
    assert.deepEqual(await filesBelow(folder, 'spool'), []);
    await eventually(async () => (await filesBelow(folder, 'blobs')).length === count, `${count} blobs`);
};

async function assertRefused(status, upload) {
    assert.equal(await upload.status(), status);
    upload.destroy();
}

export const uploadCases = {
    async 'an upload may be as large as --upload-limit'(folder) {
        await withServer(folder, ['--upload-limit', '100000'], async (server) => {
            const bytes = Buffer.alloc(99_000, 'stele ');
            const { status, body } = await upload(server, bytes);
            assert.equal(status, 200, JSON.stringify(body));
            assert.deepEqual((await download(server, body.data.id)).body, bytes);
            const refused = await upload(server, Buffer.alloc(100_000));
            assert.equal(refused.status, 413);
            assert.equal(refused.body.success, false);
            await assertRefused(413, await RawUpload.begin(server, 100_000));
            const endless = await RawUpload.begin(server, 0, { chunked: true });
            assert.equal(await endless.status(), 100);
            await endless.openFile();
            for (let i = 0; i < 11; i += 1) await endless.write(Buffer.alloc(10_000));
            await assertRefused(413, endless);
            await assertStored(folder, 1);
        });
    },

    async 'an upload that may not be is answered before it comes'(folder) {
        await folder.addUser('bob@acme.example', 'Bob');
        const readOnly = await folder.createKey('bob@acme.example', 'read');
        await withServer(folder, [], async (server) => {
            assert.equal((await get(server, '/v1/users/me')).status, 200);
            await assertRefused(401, await RawUpload.begin(server, 50 * megabyte, { key: null }));
            await assertRefused(401, await RawUpload.begin(server, 50 * megabyte, { key: 'nonsense' }));
            await assertRefused(403, await RawUpload.begin(server, 50 * megabyte, { key: readOnly }));
            await assertStored(folder, 0);
        });
    },

    // Another process may have made the key, so that it may come before the database is asked.
    async 'an upload with an unknown key is refused in the end'(folder) {
        const wrong = folder.adminKey.slice(0, -4) + (folder.adminKey.endsWith('aaaa') ? 'bbbb' : 'aaaa');
        await withServer(folder, [], async (server) => {
            assert.equal((await upload(server, Buffer.alloc(megabyte), { key: wrong })).status, 401);
            await assertStored(folder, 0);
        });
    },

    async 'an upload whose row cannot be written leaves no bytes'(folder) {
        await withServer(folder, [], async (server) => {
            const { status, body } = await upload(server, Buffer.alloc(megabyte), { values: { deal_id: '999' } });
            assert.ok(status >= 400 && status < 500, JSON.stringify(body));
            await assertStored(folder, 0);
        });
    },

    async 'a client that goes in the middle leaves nothing'(folder) {
        await withServer(folder, [], async (server) => {
            const going = await RawUpload.begin(server, 10 * megabyte);
            assert.equal(await going.status(), 100);
            await going.openFile();
            await going.write(Buffer.alloc(5 * megabyte));
            if (!folder.database) await eventually(async () => (await filesBelow(folder, 'spool')).length === 1, 'a file that comes');
            going.destroy();
            if (!folder.database) await eventually(async () => (await filesBelow(folder, 'spool')).length === 0, 'no file');
            await assertStored(folder, 0);
        });
    },

    async 'so many uploads run at once, and no more'(folder) {
        await withServer(folder, [], async (server) => {
            assert.equal((await get(server, '/v1/users/me')).status, 200);
            const uploads = await Promise.all(Array.from({ length: places }, () => RawUpload.begin(server, 10)));
            for (const one of uploads) assert.equal(await one.status(), 100);
            await assertRefused(503, await RawUpload.begin(server, 10));
            assert.equal((await get(server, '/v1/users/me')).status, 200);
            uploads.pop().destroy();
            await eventually(async () => (await upload(server, 'now')).status === 200, 'a free place');
            for (const one of uploads) {
                await one.openFile();
                await one.write(Buffer.from('0123456789'));
                await one.closeFile();
            }
            for (const one of uploads) assert.equal(await one.status(), 200);
            for (const one of uploads) one.destroy();
            await assertStored(folder, places);
        });
    },
};
