// Runs the cases of a suite, each against a server and a company of its own.
import { Server } from '../lib/stele.mjs';

// What a client says is not trusted: the record is read again without it.
async function readBack(url, key, path) {
    const reply = await fetch(url + path, { headers: { 'x-api-token': key } });
    return { status: reply.status, ...(await reply.json()) };
}

async function runCase(suite, test, template) {
    const folder = await template.copy();
    let server;
    try {
        server = await Server.start(folder);
        const key = folder.adminKey;
        const read = (path, as = key) => readBack(server.url, as, path);
        await test.run({ ...suite.connect(server.url, key), url: server.url, key, folder, read });
        await server.stop();
        await folder.check();
    } finally {
        await server?.kill();
        await folder.remove();
    }
}

// A suite is {name, connect(url, key), cases: [{name, run(context)}], finish(): problems of the whole}.
export async function runCases(suite, template, filter) {
    const cases = suite.cases.filter(({ name }) => `${suite.name}: ${name}`.includes(filter));
    const counts = { passed: 0, failed: 0 };
    const settle = async (name, run) => {
        try {
            await run();
            counts.passed += 1;
            console.log(`ok   ${suite.name}: ${name}`);
        } catch (error) {
            counts.failed += 1;
            console.log(`FAIL ${suite.name}: ${name}\n${indent(error)}`);
        }
    };
    for (const test of cases) await settle(test.name, () => runCase(suite, test, template));
    if (!filter) await settle('every listed method was called', () => suite.finish());
    return counts;
}

function indent(error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : `rejected with ${JSON.stringify(error)}`;
    return text.replace(/^/gm, '     ');
}
