// Rate limits: what replies say of them, and what happens past them.
import assert from 'node:assert/strict';
import { get, withServer } from './steps.mjs';

const windowHeaders = ['x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset'];
const dayHeaders = ['x-daily-ratelimit-token-limit', 'x-daily-ratelimit-token-remaining', 'x-daily-requests-left'];
const numbers = (reply, names) => names.map((name) => (reply.headers.has(name) ? Number(reply.headers.get(name)) : null));

const refusal = {
    success: false, error: 'Request over limit', errorCode: 429, error_info: 'Please check developers.pipedrive.com' };

function post(server, path, body, headers = {}) {
    return fetch(server.url + path, { method: 'POST', headers: { 'x-api-token': server.folder.adminKey, ...headers }, body: JSON.stringify(body) });
}

// Midnight ends what is counted: a case that it fell into begins again.
async function withinOneDay(run) {
    const today = () => new Date().toISOString().slice(0, 10);
    for (;;) {
        const day = today();
        try {
            return await run();
        } catch (error) {
            if (day === today()) throw error;
        }
    }
}

async function assertNumbers(replying, status, expected) {
    const reply = await replying;
    const body = await reply.json();
    assert.deepEqual([reply.status, ...numbers(reply, dayHeaders)], [status, ...expected], JSON.stringify(body));
    assert.deepEqual(numbers(reply, windowHeaders), [null, null, null]);
    return { reply, body };
}

export const rateLimitCases = {
    async 'without a setting nothing is limited and nothing said'(folder) {
        await withServer(folder, [], async (server) => {
            const replies = await Promise.all(Array.from({ length: 100 }, () => get(server, '/v1/users/me')));
            for (const reply of replies) {
                assert.equal(reply.status, 200);
                assert.deepEqual(numbers(reply, [...windowHeaders, ...dayHeaders]), Array(6).fill(null));
            }
        });
    },

    async 'a key may send so many requests in 2 seconds'(folder) {
        await folder.addUser('bob@acme.example', 'Bob');
        const bob = { 'x-api-token': await folder.createKey('bob@acme.example') };
        await withServer(folder, ['--rate-limit', '3'], async (server) => {
            const replies = await Promise.all(Array.from({ length: 50 }, () => get(server, '/v1/users/me')));
            const taken = replies.filter(({ status }) => status === 200);
            const refused = replies.filter(({ status }) => status === 429);
            assert.equal(taken.length + refused.length, 50);
            assert.ok(taken.length >= 3 && refused.length > 0, `${taken.length} taken`);
            for (const reply of replies) {
                const [limit, remaining, reset] = numbers(reply, windowHeaders);
                assert.equal(limit, 3);
                assert.ok(remaining >= 0 && remaining < 3 && reset >= 1 && reset <= 3, `${remaining} ${reset}`);
                assert.deepEqual(numbers(reply, dayHeaders), [null, null, null]);
            }
            assert.deepEqual(new Set(taken.map((reply) => numbers(reply, windowHeaders)[1])), new Set([0, 1, 2]));
            for (const reply of refused) {
                assert.deepEqual(await reply.json(), refusal);
                assert.equal(reply.headers.get('retry-after'), reply.headers.get('x-ratelimit-reset'));
                assert.equal(reply.headers.get('x-ratelimit-remaining'), '0');
            }
            const other = await get(server, '/v1/users/me', bob);
            assert.deepEqual([other.status, numbers(other, windowHeaders)[1]], [200, 2]);
        });
    },

    async 'Ortto says a limit its own way'(folder) {
        await withServer(folder, ['--rate-limit', '3'], async (server) => {
            const replies = await Promise.all(Array.from({ length: 50 }, () => post(server, '/v1/person/get', {})));
            const refused = replies.filter(({ status }) => status === 429);
            assert.ok(refused.length > 0 && replies.every(({ status }) => status === 200 || status === 429));
            for (const reply of refused) {
                const seconds = Number(reply.headers.get('retry-after'));
                assert.ok(seconds >= 1 && seconds <= 3, `${seconds}`);
                assert.deepEqual(await reply.json(), { error: { code: 'rate-limit', message: 'rate limit', 'try-in-seconds': seconds } });
                assert.deepEqual(numbers(reply, windowHeaders), [null, null, null]);
            }
        });
    },

    async 'a company may spend so many tokens in a day'(folder) {
        const reader = { 'x-api-token': await folder.createKey('ann@acme.example', 'read') };
        const [, otherKey] = (await folder.line(['company', 'add', '--name', 'Other', '--admin', 'eve@other.example'])).split('\t');
        const test = async (server) => {
            await assertNumbers(get(server, '/v1/organizations'), 200, [50, 30, 3]);
            const { body } = await assertNumbers(post(server, '/v1/organizations', { name: 'A' }), 201, [50, 20, 2]);
            // Refused for another reason, a request has its price; where there is no row, there is none.
            await assertNumbers(get(server, '/api/v2/organizations/99', reader), 404, [50, 19, 3]);
            await assertNumbers(post(server, '/api/v2/organizations', { name: 'B' }, reader), 403, [50, 14, 2]);
            await assertNumbers(get(server, '/v1/nothing'), 404, [50, 14, 1]);
            await assertNumbers(fetch(server.url + '/v1/users/me', { method: 'DELETE', headers: reader }), 405, [50, 14, 1]);
            await assertNumbers(fetch(server.url + '/v1/users/me'), 401, [null, null, null]);

            const { reply, body: refused } = await assertNumbers(get(server, '/v1/organizations'), 429, [50, 14, 1]);
            assert.deepEqual(refused, refusal);
            const untilMidnight = (86_400_000 - (Date.now() % 86_400_000)) / 1000;
            assert.ok(Math.abs(Number(reply.headers.get('retry-after')) - untilMidnight) < 60, reply.headers.get('retry-after'));
            // What costs less still goes.
            await assertNumbers(get(server, `/v1/organizations/${body.data.id}`), 200, [50, 12, 1]);
            await assertNumbers(get(server, '/v1/organizations', { 'x-api-token': otherKey }), 200, [50, 30, 3]);
            const health = await fetch(server.url + '/healthz');
            assert.deepEqual(numbers(health, dayHeaders), [null, null, null]);
        };
        await withinOneDay(() => withServer(folder, ['--rate-limit-daily', '50'], test));
    },

    async 'a page of another origin may read the numbers'(folder) {
        await withServer(folder, ['--rate-limit', '3', '--rate-limit-daily', '50', '--cors-origins', '*'], async (server) => {
            const reply = await get(server, '/v1/users/me', { origin: 'https://app.example.com' });
            const exposed = reply.headers.get('access-control-expose-headers').toLowerCase().split(', ');
            for (const name of [...windowHeaders, ...dayHeaders, 'retry-after']) assert.ok(exposed.includes(name), name);
            assert.ok(numbers(reply, [...windowHeaders, ...dayHeaders]).every((number) => number !== null));
        });
    },

    async 'limits that make no sense are refused'(folder) {
        for (const [flag, value] of [['--rate-limit', '-1'], ['--rate-limit', 'many'], ['--rate-limit-search', '0'],
            ['--rate-limit-daily', '1.5'], ['--rate-limit-daily', '9999999999']]) {
            const { status, stderr } = await folder.run(['serve', '--listen', '127.0.0.1:0', flag, value]);
            assert.equal(status, 2, `${flag} ${value}`);
            assert.match(stderr, new RegExp(`^stele: [^\n]*${flag}[^\n]*\n$`));
        }
    },
};
