// Companies, groups and users, set up from the command line beside a running server.
import assert from 'node:assert/strict';
import { withServer } from './steps.mjs';

function api(server, key, method, path, body) {
    return fetch(server.url + path, { method, headers: { 'x-api-token': key, 'content-type': 'application/json' }, body: body && JSON.stringify(body) });
}

export const companyCases = {
    async 'a second company is a world of its own'(folder) {
        await withServer(folder, [], async (server) => {
            const [id, key] = (await folder.line(['company', 'add', '--name', 'Baltic Ply', '--admin', 'bo@baltic.example'])).split('\t');
            assert.equal(id, '2');
            assert.match(key, /^st_2_[A-Za-z0-9_-]{43}$/);
            const added = await api(server, folder.adminKey, 'POST', '/v1/organizations', { name: 'Of the first' });
            assert.equal(added.status, 201);
            assert.equal((await api(server, key, 'GET', '/v1/organizations/1')).status, 404);
            const { data } = await (await api(server, key, 'GET', '/v1/users/me')).json();
            assert.equal(data.company_name, 'Baltic Ply');
            assert.equal((await folder.run(['company', 'list'])).stdout.split('\n').length, 3);
            assert.equal((await folder.run(['user', 'list', '--company', '2'])).stdout, '1\tbo@baltic.example\tbo\tadmin\tactive\t1\t-\n');
        });
        await folder.check();
    },

    async 'companies added at once get numbers of their own'(folder) {
        await withServer(folder, [], async () => {
            const lines = await Promise.all(Array.from({ length: 5 }, (_, i) =>
                folder.line(['company', 'add', '--name', `C${i}`, '--admin', `a@c${i}.example`])));
            assert.deepEqual(lines.map((line) => line.split('\t')[0]).sort(), ['2', '3', '4', '5', '6']);
        });
    },

    async 'groups and levels hold on a running server at once'(folder) {
        await withServer(folder, [], async (server) => {
            for (const name of ['bob', 'cid', 'dora']) await folder.addUser(`${name}@acme.example`, name);
            const keys = {};
            for (const name of ['bob', 'cid', 'dora']) keys[name] = await folder.createKey(`${name}@acme.example`);
            assert.equal((await folder.run(['company', 'set', '--visibility-scheme', 'groups', '--default-visibility', 'organization=group'])).status, 0);
            const sales = await folder.line(['group', 'add', '--name', 'Sales']);
            const north = await folder.line(['group', 'add', '--name', 'North', '--parent', sales]);
            assert.equal((await folder.run(['user', 'set', '--email', 'bob@acme.example', '--group', sales])).status, 0);
            assert.equal((await folder.run(['user', 'set', '--email', 'cid@acme.example', '--group', north])).status, 0);

            const added = await (await api(server, keys.bob, 'POST', '/v1/organizations', { name: 'Of sales' })).json();
            assert.equal(added.data.visible_to, '3');
            const status = async (name) => (await api(server, keys[name], 'GET', `/v1/organizations/${added.data.id}`)).status;
            assert.deepEqual([await status('bob'), await status('cid'), await status('dora')], [200, 404, 404]);
            assert.equal((await folder.run(['user', 'set', '--email', 'dora@acme.example', '--group', sales])).status, 0);
            assert.equal(await status('dora'), 200);
            assert.equal((await folder.run(['user', 'set', '--email', 'cid@acme.example', '--admin'])).status, 0);
            assert.equal(await status('cid'), 200);
            assert.equal((await folder.run(['user', 'set', '--email', 'cid@acme.example', '--no-admin'])).status, 0);
            assert.equal(await status('cid'), 404);
            assert.equal((await folder.run(['group', 'list'])).stdout, `1\t-\tDefault\n${sales}\t1\tSales\n${north}\t${sales}\tNorth\n`);
            assert.equal((await folder.run(['group', 'move', sales, '--parent', north])).status, 1);
        });
        await folder.check();
    },

    async 'what makes no sense of companies, groups and users is refused'(folder) {
        for (const [args, status] of [
            [['company'], 2],
            [['company', 'add', '--name', 'X'], 2],
            [['company', 'set', '--visibility-scheme', 'both'], 2],
            [['company', 'set', '--campaigns', 'maybe'], 2],
            [['company', 'set', '--region', 'mars'], 2],
            [['company', 'set'], 2],
            [['company', 'set', '--name', 'X', '--company', '7'], 1],
            [['company', 'set', '--default-visibility', 'organization'], 1],
            [['group', 'move', '1'], 2],
            [['user', 'set', '--email', 'ann@acme.example'], 2],
            [['user', 'set', '--email', 'ann@acme.example', '--no-admin'], 1],
            [['user', 'set', '--name', 'Ann'], 2],
        ]) {
            const result = await folder.run(args);
            assert.equal(result.status, status, `${args.join(' ')}: ${result.stderr}`);
            assert.match(result.stderr, /^stele: [^\n]+\n$/, args.join(' '));
            assert.equal(result.stdout, '');
        }
    },
};
