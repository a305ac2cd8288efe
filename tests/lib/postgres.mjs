// Databases of the PostgreSQL server that TEST_POSTGRES_URL names, one a test. ./x test starts that server; without it the tests
// run on SQLite.
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

const server = process.env.TEST_POSTGRES_URL;

export const testsOnPostgres = Boolean(server);

const execute = promisify(execFile);
const patienceMs = 30_000;

// Runs statements as the server's owner, each on its own; resolves to what they print.
export async function psql(statement, url = server) {
    const { stdout } = await execute('psql', ['--no-psqlrc', '-qAt', '-v', 'ON_ERROR_STOP=1', '-c', statement, url]);
    return stdout.trimEnd();
}

function named(name) {
    const url = new URL(server);
    url.pathname = `/${name}`;
    return { name, url: url.href };
}

const newName = () => `stele_test_${randomBytes(6).toString('hex')}`;

export async function createDatabase() {
    const database = named(newName());
    await psql(`CREATE DATABASE ${database.name}`);
    return database;
}

// Only while nobody is connected to it.
export async function copyDatabase(original) {
    const database = named(newName());
    await psql(`CREATE DATABASE ${database.name} TEMPLATE ${original.name}`);
    return database;
}

export const dropDatabase = (database) => psql(`DROP DATABASE IF EXISTS ${database.name} WITH (FORCE)`);

// Resolves once nobody is connected to it any more.
export async function quiet(database) {
    const others = `SELECT count(*) FROM pg_stat_activity WHERE datname = '${database.name}'`;
    const deadline = Date.now() + patienceMs;
    while ((await psql(others)) !== '0') {
        if (Date.now() > deadline) throw new Error(`somebody is still connected to ${database.name}`);
        await pause(20);
    }
}
