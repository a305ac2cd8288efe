// `stele demo`: the same data each time, beside a running server or without one.
import assert from 'node:assert/strict';
import { get, withServer } from './steps.mjs';

async function demo(folder, ...args) {
    const result = await folder.run(['demo', ...args]);
    assert.equal(result.status, 0, result.stderr);
    return result;
}

// Keys of custom fields are drawn anew for each company: their names stand for them.
async function namesOfFields(server) {
    const names = [];
    for (const kind of ['organizationFields', 'personFields']) {
        const { data } = await (await get(server, `/v1/${kind}?limit=500`)).json();
        for (const { id, key, name, edit_flag } of data) if (edit_flag && id !== null) names.push([key, `${kind} ${name}`]);
    }
    return names;
}

async function everything(server) {
    const lists = [];
    const names = await namesOfFields(server);
    for (const path of ['/v1/organizations?limit=500&sort=id', '/v1/persons?limit=500&sort=id', '/api/v2/organizations?limit=500']) {
        let text = await (await get(server, path)).text();
        for (const [key, name] of names) text = text.replaceAll(key, name);
        lists.push(JSON.parse(text).data.map(({ update_time, ...rest }) => rest));
    }
    return lists;
}

export const demoCases = {
    async 'sample data are the same with and without a server'(folder) {
        const other = await folder.copy();
        other.adminKey = folder.adminKey;
        try {
            let beside;
            await withServer(folder, [], async (server) => {
                const { stdout, stderr } = await demo(folder, '--organizations', '120');
                assert.match(stdout, /^added 120 organizations, \d+ people and \d+ followers, and 5 users \(there are 6\)\n$/);
                assert.match(stderr, /^(\d+ of 120 organizations\n)+$/);
                assert.match(stderr, /120 of 120 organizations\n$/);
                beside = await everything(server);
            });
            await demo(other, '--organizations', '120');
            await withServer(other, [], async (server) => {
                const alone = await everything(server);
                assert.equal(alone[0].length, 120);
                assert.ok(alone[1].length > 120);
                assert.deepEqual(alone, beside);
                const scripts = [/\p{sc=Latin}/u, /\p{sc=Cyrillic}/u, /\p{sc=Greek}/u, /\p{sc=Arabic}/u, /\p{sc=Hebrew}/u, /\p{sc=Han}/u,
                    /\p{sc=Hiragana}|\p{sc=Katakana}/u, /\p{sc=Hangul}/u, /\p{sc=Devanagari}/u, /\p{sc=Thai}/u];
                const names = alone[0].map(({ name }) => name).join(' ');
                for (const script of scripts) assert.match(names, script);
                assert.ok(new Set(alone[0].map(({ country_code }) => country_code)).size > 15);
            });
            await folder.check();
            await other.check();
        } finally {
            await other.remove();
        }
    },

    async 'a second run goes on, unless the company is to be empty'(folder) {
        await demo(folder, '--organizations', '10');
        const { stdout } = await demo(folder, '--organizations', '10', '--if-empty');
        assert.match(stdout, /nothing is added/);
        await demo(folder, '--organizations', '10');
        await withServer(folder, [], async (server) => {
            const [organizations] = await everything(server);
            assert.equal(organizations.length, 20);
            assert.equal(new Set(organizations.map(({ name, address }) => name + address)).size, 20);
        });
    },

    async 'no, too many and nobody\'s sample data are refused'(folder) {
        for (const args of [['--organizations', '0'], ['--organizations', '-1'], ['--organizations', '1000001'], ['--organizations', 'x']]) {
            const { status, stderr } = await folder.run(['demo', ...args]);
            assert.equal(status, 2, args.join(' '));
            assert.match(stderr, /^stele: [^\n]+\n$/);
        }
        const { status, stderr } = await folder.run(['demo', '--organizations', '1', '--company', '9']);
        assert.equal(status, 1);
        assert.match(stderr, /there is no company 9/);
    },
};
