#!/usr/bin/env node
// Stands in for the program in the runner's own tests: POST /reply/STATUS answers that status with the body it was sent.
// FAKE=dead ends before it listens, FAKE=chatty says more than that it does, FAKE=failing ends with status 3.
import { writeFileSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';

const words = process.argv.slice(2);
const option = (name) => words[words.indexOf(name) + 1];

const { FAKE: fault } = process.env;

function serve() {
    if (fault === 'dead') process.exit(2);
    const server = http.createServer(async (request, response) => {
        const chunks = [];
        for await (const chunk of request) chunks.push(chunk);
        if (request.headers['x-api-token']) console.error(`request by ${request.headers['x-api-token'].slice(0, 4)}…`);
        if (request.url === '/leak') console.error(request.headers['x-api-token']);
        const status = Number(/^\/reply\/(\d+)/.exec(request.url)?.[1] ?? 200);
        response.writeHead(status, {
            'content-type': 'application/json',
            'x-who': request.headers['x-api-token'] ?? 'nobody',
        });
        response.end(Buffer.concat(chunks));
    });
    server.listen(0, '127.0.0.1', () => {
        console.log(`listening on http://127.0.0.1:${server.address().port}`);
        if (fault === 'chatty') console.log('hello');
    });
    process.on('SIGTERM', () => process.exit(fault === 'failing' ? 3 : 0));
}

const commands = {
    init: () => writeFileSync(join(option('--data'), 'stele.db'), '') ?? console.log('st_1_annsecret'),
    user: () => console.log(option('--email') === 'bob@acme.example' ? 2 : 3),
    key: () => console.log(`st_1_${option('--user').split('@')[0]}${option('--scope')}`),
    check: () => console.log('clean'),
    routes: () => console.log('POST\t/reply/{status:number}\twrite\twrite\tReplies as told'),
    twice: () => console.log('a\nb'),
    serve,
};
commands[words[0]]();
