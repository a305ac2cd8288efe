// Processes under measurement: what they use, by /proc, and how they are started and ended.
import { execFile, spawn } from 'node:child_process';
import { readdirSync, readFileSync, statfsSync } from 'node:fs';
import { createServer } from 'node:net';
import { cpus, release } from 'node:os';
import { promisify } from 'node:util';

const ticksPerSecond = 100; // of /proc/PID/stat, on every Linux that Debian builds

const run = promisify(execFile);

function childrenOf(pid) {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
}

// Seconds of CPU since its start, with its children that run: {user, system}.
export function cpuOf(pid) {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // from the third on
    const own = { user: fields[11] / ticksPerSecond, system: fields[12] / ticksPerSecond };
    return childrenOf(pid)
        .map(cpuOf)
        .reduce((sum, { user, system }) => ({ user: sum.user + user, system: sum.system + system }), own);
}

// Milliseconds of CPU of the threads that run, to the nanosecond.
export function threadsCpuMs(pid) {
    const times = readdirSync(`/proc/${pid}/task`).map((thread) => readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8'));
    return times.reduce((sum, text) => sum + Number(text.split(' ')[0]) / 1e6, 0);
}

// Seconds of CPU of a process and its children, those too that have ended: a PostgreSQL with its connections.
export function familyCpuOf(pid) {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const used = stat.slice(stat.lastIndexOf(')') + 2).split(' ').slice(11, 15); // its own and theirs, user and system
    const own = used.reduce((sum, ticks) => sum + ticks / ticksPerSecond, 0);
    return childrenOf(pid).map(cpuIfAlive).reduce((sum, seconds) => sum + seconds, own);
}

// PostgreSQL starts and ends processes as it likes.
function cpuIfAlive(pid) {
    try {
        const { user, system } = cpuOf(pid);
        return user + system;
    } catch (error) {
        if (['ENOENT', 'ESRCH'].includes(error.code)) return 0;
        throw error;
    }
}

export function anonymousBytes(pid) {
    return 1024 * Number(/^RssAnon:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]);
}

// The most that it ever held.
export function peakResidentBytes(pid) {
    return 1024 * Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]);
}

export function freePort() {
    return new Promise((resolve, reject) => {
        const listener = createServer().once('error', reject);
        listener.listen(0, '127.0.0.1', () => {
            const { port } = listener.address();
            listener.close(() => resolve(port));
        });
    });
}

const running = new Set();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

export function startProgram(command, args) {
    const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
    running.add(child);
    const ended = new Promise((resolve) => child.once('close', resolve)).finally(() => running.delete(child));
    const failed = new Promise((_, reject) => child.once('error', reject));
    const stop = async () => {
        child.kill('SIGTERM');
        await ended;
    };
    return { pid: child.pid, failed, ended, stop };
}

// Runs it to its end and returns what it printed.
export async function runProgram(command, args) {
    const { stdout } = await run(command, args, { maxBuffer: 1 << 24 });
    return stdout;
}

export async function versionOf(command, args, pattern) {
    try {
        const { stdout, stderr } = await run(command, args);
        return pattern.exec(stdout + stderr)?.[1] ?? '?';
    } catch (error) {
        return pattern.exec(`${error.stdout}${error.stderr}`)?.[1] ?? Promise.reject(new Error(`${command} is missing`));
    }
}

export function machine() {
    const info = readFileSync('/proc/cpuinfo', 'utf8');
    const processor = /^model name\s*: (.*)$/m.exec(info)?.[1] ?? 'unknown processor';
    return { processor, cores: cpus().length, kernel: release() };
}

// Only a disk shows what durable writes cost.
export function isInMemory(folder) {
    return statfsSync(folder).type === 0x01021994; // tmpfs
}
