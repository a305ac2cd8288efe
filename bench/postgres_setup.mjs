// The databases that the bench for PostgreSQL makes: companies with their users, and one to take Stele's statements from.
import { psql } from '../tests/lib/postgres.mjs';
import { DataFolder, Server } from '../tests/lib/stele.mjs';
import { organizationsV1 } from './organizations.mjs';
import { insertScript, logged, readScript } from './statements.mjs';

const owners = 5;

export const urlOf = (postgres, name) => Object.assign(new URL(postgres.url), { pathname: `/${name}` }).href;

export async function createDatabase({ binary, work, postgres }, name) {
    await psql(`CREATE DATABASE ${name}`, postgres.url);
    const folder = new DataFolder(binary, work, { name, url: urlOf(postgres, name) });
    folder.adminKey = await folder.line(['init', '--company', 'Bench', '--admin', 'admin@bench.example']);
    return { folder, keys: [folder.adminKey], ownerIds: await addOwners(folder, 1) };
}

async function addOwners(folder, company) {
    const ids = [1]; // users are counted by company
    for (let i = 2; i <= owners; i += 1) {
        const user = ['--email', `owner${i}-${company}@bench.example`, '--name', `Owner ${i}`];
        ids.push(Number(await folder.line(['user', 'add', '--company', String(company), ...user])));
    }
    return ids;
}

// Until there are `companies`, each of as many users as the first, so that what their inserts lock is alike.
export async function addCompanies({ folder, keys }, companies) {
    for (let i = 2; i <= companies; i += 1) {
        const line = await folder.line(['company', 'add', '--name', `Bench ${i}`, '--admin', `admin${i}@bench.example`]);
        const [company, key] = line.split('\t');
        await addOwners(folder, company);
        keys.push(key);
    }
}

// One organization of each owner, some with an address.
function samples(ownerIds) {
    const objects = [...organizationsV1(1000, 8, ownerIds)];
    return ownerIds.map((id, at) => objects.find(({ owner_id: owner, address }) => owner === id && Boolean(address) === at < 2));
}

// {read, readPiped, insert}: scripts for runPgbench().
export async function captureScripts(context) {
    const { folder, ownerIds } = await createDatabase(context, 'sample');
    const { url } = folder.database;
    await psql("ALTER DATABASE sample SET log_statement = 'all'", url);
    const server = await Server.start(folder);
    const send = async (status, path, object) => {
        const headers = { 'x-api-token': folder.adminKey, 'content-type': 'application/json' };
        const reply = await fetch(server.url + path, { headers, ...(object && { method: 'POST', body: JSON.stringify(object) }) });
        const text = await reply.text();
        if (reply.status !== status) throw new Error(`${path}: ${reply.status} ${text}`);
    };
    const capture = (...request) => logged(context.postgres, url, () => send(...request));
    const inserts = [];
    for (const object of samples(ownerIds)) inserts.push(insertScript(await capture(201, '/v1/organizations', object)));
    const id = owners; // no other parameter of the statements has its value
    await capture(200, `/v1/organizations/${id}`); // the first one reads the directory too
    const get = await capture(200, `/v1/organizations/${id}`);
    await server.stop();
    await psql('DROP DATABASE sample', context.postgres.url);
    return { read: [readScript(get, id)], readPiped: [readScript(get, id, { pipelined: true })], insert: inserts };
}
