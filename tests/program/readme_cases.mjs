// The README's lines, pasted as a newcomer would.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { withServer } from './steps.mjs';

const page = new URL('../../README.md', import.meta.url);

// The indented lines of a section that call curl, a call that goes on over several lines as one.
async function callsOf(section) {
    const text = (await readFile(page, 'utf8')).split(/^## /m).find((part) => part.startsWith(`${section}\n`));
    const lines = text.split('\n').filter((line) => line.startsWith('    ')).map((line) => line.trim()).join('\n').replaceAll('\\\n', ' ');
    return lines.split('\n').filter((line) => line.startsWith('curl '));
}

const paste = (call, server) => JSON.parse(execFileSync('bash', ['-c', call], { env: { ...process.env, URL: server.url, KEY: server.folder.adminKey }, encoding: 'utf8' }));

export const readmeCases = {
    async 'the README shows one organization in three dialects'(folder) {
        const scratch = `${folder.path}/account`;
        const calls = (await callsOf('Three scripts, one record')).map((call) => call.replaceAll('/tmp/account', scratch));
        assert.equal(calls.length, 6);
        await withServer(folder, [], (server) => {
            // Whoever pastes them has pasted the line of ./x run before.
            paste(`curl -s $URL/v1/organizations -H "x-api-token: $KEY" -H 'content-type: application/json' -d '{"name":"Norte Vidros"}'`, server);
            const [written, found, person, account, linked, read] = calls.map((call) => paste(call, server));
            assert.equal(written.title, 'Smith & Co');
            assert.deepEqual(found.data.items.map(({ item: { id, name, address } }) => [id, name, address]), [[2, 'Smith & Co', 'Damrak 1, Amsterdam, NL']]);
            assert.equal(person.data.name, 'Jenny Smith');
            assert.deepEqual(account.accounts.map(({ fields }) => fields), [{ 'geo:o:city': { name: 'Amsterdam' }, 'str:o:name': 'Smith & Co' }]);
            assert.deepEqual(linked, {});
            assert.equal(read.totalItems, 1);
            assert.equal(read.member[0]['@id'], written['@id']);
            assert.equal(read.member[0].people.length, 1);
        });
    },
};
