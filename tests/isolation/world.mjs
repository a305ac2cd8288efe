// Two companies in one data folder, alike but for their scheme of visibility, with a user of every kind.
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabase, testsOnPostgres } from '../lib/postgres.mjs';
import { DataFolder } from '../lib/stele.mjs';
import { marker } from './markers.mjs';
import { Company } from './model.mjs';

// A data folder whose commands may name an engine: `engine` stands behind each of them.
class Folder extends DataFolder {
    static async make(binary, engine) {
        const database = testsOnPostgres ? await createDatabase() : undefined;
        const folder = new Folder(binary, await mkdtemp(join(tmpdir(), 'stele-test-')), database);
        folder.engine = engine;
        return folder;
    }

    run(args) {
        return super.run([...args, ...this.engine]);
    }

    line(args) {
        return super.line([...args, ...this.engine]);
    }

    check() {
        return succeed(this, ['check']);
    }
}

// The tree; the first group has everyone in the beginning.
const groups = [
    { name: 'north', above: 'first' },
    { name: 'northwest', above: 'north' },
    { name: 'northwestend', above: 'northwest' },
    { name: 'northeast', above: 'north' },
    { name: 'south', above: 'first' },
];

const users = [
    { role: 'chief', group: 'first' }, // above all groups
    { role: 'owner', group: 'north' },
    { role: 'peer', group: 'north' },
    { role: 'below', group: 'northwest' },
    { role: 'deep', group: 'northwestend' },
    { role: 'sibling', group: 'northeast' },
    { role: 'other', group: 'south' },
    { role: 'shy', group: 'north', defaults: { organization: 1, person: 1 } },
    { role: 'leaver', group: 'north' }, // is deactivated on the way
];

export const levelNames = { 1: 'owner', 3: 'group', 5: 'group-and-below', 7: 'everyone' };
const scopes = ['read', 'write', 'admin'];

const address = (letter, id) => `${marker(letter, 'user', id, 'email', 0)}@x.example`;
const companyName = (letter, number) => marker(letter, 'company', number, 'name', 0);

async function fillCompany(folder, company) {
    const of = ['--company', String(company.number)];
    const ids = new Map([['first', 1]]);
    company.groups.set(1, null);
    for (const { name, above } of groups) {
        const args = ['group', 'add', ...of, '--name', marker(company.letter, 'group', ids.size + 1, 'name', 0)];
        const id = Number(await folder.line([...args, '--parent', String(ids.get(above))]));
        ids.set(name, id);
        company.groups.set(id, ids.get(above));
    }
    const add = (id, role, group) => {
        const email = address(company.letter, id);
        const user = { id, role, email, admin: role === 'admin', active: true, group, defaults: {} };
        company.users.set(id, user);
        return user;
    };
    add(1, 'admin', 1).name = address(company.letter, 1).split('@')[0];
    for (const [i, { role, group, defaults }] of users.entries()) {
        const user = add(i + 2, role, ids.get(group));
        user.name = marker(company.letter, 'user', user.id, 'name', 0);
        const id = await folder.line(['user', 'add', ...of, '--email', user.email, '--name', user.name]);
        if (Number(id) !== user.id) throw new Error(`user ${user.email} has id ${id}`);
        const levels = defaults ? ['--default-visibility', 'organization=owner,person=owner'] : [];
        Object.assign(user.defaults, defaults);
        await succeed(folder, ['user', 'set', ...of, '--email', user.email, '--group', String(user.group), ...levels]);
    }
    await succeed(folder, ['company', 'set', ...of, '--visibility-scheme', company.scheme]);
    for (const user of company.users.values()) {
        user.keys = {};
        for (const scope of scopes)
            user.keys[scope] = await folder.line(['key', 'create', ...of, '--user', user.email, '--scope', scope]);
    }
}

async function succeed(folder, args) {
    const { status, stderr } = await folder.run(args);
    if (status !== 0) throw new Error(`stele ${args.join(' ')}: exit status ${status}\n${stderr}`);
}

export async function makeWorld(binary, engine) {
    const folder = await Folder.make(binary, engine);
    const companies = [new Company('a', 1, 'simple'), new Company('b', 2, 'groups')];
    await folder.line(['init', '--company', companyName('a', 1), '--admin', address('a', 1)]);
    await folder.line(['company', 'add', '--name', companyName('b', 2), '--admin', address('b', 1)]);
    for (const company of companies) await fillCompany(folder, company);
    return { folder, companies };
}
