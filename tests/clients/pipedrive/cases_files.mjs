// Files: what goes in by the SDK comes out again, and counts for what it is about.
import assert from 'node:assert/strict';
import { refusal, rejects } from './refusals.mjs';
import { addOrganization, addPersonV2, addUser, ids } from './setup.mjs';

const notFound = refusal('File not found');

const fileOf = (text, name, type = 'text/plain') => new File([text], name, { type });

async function addFile({ files }, asked) {
    return (await files.addFile(asked)).data;
}

async function addDeal({ dealsV2 }, AddDealRequest) {
    return (await dealsV2.addDeal({ AddDealRequest })).data;
}

const filesCount = async ({ v2 }, id) =>
    (await v2.getOrganization({ id, include_fields: 'files_count' })).data.files_count;

// Later versions of the SDK ask for bytes, and are refused in bytes.
const plainOf = (refused) => (Buffer.isBuffer(refused) ? JSON.parse(refused) : refused);
const download = async ({ files }, id) => {
    try {
        return await files.downloadFile({ id });
    } catch (refused) {
        throw plainOf(refused);
    }
};
const textOf = async (context, id) => String(await download(context, id));

export const cases = [
    {
        name: 'addFile stores what getFile tells of and downloadFile brings back',
        async run(context) {
            const { files } = context;
            const { id: org_id } = await addOrganization(context, { name: 'Norte Vidros' });
            const added = await addFile(context, { file: fileOf('Größe;Preis', 'price list.csv', 'text/csv'), org_id });
            assert.deepEqual(
                [added.org_id, added.org_name, added.name, added.file_type, added.file_size, added.active_flag],
                [org_id, 'Norte Vidros', 'price list.csv', 'csv', 13, true],
            );
            assert.deepEqual(await files.getFile({ id: added.id }), { success: true, data: added });
            assert.equal(await textOf(context, added.id), 'Größe;Preis');
            assert.equal(await filesCount(context, org_id), 1);
            await rejects(files.getFile({ id: added.id + 1 }), notFound);
            await rejects(files.addFile({ file: fileOf('x', 'x'), org_id: 99 }), refusal('there is no organization 99'));
        },
    },
    {
        name: 'a large file comes back whole',
        async run(context) {
            const { id: org_id } = await addOrganization(context, { name: 'Norte Vidros' });
            const text = Array.from({ length: 200_000 }, (_, i) => i).join(',');
            const { id, file_size } = await addFile(context, { file: fileOf(text, 'numbers.txt'), org_id });
            assert.equal(file_size, text.length);
            assert.equal(await textOf(context, id), text);
        },
    },
    {
        name: 'getFiles and the lists of records sort and page',
        async run(context) {
            const { files, v1, persons, deals } = context;
            const { id: org_id } = await addOrganization(context, { name: 'Norte Vidros' });
            const { id: person_id } = await addPersonV2(context, { name: 'Ines' });
            const { id: deal_id } = await addDeal(context, { title: 'Panes' });
            await addFile(context, { file: fileOf('b', 'b.txt'), org_id });
            await addFile(context, { file: fileOf('cc', 'c.txt'), person_id });
            await addFile(context, { file: fileOf('aaa', 'a.txt'), org_id, deal_id });
            assert.deepEqual(ids(await files.getFiles()), [1, 2, 3]);
            assert.deepEqual(ids(await files.getFiles({ sort: 'file_name DESC' })), [2, 1, 3]);
            assert.deepEqual(ids(await files.getFiles({ start: 1, limit: 1, sort: 'file_size' })), [2]);
            const page = await v1.getOrganizationFiles({ id: org_id, limit: 1, sort: 'id DESC' });
            assert.deepEqual(ids(page), [3]);
            assert.deepEqual(ids(await v1.getOrganizationFiles({ id: org_id })), [1, 3]);
            assert.deepEqual(ids(await persons.getPersonFiles({ id: person_id })), [2]);
            assert.deepEqual(ids(await deals.getDealFiles({ id: deal_id, start: 0 })), [3]);
        },
    },
    {
        name: 'updateFile changes name and description, deleteFile takes the file away',
        async run(context) {
            const { files, v1 } = context;
            const { id: org_id } = await addOrganization(context, { name: 'Norte Vidros' });
            const added = await addFile(context, { file: fileOf('b', 'b.txt'), org_id });
            const { data } = await files.updateFile({ id: added.id, name: 'c.txt', description: 'Panes' });
            assert.deepEqual(data, { ...added, name: 'c.txt', description: 'Panes', update_time: data.update_time });
            assert.deepEqual(await files.deleteFile({ id: added.id }), { success: true, data: { id: added.id } });
            await rejects(files.deleteFile({ id: added.id }), notFound);
            await rejects(download(context, added.id), notFound);
            assert.deepEqual(ids(await v1.getOrganizationFiles({ id: org_id })), []);
            assert.equal(await filesCount(context, org_id), 0);
        },
    },
    {
        name: 'addFileAndLinkIt and linkFileToItem name files that stand elsewhere',
        async run(context) {
            const { files, v1 } = context;
            const { id: item_id } = await addOrganization(context, { name: 'Norte Vidros' });
            const at = { item_type: 'organization', item_id, remote_location: 'googledrive' };
            const { data: made } = await files.addFileAndLinkIt({ ...at, file_type: 'gdoc', title: 'Offer' });
            assert.deepEqual([made.name, made.org_id, made.remote_location], ['Offer', item_id, 'googledrive']);
            const { data: linked } = await files.linkFileToItem({ ...at, remote_id: '1aBc' });
            assert.deepEqual([linked.remote_id, linked.org_id], ['1aBc', item_id]);
            assert.deepEqual(ids(await v1.getOrganizationFiles({ id: item_id })), [made.id, linked.id]);
        },
    },
    {
        name: 'files of what one does not see do not exist',
        async run(context) {
            const bob = await addUser(context, 'Bob Berg');
            const { id: org_id } = await addOrganization(context, { name: 'Hidden', visible_to: 1 });
            const { id } = await addFile(context, { file: fileOf('hush', 'a.txt'), org_id });
            await rejects(bob.files.getFile({ id }), notFound);
            await rejects(download(bob, id), notFound);
            assert.deepEqual(ids(await bob.files.getFiles()), []);
            await rejects(bob.files.addFile({ file: fileOf('x', 'x'), org_id }), refusal(`there is no organization ${org_id}`));
        },
    },
];
