// What random requests are made of: who asks, of which record, with which owner and level.
const never = 700_000_000_000; // no record has so high a number

export function drawCaller(round) {
    const { draw } = round;
    const company = draw.pick(round.companies);
    const user = draw.pick([...company.users.values()].filter(({ active }) => active));
    const scope = draw.chance(0.08) ? 'read' : draw.pick(['write', 'write', 'admin']);
    return { company, user, scope };
}

// An id of the caller's company, or one that only the other company has, or one that nobody has.
export function drawId(round, company, kind) {
    const { draw } = round;
    const own = [...company.records[kind].keys()];
    const other = round.companies.find((one) => one !== company);
    const foreign = [...other.records[kind].keys()].filter((id) => !company.records[kind].has(id));
    if (foreign.length && draw.chance(0.1)) return draw.pick(foreign);
    if (!own.length || draw.chance(0.05)) return never + draw.below(1000);
    return draw.pick(own);
}

export const neverId = (id) => never + 1_000_000 + (id % 1_000_000);

// A colleague; at times one who left, or nobody.
export function drawUserId(round, company) {
    if (round.draw.chance(0.04)) return 4_000_000 + round.draw.below(1000);
    return round.draw.pick([...company.users.keys()]);
}

// A level of the request; every so often one that the scheme does not have.
export function drawLevel(round, company) {
    const known = company.scheme === 'groups' ? [1, 3, 3, 5, 5, 7] : [1, 1, 3];
    return round.draw.chance(0.06) ? round.draw.pick([5, 7]) : round.draw.pick(known);
}

const initials = ['a', 'e', 'é', 'É', 'k', 'z'];

// Names begin with different letters, so that there is something to sort and to filter.
export const nameOf = (round, text) => `${round.draw.pick(initials)} ${text}`;

// The level as a request of this version may spell it.
const spelled = (round, version, level) => (version === 1 && round.draw.chance(0.5) ? String(level) : level);

// Adds them to a body; {ownerId, level, refusal: a status when the rules refuse them, else null}.
export function drawOwnerAndLevel(round, company, version, body, often, currentOwner) {
    const patch = { refusal: null };
    if (round.draw.chance(often)) {
        patch.ownerId = body.owner_id = drawUserId(round, company);
        if (patch.ownerId !== currentOwner && !company.users.get(patch.ownerId)?.active) patch.refusal = 400;
    }
    if (round.draw.chance(often)) {
        const level = drawLevel(round, company);
        body.visible_to = spelled(round, version, level);
        patch.level = company.meant(level);
        if (patch.level === null) patch.refusal = 403;
    }
    return patch;
}
