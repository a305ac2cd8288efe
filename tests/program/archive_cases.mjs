// Records that are all selected and too many for one request: archived, restored and deleted afterwards.
import assert from 'node:assert/strict';
import { eventually } from '../lib/uploads.mjs';
import { withServer } from './steps.mjs';

const many = 130; // more than are done at once

async function ask(server, method, path, body) {
    const reply = await fetch(`${server.url}${path}`, {
        method,
        headers: { 'x-api-key': server.folder.adminKey, 'content-type': 'application/json' },
        body: JSON.stringify(body),
    });
    const text = await reply.text();
    assert.equal(reply.status, 200, text);
    return JSON.parse(text);
}

const listed = async (server, entity, type) => {
    const { meta } = await ask(server, 'POST', `/v1/${entity}/get`, { type, limit: 1 });
    return meta.total_contacts + meta.total_organizations;
};

async function fill(server, entity, key, nameField) {
    for (let first = 0; first < many; first += 65) {
        const records = Array.from({ length: 65 }, (_, i) => ({ fields: { [nameField]: `x${first + i}@many.example` } }));
        await ask(server, 'POST', `/v1/${entity}/merge`, { [key]: records, merge_by: [nameField] });
    }
}

async function play(folder, { entity, key, nameField, archived, names, kept }) {
    await withServer(folder, [], async (server) => {
        await fill(server, entity, key, nameField);
        const all = { all_rows_selected: true };
        const but = { ...all, exclusion_ids: [kept] };
        assert.deepEqual(await ask(server, 'PUT', `/v1/${entity}/archive`, but), { [names.archive[0]]: many - 1, [names.archive[1]]: 0 });
        await eventually(async () => (await listed(server, entity, '')) === 1, 'the end of archiving');
        assert.equal(await listed(server, entity, archived), many - 1);
        assert.deepEqual(await ask(server, 'PUT', `/v1/${entity}/restore`, all), { [names.restore[0]]: many - 1, [names.restore[1]]: 0 });
        await eventually(async () => (await listed(server, entity, '')) === many, 'the end of restoring');
        await ask(server, 'PUT', `/v1/${entity}/archive`, all);
    });
    // What was asked for is done though the server has stopped meanwhile.
    await withServer(folder, [], async (server) => {
        await eventually(async () => (await listed(server, entity, archived)) === many, 'the end of archiving again');
        const deleted = await ask(server, 'DELETE', `/v1/${entity}/delete`, { all_rows_selected: true });
        assert.deepEqual(deleted, { [names.delete[0]]: many, [names.delete[1]]: 0 });
        await eventually(async () => (await listed(server, entity, archived)) === 0, 'the end of deleting');
        assert.equal(await listed(server, entity, ''), 0);
    });
    await folder.check();
}

export const archiveCases = {
    async 'many people are archived, restored and deleted afterwards'(folder) {
        await play(folder, {
            entity: 'person', key: 'people', nameField: 'str::email', archived: 'archived', kept: '000000000001000000000100',
            names: {
                archive: ['scheduled_contacts', 'archived_contacts'],
                restore: ['scheduled_contacts', 'restored_contacts'],
                delete: ['scheduled_contacts', 'deleted_contacts'],
            },
        });
    },

    async 'many accounts are archived, restored and deleted afterwards'(folder) {
        await play(folder, {
            entity: 'accounts', key: 'accounts', nameField: 'str:o:name', archived: 'archived_organization', kept: '100000000001000000000100',
            names: {
                archive: ['scheduled_organizations', 'archived_organizations'],
                restore: ['scheduled_organizations', 'restored_organizations'],
                delete: ['scheduled_accounts', 'deleted_accounts'],
            },
        });
    },
};
