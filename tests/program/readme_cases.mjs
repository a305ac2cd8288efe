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
        const calls = await callsOf('Three scripts, one record');
        await withServer(folder, [], (server) => {
            const [written, found, listed, person, linked, account, read] = calls.map((call) => paste(call, server));
            assert.equal(calls.length, 7);
            assert.equal(written.title, 'Smith & Co');
            assert.equal(found.data.items[0].item.name, 'Smith & Co');
            assert.deepEqual(listed.data, [{ id: 1, name: 'Smith & Co', address: 'Damrak 1, Amsterdam, NL' }]);
            assert.equal(person.data.name, 'Jenny Smith');
            assert.deepEqual(linked, {});
            assert.deepEqual(account.accounts.map(({ fields }) => fields), [{ 'geo:o:city': { name: 'Amsterdam' }, 'str:o:name': 'Smith & Co' }]);
            assert.equal(read.totalItems, 1);
            assert.equal(read.member[0]['@id'], written['@id']);
            assert.equal(read.member[0].people.length, 1);
        });
    },
};
