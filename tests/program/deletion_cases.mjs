// What was deleted: taken away for good, or brought back, beside a running server and without one.
import assert from 'node:assert/strict';
import { withServer } from './steps.mjs';

function api(server, method, path, body) {
    return fetch(server.url + path, {
        method,
        headers: { 'x-api-token': server.folder.adminKey, 'content-type': 'application/json' },
        body: body && JSON.stringify(body),
    });
}

async function add(server, kind, body) {
    const { data } = await (await api(server, 'POST', `/v1/${kind}`, body)).json();
    return data.id;
}

async function changes(server, id) {
    const { data } = await (await api(server, 'GET', `/v1/organizations/${id}/changelog`)).json();
    return data;
}

export const deletionCases = {
    async 'a deleted organization is brought back with all that was linked to it'(folder) {
        await withServer(folder, [], async (server) => {
            const id = await add(server, 'organizations', { name: 'Norte Vidros' });
            const person = await add(server, 'persons', { name: 'Ines Couto', org_id: id });
            assert.equal((await api(server, 'DELETE', `/v1/organizations/${id}`)).status, 200);
            assert.equal((await api(server, 'DELETE', `/v1/persons/${person}`)).status, 200);
            const undelete = await folder.run(['undelete', 'organization', String(id)]);
            assert.deepEqual([undelete.status, undelete.stdout, undelete.stderr], [0, '', '']);
            assert.equal((await folder.run(['undelete', 'person', String(person)])).status, 0);

            const { data } = await (await api(server, 'GET', `/v1/organizations/${id}`)).json();
            assert.deepEqual([data.active_flag, data.delete_time, data.people_count], [true, null, 1]);
            const { data: listed } = await (await api(server, 'GET', `/v1/organizations/${id}/persons`)).json();
            assert.deepEqual(listed.map((one) => one.id), [person]);
            const undeletion = (await changes(server, id)).find(({ field_key: key }) => key === 'active_flag');
            assert.deepEqual(
                [undeletion.old_value, undeletion.new_value, undeletion.change_source, undeletion.change_source_user_agent],
                ['0', '1', 'app', 'stele undelete organization'],
            );
        });
        await folder.check();
    },

    async 'the purge takes away what was deleted longer ago than it is told'(folder) {
        await withServer(folder, [], async (server) => {
            const id = await add(server, 'organizations', { name: 'Norte Vidros' });
            const person = await add(server, 'persons', { name: 'Ines Couto', org_id: id });
            assert.equal((await api(server, 'DELETE', `/v1/organizations/${id}`)).status, 200);
            assert.equal(await folder.line(['purge', '--older-than', '1h']), '0\t0');
            assert.equal((await api(server, 'GET', `/v1/organizations/${id}`)).status, 200);
            assert.equal(await folder.line(['purge', '--older-than', '0d', '--company', '1']), '1\t0');
            assert.equal((await api(server, 'GET', `/v1/organizations/${id}`)).status, 404);
            const { data } = await (await api(server, 'GET', `/v1/persons/${person}`)).json();
            assert.deepEqual([data.active_flag, data.org_id], [true, null]);
            const { stderr, status } = await folder.run(['undelete', 'organization', String(id)]);
            assert.deepEqual([status, stderr], [1, `stele: there is no organization ${id}\n`]);
            assert.equal(await add(server, 'organizations', { name: 'Next' }), id + 1);
        });
        await folder.check();
    },

    async 'without a server the commands open the data themselves'(folder) {
        await withServer(folder, [], async (server) => {
            for (const name of ['One', 'Two']) await add(server, 'organizations', { name });
            for (const id of [1, 2]) await api(server, 'DELETE', `/v1/organizations/${id}`);
        });
        assert.equal((await folder.run(['undelete', 'organization', '1'])).status, 0);
        assert.equal(await folder.line(['purge', '--older-than', '0d']), '1\t0');
        await folder.check();
        await withServer(folder, [], async (server) => {
            assert.equal((await api(server, 'GET', '/v1/organizations/1')).status, 200);
            assert.equal((await api(server, 'GET', '/v1/organizations/2')).status, 404);
        });
    },

    async 'a merged organization is not brought back, but it is said what it was merged into'(folder) {
        await withServer(folder, [], async (server) => {
            for (const name of ['One', 'Two']) await add(server, 'organizations', { name });
            assert.equal((await api(server, 'PUT', '/v1/organizations/1/merge', { merge_with_id: 2 })).status, 200);
            const { stderr, status } = await folder.run(['undelete', 'organization', '1']);
            assert.deepEqual([status, stderr], [1, 'stele: organization 1 was merged into 2\n']);
        });
        await folder.check();
    },

    async 'what makes no sense of purging and undeleting is refused'(folder) {
        for (const [args, status] of [
            [['purge'], 2],
            [['purge', '--older-than', 'soon'], 2],
            [['purge', '--older-than', '3w'], 2],
            [['purge', '--older-than', '0d', '--company', '7'], 1],
            [['undelete'], 2],
            [['undelete', 'deal', '1'], 2],
            [['undelete', 'person'], 2],
            [['undelete', 'person', 'x'], 2],
            [['undelete', 'person', '1'], 1],
        ]) {
            const result = await folder.run(args);
            assert.equal(result.status, status, `${args.join(' ')}: ${result.stderr}`);
            assert.match(result.stderr, /^stele: [^\n]+\n$/, args.join(' '));
            assert.equal(result.stdout, '');
        }
    },
};
