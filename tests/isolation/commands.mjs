// What an operator does on the command line while the server runs: groups, users, schemes.
import { levelNames } from './world.mjs';
import { marker } from './markers.mjs';

// The command must end as the rules say; then the model follows.
async function command(round, company, args, succeeds, apply) {
    const { status, stderr } = await round.folder.run([...args, '--company', String(company.number)]);
    if (succeeds ? status === 0 : status > 0) return succeeds ? apply() : undefined;
    throw new Error(`stele ${args.join(' ')}: exit status ${status}\n${stderr}`);
}

const colleagues = (company) => [...company.users.values()].filter(({ id, active }) => id !== 1 && active);

function moveGroup(round, company) {
    const [id, above] = [round.draw.pick([...company.groups.keys()]), round.draw.pick([...company.groups.keys()])];
    const moves = id !== 1 && !company.line(above).includes(id); // the first stays, and none stands below itself
    return command(round, company, ['group', 'move', String(id), '--parent', String(above)], moves, () => {
        company.groups.set(id, above);
    });
}

function setUser(round, company, settings, apply) {
    const user = round.draw.pick(colleagues(company));
    return command(round, company, ['user', 'set', '--email', user.email, ...settings], true, () => apply(user));
}

function moveUser(round, company) {
    const group = round.draw.pick([...company.groups.keys()]);
    return setUser(round, company, ['--group', String(group)], (user) => (user.group = group));
}

function renameUser(round, company) {
    const user = round.draw.pick(colleagues(company));
    const name = marker(company.letter, 'user', user.id, 'name', ++round.writeNumber);
    return command(round, company, ['user', 'set', '--email', user.email, '--name', name], true, () => (user.name = name));
}

function setDefaults(round, company) {
    const kind = round.draw.pick(['organization', 'person']);
    const level = round.draw.pick(company.scheme === 'groups' ? [1, 3, 5, 7] : [1, 7]);
    const settings = ['--default-visibility', `${kind}=${levelNames[level]}`];
    if (round.draw.chance(0.3))
        return command(round, company, ['company', 'set', ...settings], true, () => (company.defaults[kind] = level));
    return setUser(round, company, settings, (user) => (user.defaults[kind] = level));
}

// One who becomes an admin sees everything, and nothing of it afterwards.
function toggleAdmin(round, company) {
    const user = round.draw.pick(colleagues(company));
    const settings = ['user', 'set', '--email', user.email, user.admin ? '--no-admin' : '--admin'];
    return command(round, company, settings, true, () => (user.admin = !user.admin));
}

// Both change theirs, so that there is always one of each.
async function swapSchemes(round) {
    for (const company of round.companies) {
        const scheme = company.scheme === 'groups' ? 'simple' : 'groups';
        const args = ['company', 'set', '--visibility-scheme', scheme];
        await command(round, company, args, true, () => (company.scheme = scheme));
    }
}

export async function deactivateLeavers(round) {
    for (const company of round.companies) {
        const leaver = [...company.users.values()].find(({ role }) => role === 'leaver');
        await command(round, company, ['user', 'deactivate', '--email', leaver.email], true, () => (leaver.active = false));
    }
}

export function commandSomething(round) {
    const company = round.draw.pick(round.companies);
    const die = round.draw.below(100);
    if (die < 25) return moveGroup(round, company);
    if (die < 55) return moveUser(round, company);
    if (die < 65) return renameUser(round, company);
    if (die < 80) return setDefaults(round, company);
    if (die < 92) return toggleAdmin(round, company);
    return swapSchemes(round);
}
