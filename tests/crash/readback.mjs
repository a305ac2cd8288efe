// Reads back all that a server shows: each record by its id with its changelog, and both versions' lists to their ends.
import { Client } from '../api/lib/exchange.mjs';

const pageSize = 500;
const readers = 16;

async function get(client, key, target) {
    const reply = await client.send({ method: 'GET', target, headers: [{ name: 'x-api-token', value: key }] });
    const body = JSON.parse(reply.body);
    return { status: reply.status, ...body };
}

async function expectPage(client, key, target) {
    const reply = await get(client, key, target);
    if (reply.status !== 200) throw new Error(`GET ${target}: ${reply.status}`);
    return reply;
}

async function listV1(client, key) {
    const ids = [];
    for (let start = 0; start !== undefined; ) {
        const page = await expectPage(client, key, `/v1/organizations?limit=${pageSize}&start=${start}`);
        ids.push(...(page.data ?? []).map(({ id }) => id));
        start = page.additional_data.pagination.next_start;
    }
    return ids;
}

async function listV2(client, key) {
    const objects = new Map();
    for (let cursor = ''; cursor !== null; ) {
        const page = await expectPage(client, key, `/api/v2/organizations?limit=${pageSize}&cursor=${encodeURIComponent(cursor)}`);
        for (const object of page.data) {
            if (objects.has(object.id)) throw new Error(`organization ${object.id} stands twice in the list of v2`);
            objects.set(object.id, object);
        }
        cursor = page.additional_data.next_cursor ?? null;
    }
    return objects;
}

async function changelogOf(client, key, id) {
    const rows = [];
    for (let cursor = ''; cursor !== null; ) {
        const target = `/v1/organizations/${id}/changelog?limit=${pageSize}&cursor=${encodeURIComponent(cursor)}`;
        const page = await expectPage(client, key, target);
        rows.push(...page.data);
        cursor = page.additional_data?.next_cursor ?? null;
    }
    return rows;
}

async function readOne(client, key, id) {
    const reply = await get(client, key, `/v1/organizations/${id}`);
    if (reply.status === 404) return null;
    if (reply.status !== 200) throw new Error(`GET /v1/organizations/${id}: ${reply.status}`);
    return { data: reply.data, followers: reply.additional_data.followers, changelog: await changelogOf(client, key, id) };
}

// Ids are given in order, so every record that there can be lies between 1 and `lastId` or is listed.
export async function readBack({ server, key, lastId }) {
    const clients = Array.from({ length: readers }, () => new Client(server.port));
    try {
        const [listed, objects] = await Promise.all([listV1(clients[0], key), listV2(clients[1], key)]);
        const end = listed.reduce((highest, id) => Math.max(highest, id), lastId);
        const byId = new Map();
        let next = 1;
        const readOn = async (client) => {
            while (next <= end) {
                const id = next++;
                const record = await readOne(client, key, id);
                if (record) byId.set(id, record);
            }
        };
        await Promise.all(clients.map(readOn));
        return { byId, listed, objects };
    } finally {
        clients.forEach((client) => client.close());
    }
}
