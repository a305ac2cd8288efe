// Items of replies compared with the model, member by member, as far as visibility and its neighbours go.
import { seenCustomV1, seenCustomV2, wantedCustom } from './custom_fields.mjs';

const pick = (object, keys) => Object.fromEntries(keys.map((key) => [key, object?.[key]]));

function expectEach(view, target, what, items, page, wantedOf, seenOf) {
    page.forEach((record, i) => view.expect(what, `${target} (id ${record.id})`, seenOf(items[i]), wantedOf(view, record)));
}

const sorted = (numbers) => [...new Set(numbers)].sort((a, b) => a - b).map(String);

// Related objects are those of the page and no others.
function expectRelated(view, target, body, page, organizations) {
    const related = body.related_objects ?? {};
    view.expect('related users', target, Object.keys(related.user ?? {}), sorted(page.map(({ ownerId }) => ownerId)));
    const kinds = [...(organizations.length ? ['organization'] : []), ...(page.length ? ['user'] : [])];
    view.expect('kinds of related objects', target, Object.keys(related).sort(), kinds);
    const seen = Object.keys(related.organization ?? {});
    view.expect('related organizations', target, seen, sorted(organizations.map(({ id }) => id)));
}

export const wantedOrganizationV1 = ({ company }, record) => ({
    id: record.id,
    company_id: company.number,
    owner: record.ownerId,
    name: record.fields.name,
    people_count: company.peopleCount(record),
    followers_count: record.followers.size,
    visible_to: String(company.shown(record.level)),
    active_flag: !record.deleted,
    address: record.fields.address ?? null,
    owner_name: company.users.get(record.ownerId).name,
    custom: wantedCustom(company, record),
});

export const seenOrganizationV1 = (item) => {
    const rest = pick(item, ['people_count', 'followers_count', 'visible_to', 'active_flag', 'address', 'owner_name']);
    const custom = seenCustomV1(item);
    return { id: item?.id, company_id: item?.company_id, owner: item?.owner_id?.value, name: item?.name, ...rest, custom };
};

export const wantedOrganizationV2 = ({ company }, record) => ({
    id: record.id,
    name: record.fields.name,
    owner_id: record.ownerId,
    visible_to: company.shown(record.level),
    is_deleted: record.deleted,
    address: record.fields.address ?? null,
    website: record.fields.website ?? null,
    custom: wantedCustom(company, record),
});

export const seenOrganizationV2 = (item) => ({
    ...pick(item, ['id', 'name', 'owner_id', 'visible_to', 'is_deleted']),
    address: item?.address?.value ?? null,
    website: item?.website,
    custom: seenCustomV2(item),
});

// The organization that a person shows is the one that the caller sees, or null.
export const wantedPerson = ({ company, user }, record) => {
    const organization = company.organizationOf(user, record);
    return {
        id: record.id,
        owner: record.ownerId,
        name: record.fields.name,
        email: record.fields.email ?? null,
        emailLabel: record.fields.email ? record.fields.emailLabel : null,
        phone: record.fields.phone ?? null,
        visible_to: String(company.shown(record.level)),
        active_flag: !record.deleted,
        custom: wantedCustom(company, record),
        org_name: organization?.fields.name ?? null,
        organization: organization && {
            name: organization.fields.name,
            people_count: company.peopleCount(organization),
            owner_id: organization.ownerId,
            address: organization.fields.address ?? null,
            active_flag: !organization.deleted,
            value: organization.id,
        },
    };
};

export const seenPerson = (item) => ({
    id: item?.id,
    owner: item?.owner_id?.value,
    name: item?.name,
    email: item?.primary_email,
    emailLabel: item?.email?.[0]?.label ?? null,
    phone: item?.phone?.[0]?.value ?? null,
    ...pick(item, ['visible_to', 'active_flag']),
    custom: seenCustomV1(item),
    org_name: item?.org_name,
    organization: item?.org_id && pick(item.org_id, ['name', 'people_count', 'owner_id', 'address', 'active_flag', 'value']),
});

export const wantedPersonV2 = ({ company, user }, record) => ({
    id: record.id,
    name: record.fields.name,
    owner_id: record.ownerId,
    org_id: company.organizationOf(user, record)?.id ?? null,
    visible_to: company.shown(record.level),
    is_deleted: record.deleted,
    email: record.fields.email ?? null,
    phone: record.fields.phone ?? null,
    custom: wantedCustom(company, record),
});

export const seenPersonV2 = (item) => ({
    ...pick(item, ['id', 'name', 'owner_id', 'org_id', 'visible_to', 'is_deleted']),
    email: item?.emails?.[0]?.value ?? null,
    phone: item?.phones?.[0]?.value ?? null,
    custom: seenCustomV2(item),
});

export function checkOrganizationV1(view, target, body, page) {
    expectEach(view, target, 'an organization of v1', body.data, page, wantedOrganizationV1, seenOrganizationV1);
    expectRelated(view, target, body, page, []);
}

export function checkOrganizationV2(view, target, body, page) {
    expectEach(view, target, 'an organization of v2', body.data, page, wantedOrganizationV2, seenOrganizationV2);
    if (!target.includes('include_fields')) return;
    const counts = (item) => pick(item, ['people_count', 'followers_count']);
    const wanted = ({ company }, record) => {
        return { people_count: company.peopleCount(record), followers_count: record.followers.size };
    };
    expectEach(view, target, 'the counts of v2', body.data, page, wanted, counts);
}

export function checkPerson(view, target, body, page) {
    expectEach(view, target, 'a person', body.data, page, wantedPerson, seenPerson);
    const organizations = page.map((person) => view.company.organizationOf(view.user, person)).filter(Boolean);
    expectRelated(view, target, body, page, organizations);
}

export function checkPersonV2(view, target, body, page) {
    expectEach(view, target, 'a person of v2', body.data, page, wantedPersonV2, seenPersonV2);
}
