// The whole runner against a stand-in for the program: what should fail does fail.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { runSuite } from './suite.mjs';

const binary = fileURLToPath(new URL('testing/fake_stele.mjs', import.meta.url));

async function run(files, filter) {
    const root = await mkdtemp(join(tmpdir(), 'stele-runner-'));
    try {
        await mkdir(join(root, 'vendor'));
        for (const [name, text] of Object.entries(files)) await writeFile(join(root, 'vendor', name), text);
        return await runSuite({ binary, root, filter });
    } finally {
        await rm(root, { recursive: true });
    }
}

const one = (steps) => run({ 'a.test': `# A test.\nas ann\n${steps}` });
const good = 'POST /reply/201 {"id": 1, "name": "x"}\n---- 201\n{"id": <int>, "name": "x"}\n';

async function fails(steps, ...patterns) {
    const { failures } = await one(steps);
    assert.equal(failures.length, patterns.length, failures.join('\n'));
    failures.forEach((failure, i) => assert.match(failure, patterns[i]));
}

test('a scenario that agrees passes', async () => {
    const result = await one(good);
    assert.deepEqual(result.failures, []);
    assert.equal(result.played, 2);
    assert.deepEqual([result.passed, result.failed], [1, 0]);
});

test('a wrong status fails, and shows the body', async () => {
    await fails(good.replace('---- 201', '---- 200'), /a.test:3: POST \/reply\/201: status 201, expected 200; body \{"id"/);
});

test('a missing, an extra and a misplaced member fail', async () => {
    await fails(good.replace('"name": "x"}\n----', '"other": 1}\n----'), /\$\.name: missing/, /\$\.other: not expected/);
    await fails(good.replace('{"id": <int>, "name": "x"}', '{"name": "x", "id": 1}'), /members in the order name, id/);
});

test('an unbound name fails', async () => {
    await fails(
        `POST /reply/200 {"id": <org>}\n---- 200\n${good}POST /reply/200 {"id": <org>}\n---- 200\n`,
        /<org> is not bound/,
        /<org> is not bound/,
    );
});

test('a body that is not the JSON expected fails', async () => {
    await fails(
        `POST /reply/200\n| {"a": 1, "a": 2}\n---- 200\n{"a": 2}\n${good}`,
        /body is no JSON: member "a" twice/,
        /no JSON body/,
    );
    await fails(`POST /reply/200\n| {"a": "\\x80"}\n---- 200\n${good}`, /body is no JSON/);
});

test('headers are compared', async () => {
    await fails(
        good.replace('---- 201', '---- 201\ncontent-type: text/html\nx-more: 1\nx-who: <absent>'),
        /header content-type: expected "text\/html"/,
        /header x-more: missing/,
        /header x-who: expected none/,
    );
});

test('each of the cast sends a key of their own, nobody sends none', async () => {
    const who = (name, key) => `as ${name}\nPOST /reply/200 {}\n---- 200\nx-who: ${key}\n{}\n`;
    await fails(
        who('bob', 'st_1_bobwrite') +
            who('reader', 'st_1_annread') +
            who('nobody', 'nobody') +
            who('ann', 'st_1_annsecret') +
            good,
    );
    await fails(`as zoe\n${good}`, /<zoe_key> is not bound/);
});

test('a repeated request fails in its round', async () => {
    await fails(`repeat 3\nPOST /reply/200 {"n": <n>}\n---- 200\n{"n": 1}\n`, /round 2: \$\.n: expected 1, got 2/);
});

test('a key in the log fails', async () => {
    await fails(`${good}GET /leak\n---- 200\n`, /the log shows <ann_key>, <ann_secret>/);
});

test('a command that ends otherwise fails', async () => {
    await fails(`stele check\n---- exit 2\n${good}`, /exit status 0, expected 2/);
    await fails(`stele check\n---- exit 0\n| dirty\n${good}`, /expected "dirty", got "clean"/);
});

test('a route that no scenario hits fails, except with a filter', async () => {
    const files = { 'a.test': '# A test.\nas ann\nGET /other\n---- 200\n' };
    assert.match((await run(files)).failures[0], /no scenario hits POST \/reply/);
    assert.deepEqual((await run(files, 'a.test')).failures, []);
});

test('a file that is never run fails, and so do no files at all', async () => {
    const result = await run({ 'a.test': `# A test.\nas ann\n${good}`, 'b.tests': 'x' });
    assert.deepEqual(result.failures, ['vendor/b.tests is never run']);
    assert.match((await run({ 'a.test': `# A test.\nas ann\n${good}` }, 'zzz')).failures[0], /no scenario matches/);
    assert.match((await run({ 'a.test': '# Nothing.\n' })).failures[0], /no request/);
});

test('a scenario that cannot be read fails and the others run', async () => {
    const result = await run({ 'a.test': 'x', 'b.test': `# A test.\nas ann\n${good}` });
    assert.equal(result.failures.length, 1);
    assert.match(result.failures[0], /a.test:1: not a request/);
});

test('a check of a dialect sees every reply', async () => {
    const checks =
        'export const createChecks = () => ({ seen: 0, reply() { this.seen += 1; return []; }, finish() { return [`saw ${this.seen}`]; } });\n';
    assert.deepEqual((await run({ 'a.test': `# A test.\nas ann\n${good}${good}`, 'checks.mjs': checks })).failures, [
        'saw 2',
    ]);
});

test('a link that a check finds in a reply is followed, once, as whoever was shown it', async () => {
    const checks = `export const createChecks = () => ({
        links: ({ target }) => (target === '/reply/201' ? ['/reply/404', '/reply/404'] : []), reply: () => [], finish: () => [],
    });\n`;
    assert.deepEqual((await run({ 'a.test': `# A test.\nas ann\n${good}${good}`, 'checks.mjs': checks }, 'a.test')).failures, [
        'vendor/a.test:3: POST /reply/201: leads to /reply/404, which is 404',
    ]);
});
