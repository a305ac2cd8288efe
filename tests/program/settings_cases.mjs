// The configuration file, and that the page of settings names them all.
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runProgram, Server } from '../lib/stele.mjs';
import { assertLeftAlone, assertRefused, withServer } from './steps.mjs';

async function writeConfig(folder, text) {
    const path = join(folder.path, 'stele.toml');
    await writeFile(path, text);
    return path;
}

async function mailDomain(server) {
    const reply = await fetch(server.url + '/v1/organizations', {
        method: 'POST', headers: { 'x-api-token': server.folder.adminKey }, body: '{"name":"A"}' });
    return (await reply.json()).data.cc_email.split('@')[1];
}

const operations = new URL('../../docs/operations.md', import.meta.url);

export const settingsCases = {
    async 'a flag wins over a variable, a variable over the file, the file over the default'(folder) {
        const config = await writeConfig(folder, 'mail_domain = "file.example"\naccess_log = false\nloops = 1\n');
        const env = { STELE_MAIL_DOMAIN: 'env.example' };
        for (const [args, options, domain] of [
            [[], {}, 'mail.localhost'],
            [['--config', config], {}, 'file.example'],
            [[], { env: { STELE_CONFIG: config } }, 'file.example'],
            [['--config', config], { env }, 'env.example'],
            [['--config', config, '--mail-domain', 'flag.example'], { env }, 'flag.example'],
        ])
            await withServer(folder, args, async (server) => assert.equal(await mailDomain(server), domain), options);
    },

    async 'the file sets what is no text too'(folder) {
        const config = await writeConfig(folder, 'access_log = false\n');
        const quiet = await Server.start(folder, ['--config', config]);
        await fetch(quiet.url + '/healthz');
        await mailDomain(quiet);
        await quiet.stop();
        assert.ok(!quiet.log.includes('"path"'), quiet.log);
        const logged = await Server.start(folder, ['--config', config, '--access-log', 'true']);
        await mailDomain(logged);
        await logged.stop();
        assert.match(logged.log, /"path":"\/v1\/organizations"/);
    },

    async 'the other subcommands take the data folder from the file'(folder) {
        const config = await writeConfig(folder, `data = '${folder.path}'\nlisten = "127.0.0.1:1"\n`);
        for (const args of [['user', 'list', '--config', config], ['company', 'list', '--config', config], ['check', '--config', config]]) {
            const { status, stderr } = await runProgram(folder.binary, args);
            assert.equal(status, 0, stderr);
        }
        const elsewhere = await runProgram(folder.binary, ['user', 'list', '--config', config, '--data', join(folder.path, 'none')]);
        assert.equal(elsewhere.status, 2);
    },

    async 'a file that makes no sense is refused'(folder) {
        for (const [text, pattern] of [
            ['lisen = "127.0.0.1:0"', /stele\.toml.*line 1.*lisen/],
            ['loops = "two"', /loops wants a whole number/],
            ['\naccess_log = "yes"', /line 2.*access_log/],
            ['data = [', /stele\.toml.*line 1/],
            ['loops = 1000', /loops/],
            ['loops = -1', /loops/],
            ['listen = "nowhere"', /HOST:PORT/],
            ['trusted_proxies = ["10.0.0.0/8", "proxy.example"]', /trusted-proxies.*'proxy\.example'/],
            ['cors_origins = "app.example.com"', /cors-origins.*'app\.example\.com'/],
        ]) {
            const config = await writeConfig(folder, text + '\n');
            await assertLeftAlone(folder, ['serve', '--config', config], pattern);
        }
        assertRefused(await folder.run(['serve', '--config', join(folder.path, 'missing.toml')]), /missing\.toml.*No such file/);
        assertRefused(await folder.run(['serve', '--config', folder.path]), /configuration file/);
        assertRefused(await folder.run(['user', 'list', '--config', join(folder.path, 'missing.toml')]), /missing\.toml/);
    },

    async 'the page on operations names every setting, and its sample file is read'(folder) {
        const page = await readFile(operations, 'utf8');
        const { stdout } = await runProgram(folder.binary, ['serve', '--help']);
        const flags = [...stdout.matchAll(/^ {2}(--[a-z-]+) .*?\(Env:(STELE_[A-Z_]+)\)/gms)];
        assert.ok(flags.length >= 11, stdout);
        for (const [, flag, variable] of flags) {
            const row = page.split('\n').find((line) => line.startsWith('| `' + flag));
            assert.ok(row?.includes('`' + variable + '`'), `${flag} in the table`);
        }
        const [, sample] = page.match(/^A sample file:\n\n((?: {4}.*\n|\n)+)/m);
        const text = sample.replace(/^ {4}/gm, '').replace(/^log_file = .*$/m, '');
        for (const [, flag] of flags.filter(([, name]) => name !== '--config'))
            assert.ok(sample.includes(flag.slice(2).replaceAll('-', '_') + ' = '), `${flag} in the sample`);
        const config = await writeConfig(folder, text);
        await withServer(folder, ['--config', config], async () => {});
    },
};
