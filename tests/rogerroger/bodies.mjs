// Random bodies: every member that may be written, in every form that it may have; at times one that must be refused.

const words = ['Norte', 'Ålesund & Søn', '<b>Ply</b>', 'x "y" \\ z', 'пила', '  spaced  ', '0', 'null'];
const countries = ['NL', 'pt', 'Lv', 'EE', 'de'];
const phoneTypes = ['fax', 'home', 'mobile', 'work', 'other'];

const makers = {
    text: (draw) => (draw.chance(0.05) ? '' : `${draw.pick(words)} ${draw.below(50)}`),
    name: (draw) => `${draw.pick(words)} ${draw.below(50)}`,
    flag: (draw) => draw.chance(0.5),
    date: (draw) => {
        const day = `20${draw.between(10, 25)}-0${draw.between(1, 9)}-1${draw.below(10)}`;
        return draw.pick([day, `${day}T12:34:04Z`, `${day}T12:34:04.567Z`, `${day}T23:30:00+02:00`, `${day} 01:02:03Z`]);
    },
    address: (draw) => {
        const parts = { city: ['Riga', 'Porto', null, ''], postalCode: ['LV-1010', '4050-030', null], street: ['Elizabetes 1', 'Rua 2', null, ''], country: [...countries, null, ''] };
        return Object.fromEntries(Object.entries(parts).filter(() => draw.chance(0.6)).map(([name, values]) => [name, draw.pick(values)]));
    },
    emails: (draw) => many(draw, 4, () => draw.pick([{ email: `a${draw.below(4)}@x.example` }, { email: `B${draw.below(4)}@x.example`, '@type': 'EmailAddressPayload' }, { email: null }, {}])),
    phones: (draw) => many(draw, 4, () => ({ phoneNumber: draw.pick(['', null, '+31 20 1', '020 2', '+31 6 3']), ...(draw.chance(0.6) && { phoneType: draw.pick([null, ...phoneTypes]) }) })),
    participants: (draw) => many(draw, 3, () => draw.pick(['https://example.com/', 'urn:x', '/integration_participants/1'])),
};

const many = (draw, most, make) => Array.from({ length: draw.below(most + 1) }, make);

// As an IRI, or as the id alone.
const named = (draw, collection, id) => (draw.chance(0.8) ? `${collection}/${id}` : id);
const some = (collection, ids) => (draw, world) => (world[ids].length ? many(draw, 3, () => named(draw, collection, draw.pick(world[ids]))) : []);
const one = (collection, ids) => (draw, world) => named(draw, collection, draw.pick(world[ids]));

const common = {
    customerId: makers.text, externalSource: makers.text, linkedinId: makers.text, archivedAt: makers.date, owner: one('/users', 'users'),
    tags: some('/tags', 'tags'), segments: some('/segments', 'segments'), integrationParticipants: makers.participants,
    emailAddresses: makers.emails, phoneNumbers: makers.phones, address: makers.address,
};
const tables = {
    organization: { title: makers.name, description: makers.text, website: makers.text, chamberOfCommerceNumber: makers.text, people: some('/people', 'people'), ...common },
    person: {
        familyName: makers.name, givenName: makers.text, additionalName: makers.text, initials: makers.text, honorificPrefix: makers.text, jobTitle: makers.text,
        isTracked: makers.flag, organizations: some('/organizations', 'organizations'), ...common,
    },
    note: { createdAt: makers.date, description: makers.name, title: makers.text, flagged: makers.flag, isPrivate: makers.flag, author: one('/users', 'users'), category: one('/note_categories', 'categories') },
};
const required = { organization: ['title'], person: ['familyName'], note: ['description', 'category'] };

// What nobody can write; the answer is as if it had not been there.
const readOnly = {
    organization: ['createdAt', 'updatedAt', 'importedAt', 'linkedinPublicIdentifier', 'linkedinInternalId', 'companyEnrichment', 'avatarUrl', '@type', 'unknown'],
    person: ['createdAt', 'updatedAt', 'importedAt', 'avatarUrl', '_organizations', '@type', 'unknown'],
    note: ['updatedAt', '@type', 'unknown'],
};

const id = '01020000-0100-8000-8000-0000000000ff';
const wrong = {
    text: [[400, 7], [400, []], [422, 'x'.repeat(70_000)]],
    name: [[400, true], [422, null], [422, ' '], [422, 'x'.repeat(300)]],
    date: [[400, 'soon'], [400, 7], [400, '']],
    links: [[400, 'x'], [400, [7]], [400, ['/nothing/x']], [400, [`/people/${id}`]], [400, [id]]],
    emails: [[400, 'a@b.example'], [400, ['a@b.example']], [422, [{ email: 'ok@x.example' }, { email: 'none' }]], [422, Array.from({ length: 101 }, (_, i) => ({ email: `${i}@x.example` }))]],
    phones: [[400, [{ phoneNumber: 7 }]], [422, [{ phoneNumber: '1', phoneType: 'pager' }]]],
    address: [[400, 'Riga'], [400, { city: 7 }], [422, { country: 'Latvia' }], [422, { city: 'x'.repeat(300) }]],
    iri: [[400, 'x'], [400, 7], [400, {}], [400, `/users/${id}`], [400, '/tags/x']],
    flag: [[400, 'true'], [400, 1]],
};
const faults = {
    organization: { title: wrong.name, description: wrong.text, website: wrong.text, archivedAt: wrong.date, owner: wrong.iri, people: wrong.links, tags: wrong.links, segments: wrong.links, emailAddresses: wrong.emails, phoneNumbers: wrong.phones, address: wrong.address, integrationParticipants: [[400, 'x'], [400, [7]]] },
    person: { familyName: wrong.name, givenName: wrong.text, jobTitle: wrong.text, archivedAt: wrong.date, owner: wrong.iri, organizations: wrong.links, tags: wrong.links, emailAddresses: wrong.emails, phoneNumbers: wrong.phones, address: wrong.address, isTracked: wrong.flag },
    note: { description: [[400, 7], [422, null], [422, ' '], [422, 'x'.repeat(100_001)]], title: wrong.text, createdAt: [[400, 'soon'], [400, '']], author: wrong.iri, category: [[422, null], ...wrong.iri], flagged: wrong.flag, isPrivate: wrong.flag },
};

// {body, refusal: the status that it must get, or null}.
export function drawBody(draw, world, kind, method) {
    const body = {};
    const often = draw.pick([0.15, 0.5, 1]);
    for (const [name, make] of Object.entries(tables[kind])) {
        const isRequired = required[kind].includes(name);
        if (!draw.chance(isRequired && method !== 'PATCH' ? 1 : often)) continue;
        body[name] = !isRequired && draw.chance(0.2) ? null : make(draw, world);
    }
    for (const name of readOnly[kind]) if (draw.chance(0.15)) body[name] = draw.pick([null, 'no', '2001-01-01T00:00:00Z', true]);
    if (method !== 'POST' && draw.chance(0.2)) body.id = draw.pick([null, '0197d5e7-7f5c-7cbb-9e7b-0f3b0b9b5b5c', 'nothing']);
    return draw.chance(0.15) ? { body, refusal: spoil(draw, kind, method, body) } : { body, refusal: null };
}

function spoil(draw, kind, method, body) {
    if (method !== 'PATCH' && draw.chance(0.2)) {
        delete body[draw.pick(required[kind])];
        return 422;
    }
    const name = draw.pick(Object.keys(faults[kind]));
    const [status, value] = draw.pick(faults[kind][name]);
    body[name] = value;
    return status;
}
