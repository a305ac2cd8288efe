// What stands between a client and its reply: compression, web pages of other origins, proxies.
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { get, withServer } from './steps.mjs';

// As it came over the wire: fetch would unpack it.
function ask(server, method, path, headers = {}) {
    return new Promise((resolve, reject) => {
        const outgoing = request(server.url + path, { method, headers: { 'x-api-token': server.folder.adminKey, ...headers } }, (reply) => {
            const parts = [];
            reply.on('data', (part) => parts.push(part)).on('error', reject)
                .on('end', () => resolve({ status: reply.statusCode, headers: reply.headers, body: Buffer.concat(parts) }));
        });
        outgoing.on('error', reject).end();
    });
}

async function addOrganizations(folder, count) {
    const { status, stderr } = await folder.run(['demo', '--organizations', String(count)]);
    assert.equal(status, 0, stderr);
}

function accessLines(server) {
    return server.log.trimEnd().split('\n').map((line) => JSON.parse(line)).filter((line) => line.method);
}

const gzip = { 'accept-encoding': 'gzip, deflate, br' };
const page = { origin: 'https://app.example.com' };

export const webCases = {
    async 'replies are compressed for those who ask'(folder) {
        await addOrganizations(folder, 300);
        await withServer(folder, [], async (server) => {
            // A page on the loop, a large one that goes to the thread for these, and one from the pool of scans.
            for (const path of ['/v1/organizations?limit=20', '/v1/organizations?limit=300', '/v1/organizations?start=1100',
                '/v1/organizations?sort=address&limit=300', '/api/v2/organizations?limit=200']) {
                const plain = await ask(server, 'GET', path);
                const small = await ask(server, 'GET', path, gzip);
                if (plain.body.length < 1400) {
                    assert.equal(small.headers['content-encoding'], undefined, path);
                    continue;
                }
                assert.equal(plain.headers['content-encoding'], undefined);
                assert.equal(plain.headers.vary, 'Accept-Encoding');
                assert.equal(small.headers['content-encoding'], 'gzip', path);
                assert.ok(small.body.length * 3 < plain.body.length, `${small.body.length} of ${plain.body.length}`);
                assert.deepEqual(gunzipSync(small.body), plain.body);
                const head = await ask(server, 'HEAD', path, gzip);
                assert.equal(head.headers['content-encoding'], 'gzip');
                assert.equal(head.headers['content-length'], String(small.body.length));
                assert.equal((await ask(server, 'GET', path, { 'accept-encoding': 'gzip;q=0, *' })).headers['content-encoding'], undefined);
            }
            const reply = await get(server, '/v1/organizations?limit=300');  // as most clients do
            assert.equal((await reply.json()).data.length, 300);
        });
    },

    async 'OPTIONS says what may be asked of a path, to anyone'(folder) {
        await withServer(folder, [], async (server) => {
            const options = async (path) => {
                const reply = await fetch(server.url + path, { method: 'OPTIONS' });
                assert.equal(await reply.text(), '');
                return [reply.status, reply.headers.get('allow')];
            };
            assert.deepEqual(await options('/v1/users/me'), [204, 'GET, HEAD, OPTIONS']);
            const [status, allowed] = await options('/v1/organizations/1');
            assert.equal(status, 204);
            assert.deepEqual(allowed.split(', ').sort(), ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PUT']);
            assert.deepEqual(await options('/healthz'), [204, 'GET, HEAD, OPTIONS']);
            const unknown = await fetch(server.url + '/v1/nothing', { method: 'OPTIONS' });
            assert.equal(unknown.status, 401);
            assert.equal((await ask(server, 'OPTIONS', '/v1/nothing')).status, 404);
            assert.equal((await ask(server, 'PATCH', '/v1/users/me')).headers.allow, 'GET, HEAD, OPTIONS');
        });
    },

    async 'pages of the origins that were set may read replies and errors'(folder) {
        await withServer(folder, ['--cors-origins', 'https://app.example.com,http://localhost:5173'], async (server) => {
            const preflight = await fetch(server.url + '/v1/organizations/1', {
                method: 'OPTIONS', headers: { ...page, 'access-control-request-method': 'PUT', 'access-control-request-headers': 'x-api-token,x-mine' } });
            assert.equal(preflight.status, 204);
            const header = (name) => preflight.headers.get('access-control-' + name);
            assert.equal(header('allow-origin'), page.origin);
            assert.ok(header('allow-methods').split(', ').includes('PUT'));
            for (const name of ['x-api-token', 'x-api-key', 'authorization', 'content-type', 'x-mine'])
                assert.ok(header('allow-headers').split(', ').includes(name), name);
            assert.ok(Number(header('max-age')) > 0);

            for (const [path, status] of [['/v1/organizations', 200], ['/v1/organizations/7', 404], ['/v1/nothing', 404],
                ['/v1/organizations?first_char=%zz', 400], ['/healthz', 200]]) {
                const reply = await ask(server, 'GET', path, page);
                assert.equal(reply.status, status, path);
                assert.equal(reply.headers['access-control-allow-origin'], page.origin, path);
                assert.match(reply.headers.vary, /Origin/);
                const other = await ask(server, 'GET', path, { origin: 'https://evil.example' });
                assert.equal(other.headers['access-control-allow-origin'], undefined);
                assert.match(other.headers.vary, /Origin/);
            }
            const unknown = await fetch(server.url + '/v1/organizations', { headers: { ...page, 'x-api-token': 'st_1_nonsense' } });
            assert.equal(unknown.status, 401);
            assert.equal(unknown.headers.get('access-control-allow-origin'), page.origin);
        });
        await withServer(folder, ['--cors-origins', '*'], async (server) =>
            assert.equal((await ask(server, 'GET', '/v1/organizations', page)).headers['access-control-allow-origin'], '*'));
        await withServer(folder, [], async (server) => {
            const reply = await ask(server, 'GET', '/v1/organizations', page);
            assert.equal(reply.headers['access-control-allow-origin'], undefined);
            const preflight = await ask(server, 'OPTIONS', '/v1/organizations', { ...page, 'access-control-request-method': 'GET' });
            assert.equal(preflight.headers['access-control-allow-methods'], undefined);
        });
    },

    async 'the log names the client behind a trusted proxy'(folder) {
        const forwarded = { 'x-forwarded-for': '192.0.2.1, 203.0.113.9, 10.0.0.7' };
        for (const [args, remote] of [[[], '127.0.0.1'], [['--trusted-proxies', '10.0.0.0/8'], '127.0.0.1'],
            [['--trusted-proxies', '127.0.0.1,10.0.0.0/8'], '203.0.113.9']]) {
            let lines;
            await withServer(folder, args, async (server) => {
                for (const path of ['/v1/users/me', '/v1/nothing', '/v1/users/me?x=%zz']) await ask(server, 'GET', path, forwarded);
                lines = () => accessLines(server);
            });
            assert.deepEqual(lines().map((line) => line.remote), [remote, remote, remote]);
        }
    },

    async 'what makes no sense to these settings is refused'(folder) {
        for (const [flag, value] of [['--trusted-proxies', '10.0.0.0/33'], ['--trusted-proxies', 'localhost'],
            ['--cors-origins', 'app.example.com'], ['--cors-origins', 'https://app.example.com/path']]) {
            const { status, stderr } = await folder.run(['serve', '--listen', '127.0.0.1:0', flag, value]);
            assert.equal(status, 2);
            assert.match(stderr, new RegExp(`^stele: ${flag}: [^\n]+\n$`));
        }
    },
};
