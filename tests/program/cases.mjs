// What the program promises of its command line, its data folder, its signals and its log.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { DataFolder, runProgram, Server } from '../lib/stele.mjs';
import { assertLeftAlone, assertRefused, get } from './steps.mjs';

const serve = ['serve', '--listen', '127.0.0.1:0'];

async function openPort() {
    const listener = createServer();
    await new Promise((resolve) => listener.listen(0, '127.0.0.1', resolve));
    return listener;
}

export const cases = {
    async 'wrong flags are refused'(folder) {
        for (const [args, pattern] of [
            [['serve', '--nonsense'], /nonsense/],
            [['serve', '--listen', 'nowhere'], /HOST:PORT/],
            [['serve', '--listen', '127.0.0.1:99999'], /port/],
            [['serve', '--public-url', 'ftp://x'], /public-url/],
            [['serve', '--log-level', 'loud'], /log-level/],
            [['serve', '--loops', 'many'], /loops/],
            [['nonsense'], /./],
            [['init', '--company', 'A'], /admin/],
            [['key', 'create', '--user', 'ann@acme.example', '--scope', 'all'], /scope/],
        ])
            await assertLeftAlone(folder, args, pattern);
        assertRefused(await runProgram(folder.binary, []), /subcommand/i);
        assertRefused(await runProgram(folder.binary, ['openapi', 'klingon']), /klingon/);
    },

    async 'help names every setting with its variable and default'(folder) {
        const { status, stdout } = await runProgram(folder.binary, ['serve', '--help']);
        assert.equal(status, 0);
        for (const text of ['--data', 'STELE_DATA', '--listen', '127.0.0.1:8080', 'STELE_LISTEN', '--public-url', 'STELE_PUBLIC_URL',
            '--mail-domain', 'STELE_MAIL_DOMAIN', '--loops', 'STELE_LOOPS', '--log-file', 'STELE_LOG_FILE', '--log-level',
            'STELE_LOG_LEVEL', '--access-log', 'STELE_ACCESS_LOG'])
            assert.ok(stdout.includes(text), text);
    },

    async 'a folder that is missing, empty, no folder or no data is refused'(folder) {
        const missing = join(folder.path, 'missing');
        assertRefused(await runProgram(folder.binary, [...serve, '--data', missing]), /does not exist/);
        await assert.rejects(stat(missing));

        const empty = join(folder.path, 'empty');
        await mkdir(empty);
        assertRefused(await runProgram(folder.binary, [...serve, '--data', empty]), /holds no data/);
        assert.deepEqual(await readdir(empty), []);

        const file = join(folder.path, 'file');
        await writeFile(file, 'x');
        assertRefused(await runProgram(folder.binary, [...serve, '--data', file]), /./);

        const damaged = join(folder.path, 'damaged');
        await mkdir(damaged);
        await writeFile(join(damaged, 'stele.db'), 'This is no database. '.repeat(1000));
        assertRefused(await runProgram(folder.binary, [...serve, '--data', damaged]), /stele\.db|database/);
        assert.equal(await readFile(join(damaged, 'stele.db'), 'utf8'), 'This is no database. '.repeat(1000));
    },

    async 'data of a newer version is refused'(folder) {
        execFileSync('sqlite3', [join(folder.path, 'stele.db'), 'INSERT INTO migration VALUES (9999, 0)']);
        await assertLeftAlone(folder, serve, /newer/);
        await assertLeftAlone(folder, ['user', 'list'], /newer/);
    },

    async 'a folder that another process has open is refused'(folder) {
        const server = await Server.start(folder);
        try {
            assertRefused(await folder.run(serve), /in use by another process/);
            assertRefused(await folder.run(['init', '--company', 'B', '--admin', 'b@b.example']), /in use/);
            assert.equal((await get(server, '/v1/users/me')).status, 200);
        } finally {
            await server.stop();
        }
    },

    async 'a port in use is refused'(folder) {
        const listener = await openPort();
        try {
            const listen = `127.0.0.1:${listener.address().port}`;
            assertRefused(await folder.run(['serve', '--listen', listen]), new RegExp(listen.replaceAll('.', '\\.')));
        } finally {
            listener.close();
        }
        await folder.check();
    },

    async 'init prints the key and nothing else, once'(folder) {
        assert.match(folder.adminKey, /^st_1_[A-Za-z0-9_-]{43}$/);
        await assertLeftAlone(folder, ['init', '--company', 'B', '--admin', 'b@b.example'], /already/);
    },

    async 'environment variables set what flags leave open, and flags win'(folder) {
        const env = { STELE_DATA: folder.path, STELE_MAIL_DOMAIN: 'env.example' };
        const { status, stdout } = await runProgram(folder.binary, ['user', 'list'], { env });
        assert.equal(status, 0);
        assert.match(stdout, /ann@acme\.example/);
        for (const [args, domain] of [[[], 'env.example'], [['--mail-domain', 'flag.example'], 'flag.example']]) {
            const server = await Server.start(folder, args, { env });
            try {
                const reply = await fetch(server.url + '/v1/organizations', {
                    method: 'POST', headers: { 'x-api-token': folder.adminKey }, body: '{"name":"A"}' });
                assert.equal((await reply.json()).data.cc_email, `acme@${domain}`);
            } finally {
                await server.stop();
            }
        }
    },

    async 'SIGTERM finishes what runs and leaves a checkpointed database'(folder) {
        const server = await Server.start(folder);
        const writes = Array.from({ length: 50 }, (_, i) =>
            fetch(server.url + '/v1/organizations', {
                method: 'POST', headers: { 'x-api-token': folder.adminKey }, body: JSON.stringify({ name: `N${i}` }) })
                .then((reply) => reply.status, () => 'refused'));
        await Promise.race(writes);
        await server.stop();
        const statuses = await Promise.all(writes);
        const acknowledged = statuses.filter((status) => status === 201).length;
        assert.ok(acknowledged >= 1);
        assert.deepEqual((await readdir(folder.path)).filter((name) => /wal|shm|sock/.test(name)), []);
        const again = await Server.start(folder);
        try {
            const { data } = await (await get(again, '/v1/organizations')).json();
            assert.ok(data.length >= acknowledged, `${data.length} of ${acknowledged}`);
        } finally {
            await again.stop();
        }
        await folder.check();
    },

    async 'the control socket is the owner\'s alone'(folder) {
        const server = await Server.start(folder);
        try {
            const { mode } = await stat(join(folder.path, 'control.sock'));
            assert.equal(mode & 0o777, 0o600);
            const nonsense = connect(join(folder.path, 'control.sock'));
            const reply = await new Promise((resolve, reject) => {
                let text = '';
                nonsense.on('data', (chunk) => (text += chunk)).on('end', () => resolve(text)).on('error', reject);
                nonsense.write('nonsense\n');
            });
            assert.equal(JSON.parse(reply).status, 1);
            assert.match(await folder.check(), /clean/);
        } finally {
            await server.stop();
        }
    },

    async 'a folder with a long path has a control socket all the same'(folder) {
        const parent = join(folder.path, 'x'.repeat(100));
        await mkdir(parent);
        const deep = join(parent, 'y'.repeat(100));
        const init = await runProgram(folder.binary, ['init', '--data', deep, '--company', 'D', '--admin', 'd@d.example']);
        assert.equal(init.status, 0, init.stderr);
        const server = await Server.start(new DataFolder(folder.binary, deep));
        try {
            const list = await runProgram(folder.binary, ['user', 'list', '--data', deep]);
            assert.match(list.stdout, /d@d\.example/);
        } finally {
            await server.stop();
        }
    },

    async 'a revoked key and a deactivated user stop at once on a running server'(folder) {
        const server = await Server.start(folder);
        try {
            await folder.addUser('bob@acme.example', 'Bob');
            const key = await folder.createKey('bob@acme.example');
            const status = async () => (await get(server, '/v1/users/me', { 'x-api-token': key })).status;
            assert.equal(await status(), 200);
            const id = (await folder.run(['key', 'list'])).stdout.split('\n').find((line) => line.includes('bob')).split('\t')[0];
            assert.equal((await folder.run(['key', 'revoke', id])).status, 0);
            assert.equal(await status(), 401);
        } finally {
            await server.stop();
        }
    },

    async 'no key, token or body goes into the log'(folder) {
        const server = await Server.start(folder, ['--log-level', 'debug']);
        const secret = folder.adminKey.split('_').slice(2).join('_');
        const marker = 'Marker-of-a-body';
        await fetch(`${server.url}/v1/organizations?api_token=${folder.adminKey}`, { method: 'POST', body: JSON.stringify({ name: marker }) });
        await get(server, '/v1/organizations/1', { authorization: `Bearer ${folder.adminKey}` });
        await fetch(`${server.url}/v1/nothing?api_token=${folder.adminKey}&x=${marker}`);
        await fetch(`${server.url}/v1/organizations`, { headers: { 'x-api-token': folder.adminKey + 'x' } });
        await server.stop();
        assert.ok(!server.log.includes(secret), 'a key');
        assert.ok(!server.log.includes(marker), 'a body or a query');
        const lines = server.log.trimEnd().split('\n').map((line) => JSON.parse(line));
        const posted = lines.find((line) => line.method === 'POST');
        assert.equal(posted.status, 201);
        assert.equal(posted.route, '/v1/organizations');
        assert.equal(posted.company, 1);
        assert.ok(posted.duration_us > 0);
    },

    async 'the log goes to a file when told to'(folder) {
        const path = join(folder.path, 'stele.log');
        const server = await Server.start(folder, ['--log-file', path]);
        await get(server, '/v1/users/me');
        await get(server, '/readyz');
        await server.stop();
        assert.equal(server.log, '');
        assert.match(await readFile(path, 'utf8'), /"path":"\/v1\/users\/me"/);
        assert.match(await readFile(path, 'utf8'), /"path":"\/readyz","route":"\/readyz","status":200/);
        assertRefused(await folder.run([...serve, '--log-file', folder.path]), /log/);
    },

    // A client that called itself by bytes that are no UTF-8 made the changelog invalid JSON.
    async 'a user agent of any bytes leaves a readable changelog'(folder) {
        const server = await Server.start(folder);
        try {
            const raw = (text) => new Promise((resolve, reject) => {
                const socket = connect(server.port, '127.0.0.1');
                let reply = '';
                socket.on('data', (chunk) => (reply += chunk)).on('end', () => resolve(reply)).on('error', reject);
                socket.end(Buffer.from(text, 'latin1'));
            });
            const send = (method, path, body) => raw(`${method} ${path} HTTP/1.1\r\nHost: x\r\nUser-Agent: \xff\xfe agent\r\n` +
                `x-api-token: ${folder.adminKey}\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`);
            assert.match(await send('POST', '/v1/organizations', '{"name":"A"}'), /^HTTP\/1\.1 201/);
            assert.match(await send('PUT', '/v1/organizations/1', '{"name":"B"}'), /^HTTP\/1\.1 200/);
            const bytes = Buffer.from(await (await get(server, '/v1/organizations/1/changelog')).arrayBuffer());
            const { data } = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
            assert.equal(data[0].change_source_user_agent, '\ufffd\ufffd agent');
        } finally {
            await server.stop();
        }
    },
};
