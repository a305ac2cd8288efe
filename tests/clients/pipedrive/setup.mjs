// What cases need beside the SDK: users, companies and settings by the command line, and organizations to work on.
import assert from 'node:assert/strict';

// A further user of the company, with clients of a key of their own.
export async function addUser({ sdk, url, folder }, name, { admin = false } = {}) {
    const email = `${name.split(' ')[0].toLowerCase()}@acme.example`;
    const id = Number(await folder.addUser(email, name, { admin }));
    return { id, email, name, ...sdk.connect(url, { apiKey: await folder.createKey(email) }) };
}

// A further company: the clients of its administrator.
export async function addCompany({ sdk, url, folder }, name, admin) {
    const [id, apiKey] = (await folder.line(['company', 'add', '--name', name, '--admin', admin])).split('\t');
    return { id: Number(id), ...sdk.connect(url, { apiKey }) };
}

// A subcommand that prints nothing.
export async function change({ folder }, ...args) {
    const { status, stdout, stderr } = await folder.run(args);
    assert.deepEqual([status, stdout], [0, ''], stderr);
}

// All tested versions can add organizations in v2.
export const addOrganization = async ({ v2 }, body) => (await v2.addOrganization({ AddOrganizationRequest: body })).data;

export const addPerson = async ({ persons }, body) => (await persons.addPerson({ AddPersonRequest: body })).data;

// And persons.
export const addPersonV2 = async ({ personsV2 }, body) => (await personsV2.addPerson({ AddPersonRequest: body })).data;

// An organization with every field that v2 writes.
export const everyField = (owner) => ({
    name: 'Norte Vidros',
    owner_id: owner,
    visible_to: 1,
    label_ids: [4, 2],
    address: {
        value: 'Rua do Almada 14, Porto',
        country: 'Portugal',
        admin_area_level_1: 'Norte',
        admin_area_level_2: 'Porto',
        locality: 'Porto',
        sublocality: 'Baixa',
        route: 'Rua do Almada',
        street_number: '14',
        subpremise: '2',
        postal_code: '4050-030',
        formatted_address: '14 Rua do Almada',
    },
    website: 'https://norte.example',
    linkedin: 'https://www.linkedin.com/company/norte',
    industry: 12,
    annual_revenue: 1250000.1,
    employee_count: 48,
});

export const ids = (reply) => reply.data.map(({ id }) => id);
export const names = (reply) => reply.data.map(({ name }) => name);

// Times are shown to the second: what is written from here on shows another one.
export const nextSecond = () => new Promise((resolve) => setTimeout(resolve, 1010 - (Date.now() % 1000)));

// 'YYYY-MM-DD HH:MM:SS' some seconds later.
export function secondsAfter(time, seconds) {
    const moved = new Date(Date.parse(`${time.replace(' ', 'T')}Z`) + 1000 * seconds);
    return moved.toISOString().slice(0, 19).replace('T', ' ');
}
