// Pages of a company whose organizations are not seen by everyone: of an admin, who sees all, and of a user who sees a tenth of
// them, spread evenly. In the scheme of groups two of twenty owners are in the user's group; in the simple one the user owns a
// twentieth and follows as many.
import { join } from 'node:path';
import { Client } from '../tests/api/lib/exchange.mjs';
import { random } from '../tests/crash/random.mjs';
import { DataFolder, Server } from '../tests/lib/stele.mjs';
import { expectStatus, load, postAll } from './client.mjs';
import { organizationsV2 } from './organizations.mjs';
import { replay, requestBytes, writeRequests } from './yardsticks.mjs';

export const schemes = ['simple', 'groups'];
export const pages = ['v1, first', 'v1, start 500', 'v2, first', 'v2, behind any cursor'];
export const deepPages = ['v1, start 500'];

const ownerCount = 20;
const levelOfGroup = 3;
const cursorPages = 50;

// The second and third owner share a group; the second is the one who sees a tenth.
async function createCompany(binary) {
    const folder = await DataFolder.create(binary, { company: 'Levels', admin: 'admin@bench.example' });
    await folder.run(['company', 'set', '--visibility-scheme', 'groups']);
    const group = await folder.line(['group', 'add', '--name', 'North']);
    const ownerIds = [1];
    for (let i = 2; i <= ownerCount; i += 1) ownerIds.push(Number(await folder.addUser(`owner${i}@bench.example`, `Owner ${i}`)));
    for (const i of [2, 3]) await folder.run(['user', 'set', '--email', `owner${i}@bench.example`, '--group', group]);
    const keys = { admin: folder.adminKey, user: await folder.createKey('owner2@bench.example') };
    return { folder, ownerIds, keys, userId: ownerIds[1] };
}

function* ofGroups(organizations) {
    for (const object of organizations) yield { ...object, visible_to: levelOfGroup };
}

function* follows(count, userId, draw) {
    for (let id = 1; id <= count; id += 1) {
        const target = `/api/v2/organizations/${id}/followers`;
        if (draw.chance(1 / ownerCount)) yield { target, object: { user_id: userId }, status: 201 };
    }
}

// Cursors all over the list that this key sees.
async function cursorsOf(server, key) {
    const client = new Client(server.port);
    const headers = [{ name: 'x-api-token', value: key }];
    const cursors = [];
    let cursor = '';
    do {
        const target = `/api/v2/organizations?limit=100${cursor && `&cursor=${cursor}`}`;
        const reply = await expectStatus(client, 200, { method: 'GET', target, headers });
        cursor = JSON.parse(reply.body).additional_data.next_cursor;
        if (cursor) cursors.push(cursor);
    } while (cursor);
    client.close();
    return cursors;
}

function targetsOf(cursors, draw) {
    return {
        'v1, first': ['/v1/organizations?limit=100'],
        'v1, start 500': ['/v1/organizations?limit=100&start=500'],
        'v2, first': ['/api/v2/organizations?limit=100'],
        'v2, behind any cursor': Array.from(
            { length: cursorPages },
            () => `/api/v2/organizations?limit=100&cursor=${draw.pick(cursors)}`,
        ),
    };
}

async function writeFiles(work, server, scheme, keys) {
    const files = {};
    for (const [who, key] of Object.entries(keys)) {
        const targets = targetsOf(await cursorsOf(server, key), random(5));
        for (const [at, page] of pages.entries()) {
            const requests = targets[page].map((target) => requestBytes('GET', target, key));
            files[`${page} ${who}`] = await writeRequests(join(work, `${scheme}-${at}-${who}.requests`), requests);
        }
    }
    return files;
}

// CPU a page under load, and how long a page takes that has the server to itself.
async function measurePage(server, file, seconds) {
    const { cpuUs } = await replay(server, file, seconds);
    const { p50Ms } = await replay(server, file, seconds, 1);
    return { cpuUs, p50Ms };
}

async function measureRound(server, files, seconds) {
    const measured = {};
    for (const page of pages)
        for (const who of ['admin', 'user']) {
            const name = `${page} ${who}`;
            measured[name] = await measurePage(server, files[name], seconds);
        }
    return measured;
}

// A round: {simple: {'v1, first admin': {cpuUs, p50Ms}, ...}, groups: {...}}.
export async function measureVisibility({ binary, work, organizations, rounds, seconds, log }) {
    const { folder, ownerIds, keys, userId } = await createCompany(binary);
    const flags = [...log, '--loops', '1'];
    const measured = Array.from({ length: rounds }, () => ({}));
    let server;
    try {
        server = await Server.start(folder, flags);
        await load(server, keys.admin, ofGroups(organizationsV2(organizations, 6, ownerIds)));
        await postAll(server, keys.admin, follows(organizations, userId, random(7)));
        for (const scheme of schemes) {
            await folder.run(['company', 'set', '--visibility-scheme', scheme]);
            const files = await writeFiles(work, server, scheme, keys);
            for (const round of measured) round[scheme] = await measureRound(server, files, seconds);
        }
        await server.stop();
        server = undefined;
        return measured;
    } finally {
        await server?.kill();
        await folder.remove();
    }
}
