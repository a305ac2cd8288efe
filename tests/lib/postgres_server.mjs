// A PostgreSQL of one's own: from Debian's packages, on a free port of this machine, with its socket and, unless they are to be
// kept, its data in a temporary folder. It ends with this process, however that ends.
import { execFile, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { appendFile, chown, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const packages = '/usr/lib/postgresql';
const patienceMs = 60_000;

// Below those that the system gives to outgoing connections, so that a server that is started again finds its port free.
const [lowestPort, highestPort] = [20_000, 32_000];
const portTries = 20;

function programs() {
    const versions = existsSync(packages) ? readdirSync(packages).filter((name) => /^\d+$/.test(name)) : [];
    const found = versions.filter((name) => existsSync(join(packages, name, 'bin/postgres'))).map(Number);
    if (!found.length) throw new Error(`no PostgreSQL in ${packages}: install postgresql-15`);
    return join(packages, String(Math.max(...found)), 'bin');
}

// PostgreSQL refuses to run as root: Debian's user runs it then.
function owner() {
    if (process.getuid() !== 0) return null;
    const idOf = (flag) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
    return { uid: idOf('-u'), gid: idOf('-g') };
}

async function isFree(port) {
    const listener = createServer();
    const free = await new Promise((done) => {
        listener.once('error', () => done(false)).listen(port, '127.0.0.1', () => done(true));
    });
    await new Promise((closed) => (free ? listener.close(closed) : closed()));
    return free;
}

async function freePort() {
    for (;;) {
        const port = lowestPort + (randomBytes(2).readUInt16LE() % (highestPort - lowestPort));
        if (await isFree(port)) return port;
    }
}

export class PostgresServer {
    // `data`: a folder that is kept; it is filled when there is nothing in it. `fsync` off is for tests that lose nothing.
    static async start({ data, fsync = true } = {}) {
        const server = new PostgresServer();
        server.fsync = fsync;
        server.keepsData = Boolean(data);
        server.owner = owner();
        server.folder = await mkdtemp(join(tmpdir(), 'stele-postgres-'));
        if (server.owner) await chown(server.folder, server.owner.uid, server.owner.gid);
        process.once('exit', () => server.abandon());
        server.data = data ? resolve(data) : join(server.folder, 'data');
        await server.fill();
        await server.start();
        return server;
    }

    get url() {
        return `postgres://postgres:${this.password}@127.0.0.1:${this.port}/postgres`;
    }

    get pid() {
        return this.postmaster.pid;
    }

    get log() {
        return this.text;
    }

    // Whoever may look at the machine's processes sees the password in a URL; it is good for this server alone.
    async fill() {
        const kept = join(this.data, 'stele-password');
        if (existsSync(kept)) {
            this.password = (await readFile(kept, 'utf8')).trim();
            return;
        }
        this.password = randomBytes(16).toString('hex');
        const given = join(this.folder, 'password');
        await writeFile(given, this.password, { mode: 0o600 });
        await mkdir(this.data, { recursive: true, mode: 0o700 });
        for (const path of [given, this.data]) if (this.owner) await chown(path, this.owner.uid, this.owner.gid);
        // md5: the suites open thousands of connections, and scram is made to be slow.
        const flags = ['--username=postgres', '--auth=md5', `--pwfile=${given}`, '--encoding=UTF8', '--locale=C'];
        await execute(join(programs(), 'initdb'), ['-D', this.data, '--no-sync', ...flags], { ...this.owner, cwd: this.folder });
        await appendFile(join(this.data, 'postgresql.conf'), 'max_connections = 400\nlogging_collector = off\n');
        await writeFile(kept, `${this.password}\n`, { mode: 0o600 });
    }

    // Starts it, or starts it again, at the port that it had.
    async start() {
        for (let i = 0; i < portTries; i += 1) {
            const port = this.port ?? (await freePort());
            if (await this.runsAt(port)) {
                this.port = port;
                return;
            }
        }
        throw new Error(`PostgreSQL does not start\n${this.text}`);
    }

    async runsAt(port) {
        const settings = { listen_addresses: '127.0.0.1', port, unix_socket_directories: this.folder, log_statement: 'none' };
        if (!this.fsync) Object.assign(settings, { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' });
        const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
        const identity = this.owner ? ['--reuid', this.owner.uid, '--regid', this.owner.gid, '--clear-groups'] : [];
        const command = [...identity, '--pdeathsig', 'INT', '--', join(programs(), 'postgres'), '-D', this.data, ...flags];
        // A session of its own: Ctrl-C is for us, and we end it when nobody needs it any more.
        this.postmaster = spawn('setpriv', command.map(String), { detached: true, stdio: ['ignore', 'ignore', 'pipe'], cwd: '/' });
        this.text = '';
        this.postmaster.stderr.setEncoding('utf8').on('data', (chunk) => (this.text = (this.text + chunk).slice(-20_000)));
        const { postmaster } = this;
        this.isRunning = true;
        this.ended = new Promise((done) => postmaster.once('error', done).once('exit', done)).then(() => (this.isRunning = false));
        const deadline = Date.now() + patienceMs;
        while (this.isRunning && Date.now() < deadline) {
            if (this.text.includes('ready to accept connections') && (await answers(port))) return true;
            await Promise.race([this.ended, pause(20)]);
        }
        return false;
    }

    // mode: 'smart' waits for clients, 'fast' ends their connections, 'immediate' does not even write down what it has.
    async stop(mode = 'fast') {
        this.postmaster.kill({ smart: 'SIGTERM', fast: 'SIGINT', immediate: 'SIGQUIT' }[mode]);
        await this.ended;
    }

    // Every process of it at once, as by a machine that loses its power. Stopped first, so that it begins no new one meanwhile.
    async kill() {
        process.kill(this.pid, 'SIGSTOP');
        const pids = childrenOf(this.pid);
        for (const pid of [this.pid, ...pids]) signal(pid, 'SIGKILL');
        await this.ended;
        while (pids.some(lives)) await pause(5);
    }

    async remove() {
        await this.stop();
        await rm(this.folder, { recursive: true, force: true });
    }

    // At the end of this process, whose tests may have gone wrong.
    abandon() {
        if (this.isRunning) signal(this.pid, this.keepsData ? 'SIGINT' : 'SIGQUIT');
        rmSync(this.folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
    }
}

function signal(pid, name) {
    try {
        process.kill(pid, name);
    } catch (error) {
        if (error.code !== 'ESRCH') throw error;
    }
}

// {state, parent} of a process, or nothing when there is none.
function processOf(pid) {
    try {
        const [state, parent] = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ');
        return { state, parent: Number(parent) };
    } catch {
        return undefined;
    }
}

const childrenOf = (pid) =>
    readdirSync('/proc')
        .filter((name) => /^\d+$/.test(name) && processOf(name)?.parent === pid)
        .map(Number);

// Nobody may ask for the end of a process whose parent is gone.
const lives = (pid) => !['Z', undefined].includes(processOf(pid)?.state);

function answers(port) {
    return new Promise((done) => {
        const socket = connect(port, '127.0.0.1', () => socket.end(() => done(true)));
        socket.once('error', () => done(false));
    });
}
