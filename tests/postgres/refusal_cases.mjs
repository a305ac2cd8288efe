// Databases that cannot be used: exit status 2 and one line that says why, with no password in it.
import assert from 'node:assert/strict';
import { createDatabase, dropDatabase, psql } from '../lib/postgres.mjs';
import { runProgram } from '../lib/stele.mjs';
import { assertRefused } from '../program/steps.mjs';

const password = 'Sesame-of-the-test';

async function refused(binary, url, pattern) {
    for (const args of [['serve', '--listen', '127.0.0.1:0'], ['user', 'list'], ['check']]) {
        const result = await runProgram(binary, [...args, '--database', url]);
        assertRefused(result, pattern);
        assert.ok(!result.stderr.includes(password), `the password stands in: ${result.stderr}`);
    }
}

async function unreachable({ binary, postgres }) {
    const at = (authority, database = 'postgres') => `postgres://${authority}/${database}`;
    const here = `127.0.0.1:${postgres.port}`;
    await refused(binary, at(`postgres:${password}@${here}`), /password authentication failed/);
    await refused(binary, at(`nobody:${password}@${here}`), /password authentication failed/);
    await refused(binary, at('postgres:' + postgres.password + '@' + here, 'no_such_database'), /no_such_database/);
    await refused(binary, at(`postgres:${password}@127.0.0.1:1`), /cannot be reached/);
}

async function malformed({ binary }) {
    for (const url of [
        'nonsense',
        `postgres://postgres:${password}@127.0.0.1:port/x`,
        `postgres://postgres:${password}@127.0.0.1/x?nonsense=1`,
        `postgres://postgres:${password}@[::1/x`,
        `postgres://postgres:${password}%zz@127.0.0.1/x`,
        `postgres://postgres:${password}/x@127.0.0.1/x`,
        `host=127.0.0.1 password='${password}`,
        `host=127.0.0.1 ${password}`,
    ])
        await refused(binary, url, /cannot be reached|database/);
}

async function inDatabase(prepare, test) {
    const database = await createDatabase();
    try {
        await prepare(database);
        await test(database.url);
    } finally {
        await dropDatabase(database);
    }
}

async function unusable({ binary, house }) {
    await inDatabase(() => {}, (url) => refused(binary, url, /holds no data/));
    await psql("INSERT INTO migration VALUES (9999, 0)", house.url);
    await refused(binary, house.url, /newer/);
    const init = ['init', '--company', 'B', '--admin', 'b@b.example', '--database'];
    const asAscii = async ({ name }) => {
        await psql(`DROP DATABASE ${name}`);
        await psql(`CREATE DATABASE ${name} TEMPLATE template0 ENCODING SQL_ASCII LC_COLLATE 'C' LC_CTYPE 'C'`);
    };
    await inDatabase(asAscii, async (url) => {
        await refused(binary, url, /UTF8/);
        assertRefused(await runProgram(binary, [...init, url]), /UTF8/);
    });
    await psql('DELETE FROM migration WHERE number = 9999', house.url);
    assertRefused(await runProgram(binary, [...init, house.url]), /already/);
}

export const refusalCases = {
    'a database that cannot be reached is refused': unreachable,
    'what is no URL is refused': malformed,
    'a database that cannot be used is refused': unusable,
};
