// The oracle: what an organization, a person and a note are after a body was posted, put or merged. Written from RFC 7396 and the
// tables of docs/compatibility.md, not from the server's code.

const isObject = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);

// RFC 7396, for one member.
export function merged(before, patch) {
    if (!isObject(patch)) return patch;
    const after = isObject(before) ? { ...before } : {};
    for (const [name, value] of Object.entries(patch)) {
        if (value === null) delete after[name];
        else after[name] = merged(after[name], value);
    }
    return after;
}

// What has no value is not there.
function withoutEmpty(object) {
    const kept = Object.entries(object).filter(([, value]) => value !== null && value !== undefined && value !== '');
    return Object.fromEntries(kept);
}

const text = (value) => value ?? undefined;
const toSecond = (moment) => new Date(Math.floor(moment / 1000) * 1000).toISOString().replace('.000Z', '+00:00');
const date = (value) => (value === null ? undefined : toSecond(Date.parse(/[T ]/.test(value) ? value.replace(' ', 'T') : `${value}T00:00Z`)));
const flag = (value) => value ?? undefined;
const list = (value) => value ?? [];
const idOf = (iri) => iri.split('/').at(-1);
const links = (value) => [...new Set((value ?? []).map(idOf))].sort();

function address(value) {
    const parts = withoutEmpty(value ?? {});
    if (parts.country) parts.country = parts.country.toUpperCase();
    return Object.keys(parts).length ? parts : undefined;
}

const emails = (value) => [...new Set((value ?? []).map(({ email }) => email).filter(Boolean))].map((email) => ({ email }));

// A number that is there already keeps its type when none is named.
function phones(value, before = []) {
    const found = new Map();
    for (const { phoneNumber, phoneType } of value ?? []) {
        if (!phoneNumber || found.has(phoneNumber)) continue;
        const kept = before.find((one) => one.phoneNumber === phoneNumber)?.phoneType;
        found.set(phoneNumber, withoutEmpty({ phoneNumber, phoneType: phoneType === undefined ? kept : phoneType }));
    }
    return [...found.values()];
}

// Name -> how a value is shown. A member that PUT leaves as it is when it is missing has `kept`.
const common = {
    customerId: { shown: text },
    externalSource: { shown: text },
    linkedinId: { shown: text },
    archivedAt: { shown: date },
    owner: { shown: (iri) => `/users/${idOf(iri)}`, kept: true },
    tags: { shown: links },
    segments: { shown: links },
    integrationParticipants: { shown: list },
    emailAddresses: { shown: emails },
    phoneNumbers: { shown: phones },
    address: { shown: address },
};
export const members = {
    organization: { title: { shown: text }, description: { shown: text }, website: { shown: text }, chamberOfCommerceNumber: { shown: text }, people: { shown: links }, ...common },
    person: {
        familyName: { shown: text }, givenName: { shown: text }, additionalName: { shown: text }, initials: { shown: text }, honorificPrefix: { shown: text },
        jobTitle: { shown: text }, isTracked: { shown: flag }, organizations: { shown: links }, ...common,
    },
    note: {
        createdAt: { shown: date, kept: true }, description: { shown: text }, title: { shown: text }, flagged: { shown: (value) => value ?? false },
        isPrivate: { shown: (value) => value ?? false }, author: { shown: (iri) => `/users/${idOf(iri)}`, kept: true }, category: { shown: (iri) => `/note_categories/${idOf(iri)}` },
    },
};

// The item after the body. `before` is the item as it was; of a new one what is there without being sent.
export function after(kind, method, before, body) {
    const item = {};
    for (const [name, { shown, kept }] of Object.entries(members[kind])) {
        const isSent = name in body;
        const sent = isSent ? body[name] : null;
        const stays = kept ? sent === null : !isSent && method === 'PATCH';
        if (stays) item[name] = before[name];
        else if (name === 'address' && method === 'PATCH') item[name] = shown(sent === null ? null : merged(before[name], sent));
        else item[name] = shown(sent, before[name]);
    }
    return withoutEmpty(item);
}

// An item of a reply in the same form: without what the server adds, links as sorted ids.
export function seen(kind, item) {
    const result = {};
    for (const name of Object.keys(members[kind])) {
        const value = item[name];
        if (value === undefined) continue;
        result[name] = ['people', 'organizations', 'tags', 'segments'].includes(name) ? value.map(idOf).sort() : withoutMarks(value);
    }
    return result;
}

function withoutMarks(value) {
    if (Array.isArray(value)) return value.map(withoutMarks);
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).filter(([name]) => !name.startsWith('@')));
}
