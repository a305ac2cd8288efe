// Loading organizations through the API, as any client would.
import { Client } from '../tests/api/lib/exchange.mjs';

const loaders = 64;

export async function expectStatus(client, status, request) {
    const reply = await client.send(request);
    if (reply.status !== status) throw new Error(`${request.method} ${request.target}: ${reply.status} ${reply.body}`);
    return reply;
}

// POSTs each object ({target, object, status: the one that is expected}), over 64 connections at a time. Returns seconds.
export async function postAll(server, key, requests) {
    const headers = [
        { name: 'x-api-token', value: key },
        { name: 'content-type', value: 'application/json' },
    ];
    const start = process.hrtime.bigint();
    await Promise.all(
        Array.from({ length: loaders }, async () => {
            const client = new Client(server.port);
            for (const { target, object, status } of requests) {
                await expectStatus(client, status, { method: 'POST', target, headers, body: Buffer.from(JSON.stringify(object)) });
            }
            client.close();
        }),
    );
    return Number(process.hrtime.bigint() - start) / 1e9;
}

function* creations(organizations) {
    for (const object of organizations) yield { target: '/api/v2/organizations', object, status: 200 };
}

export function load(server, key, organizations) {
    return postAll(server, key, creations(organizations));
}
