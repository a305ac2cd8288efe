// A real Stele for tests: a data folder or a database of its own, a free port, stopped and removed at the end.
import { spawn } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyDatabase, createDatabase, dropDatabase, testsOnPostgres } from './postgres.mjs';

// Sanitizer builds are slower: TEST_TIMEOUT_SECONDS stretches every wait.
export const timeoutMs = 1000 * Number(process.env.TEST_TIMEOUT_SECONDS || 30);

const running = new Set();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));

// A developer's own settings must not reach the servers under test.
function environment(extra) {
    const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('STELE_'));
    return { ...Object.fromEntries(kept), ...extra };
}

export function withTimeout(promise, what, limitMs = timeoutMs) {
    let timer;
    const late = new Promise((_, reject) => {
        timer = setTimeout(() => reject(new Error(`${what}: nothing within ${limitMs / 1000} s`)), limitMs);
    });
    return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

function start(binary, args, options = {}) {
    const child = spawn(binary, args, { stdio: ['ignore', 'pipe', 'pipe'], env: environment(options.env) });
    const text = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr']) {
        child[stream].setEncoding('utf8');
        child[stream].on('data', (chunk) => (text[stream] += chunk));
    }
    running.add(child);
    const ended = new Promise((resolve, reject) => {
        child.once('error', reject);
        child.once('close', (status, signal) => resolve({ status, signal, ...text }));
    }).finally(() => running.delete(child));
    ended.catch(() => {});
    return { child, text, ended };
}

// Runs the program to its end: {status, signal, stdout, stderr}.
export async function runProgram(binary, args, options) {
    const program = start(binary, args, options);
    try {
        return await withTimeout(program.ended, `stele ${args[0]}`);
    } finally {
        program.child.kill('SIGKILL');
    }
}

async function expectSuccess(binary, args) {
    const result = await runProgram(binary, args);
    if (result.status !== 0) {
        throw new Error(`stele ${args.join(' ')}: exit status ${result.status ?? result.signal}\n${result.stderr}`);
    }
    return result.stdout;
}

// A data folder with one company in it, and what may be done to it by the command line. It works beside a running server. Where
// the tests run on PostgreSQL, the company is in a database of its own, and the folder is empty.
export class DataFolder {
    static async create(binary, { company = 'Acme', admin = 'ann@acme.example' } = {}) {
        const database = testsOnPostgres ? await createDatabase() : undefined;
        const folder = new DataFolder(binary, await mkdtemp(join(tmpdir(), 'stele-test-')), database);
        folder.adminKey = await folder.line(['init', '--company', company, '--admin', admin]);
        return folder;
    }

    constructor(binary, path, database) {
        this.binary = binary;
        this.path = path;
        this.database = database;
    }

    // The flags that say where the store is.
    get place() {
        return this.database ? ['--database', this.database.url] : ['--data', this.path];
    }

    // Only while no server runs on it.
    async copy() {
        const path = await mkdtemp(join(tmpdir(), 'stele-test-'));
        await cp(this.path, path, { recursive: true });
        const database = this.database ? await copyDatabase(this.database) : undefined;
        const folder = new DataFolder(this.binary, path, database);
        folder.adminKey = this.adminKey;
        return folder;
    }

    run(args) {
        return runProgram(this.binary, [...args, ...this.place]);
    }

    // Of a subcommand that prints one line and succeeds: that line.
    async line(args) {
        const text = await expectSuccess(this.binary, [...args, ...this.place]);
        if (!/^[^\n]+\n$/.test(text))
            throw new Error(`stele ${args.join(' ')}: one line expected, got ${JSON.stringify(text)}`);
        return text.trimEnd();
    }

    addUser(email, name, { admin = false } = {}) {
        return this.line(['user', 'add', '--email', email, '--name', name, ...(admin ? ['--admin'] : [])]);
    }

    createKey(email, scope = 'write') {
        return this.line(['key', 'create', '--user', email, '--scope', scope]);
    }

    // Throws unless `stele check` finds nothing.
    check() {
        return expectSuccess(this.binary, ['check', ...this.place]);
    }

    async remove() {
        if (this.database) await dropDatabase(this.database);
        await rm(this.path, { recursive: true, force: true });
    }
}

const readyLine = /^listening on (http:\/\/127\.0\.0\.1:(\d+))\n/;

// A running server on a data folder.
export class Server {
    static async start(folder, args = [], options = {}) {
        const server = new Server();
        const serve = ['serve', ...folder.place, '--listen', '127.0.0.1:0', ...args];
        server.folder = folder;
        server.program = start(folder.binary, serve, options);
        try {
            [, server.url, server.port] = await withTimeout(server.ready(), 'stele serve');
        } catch (error) {
            server.program.child.kill('SIGKILL');
            throw new Error(`${error.message}\n${server.program.text.stderr}`);
        }
        return server;
    }

    get pid() {
        return this.program.child.pid;
    }

    // Everything that it logged so far.
    get log() {
        return this.program.text.stderr;
    }

    ready() {
        const { child, text, ended } = this.program;
        return new Promise((resolve, reject) => {
            const look = () => readyLine.test(text.stdout) && resolve(text.stdout.match(readyLine));
            child.stdout.on('data', look);
            ended.then((end) => reject(new Error(`ended with ${end.status ?? end.signal} before it listened`)), reject);
        });
    }

    // Throws unless it ends by itself, with status 0 and nothing but the ready line on standard output.
    async stop() {
        this.program.child.kill('SIGTERM');
        let end;
        try {
            end = await withTimeout(this.program.ended, 'SIGTERM');
        } finally {
            this.program.child.kill('SIGKILL');
        }
        if (end.status !== 0) throw new Error(`exit status ${end.status ?? end.signal} after SIGTERM\n${end.stderr}`);
        const rest = end.stdout.replace(readyLine, '');
        if (rest) throw new Error(`unexpected on standard output: ${rest}`);
    }

    async kill() {
        this.program.child.kill('SIGKILL');
        await this.program.ended;
    }
}
