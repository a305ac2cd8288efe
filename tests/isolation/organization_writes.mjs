// Plans of writes to organizations and their followers.
import { drawCustom } from './custom_fields.mjs';
import { drawId, drawOwnerAndLevel, drawUserId, nameOf, neverId } from './draw.mjs';
import { seenOrganizationV1, seenOrganizationV2 } from './expected.mjs';
import { wantedOrganizationV1, wantedOrganizationV2 } from './expected.mjs';
import { marker } from './markers.mjs';
import { parsed } from './round.mjs';

// What a text is called in the history, and where it stands in a request of either version.
function drawTexts(round, company, number, write, version) {
    const { draw } = round;
    const text = (field) => marker(company.letter, 'organization', number, field, write);
    const fields = { name: nameOf(round, text('name')) };
    const body = { name: fields.name };
    const address = (value, locality, formatted) => ({
        address: value,
        address_locality: locality,
        address_formatted_address: formatted,
    });
    if (draw.chance(0.4)) {
        const cleared = draw.chance(0.2);
        if (version === 1) {
            body.address = cleared ? null : text('address');
            Object.assign(fields, address(body.address, null, body.address));
        } else {
            body.address = cleared ? null : { value: text('address'), locality: text('locality') };
            Object.assign(fields, address(body.address?.value ?? null, body.address?.locality ?? null, null));
        }
    }
    if (version === 2 && draw.chance(0.3)) body.website = fields.website = `https://${text('website')}.example`;
    drawCustom(round, company, 'organization', version, text('custom'), { body, fields });
    return { fields, body };
}

// v1 writes a time its own way; v2's is kept.
const instant = (time) => (time.includes('T') ? time : `${time.replace(' ', 'T')}Z`);

const path = (version) => (version === 1 ? '/v1/organizations' : '/api/v2/organizations');

const shown = (version, company, user, record, data) =>
    version === 1
        ? [seenOrganizationV1(data), wantedOrganizationV1({ company, user }, record)]
        : [seenOrganizationV2(data), wantedOrganizationV2({ company, user }, record)];

function planCreation(round, { company, user }, write) {
    const version = round.draw.between(1, 2);
    const number = ++round.recordNumber;
    const { fields, body } = drawTexts(round, company, number, write, version);
    const patch = drawOwnerAndLevel(round, company, version, body, 0.5);
    return {
        name: `create an organization, v${version}`,
        request: { method: 'POST', target: path(version), body },
        status: patch.refusal ?? (version === 1 ? 201 : 200),
        apply: (data, done) => {
            const record = company.add('organization', { id: data.id, number, actor: user, write, fields, ...patch });
            record.time = instant(data.update_time);
            done.touched.push(record);
        },
        shows: (data) => shown(version, company, user, company.find('organization', data.id), data),
    };
}

function planUpdate(round, { company, user }, write) {
    const version = round.draw.between(1, 2);
    const id = drawId(round, company, 'organization');
    const record = company.seen(user, 'organization', id);
    const hidden = company.find('organization', id);
    const number = (record ?? hidden)?.number ?? 0;
    const { fields, body } = drawTexts(round, company, number, write, version);
    const patch = drawOwnerAndLevel(round, company, version, body, 0.35, record?.ownerId);
    const deletes = version === 1 && round.draw.chance(0.04);
    if (deletes) body.active_flag = false; // what it says besides is done too
    const refusal = patch.refusal === 403 ? 403 : !record || record.deleted ? 404 : patch.refusal;
    const request = (of) => ({ method: version === 1 ? 'PUT' : 'PATCH', target: `${path(version)}/${of}`, body });
    return {
        name: `update an organization, v${version}${deletes ? ', and delete it' : ''}`,
        request: request(id),
        twin: record ? null : { request: request(neverId(id)), ids: [[neverId(id), id]] },
        status: refusal ?? 200,
        apply: (data, done) => {
            company.update(record, { actor: user, write, fields, ...patch });
            if (deletes) company.remove(record, user, write);
            else record.time = instant(data.update_time);
            done.touched.push(record);
        },
        shows: (data) => shown(version, company, user, record, data),
    };
}

// v1's PUT may delete too.
function planDeletion(round, { company, user }, write) {
    const id = drawId(round, company, 'organization');
    const record = company.seen(user, 'organization', id);
    const way = round.draw.pick(['v1', 'v2', 'put']);
    const request = (of) =>
        way === 'put'
            ? { method: 'PUT', target: `/v1/organizations/${of}`, body: { active_flag: false } }
            : { method: 'DELETE', target: `${path(way === 'v1' ? 1 : 2)}/${of}` };
    return {
        name: `delete an organization, ${way}`,
        request: request(id),
        twin: record ? null : { request: request(neverId(id)), ids: [[neverId(id), id]] },
        status: !record || (way === 'put' && record.deleted) ? 404 : 200,
        apply: (data, done) => {
            company.remove(record, user, write);
            done.touched.push(record);
        },
    };
}

// Of either kind: what the caller does not see is passed over.
export function planBulkDeletion(round, { company, user }, write, kind) {
    const ids = Array.from({ length: round.draw.between(1, 4) }, () => drawId(round, company, kind));
    const request = (list) => ({ method: 'DELETE', target: `/v1/${kind}s?ids=${list.join(',')}` });
    const expected = [...new Set(ids)].filter((id) => company.seen(user, kind, id));
    return {
        name: `delete ${kind}s in bulk`,
        request: request(ids),
        twin: expected.length ? null : { request: request(ids.map(neverId)), ids: [], mayPass: true },
        status: 200,
        apply: (data, done) => {
            for (const id of expected) {
                const record = company.find(kind, id);
                const organization = company.find('organization', record.organizationId);
                company.remove(record, user, write);
                done.touched.push(record, ...(organization ? [organization] : []));
            }
        },
        shows: (data) => [data.id, expected],
    };
}

function planFollowing(round, { company, user }, version, id, record) {
    const userId = drawUserId(round, company);
    const request = (of) => ({ method: 'POST', target: `${path(version)}/${of}/followers`, body: { user_id: userId } });
    const known = company.users.get(userId)?.active;
    return {
        name: `add a follower, v${version}`,
        request,
        status: !record || record.deleted ? 404 : !known ? 400 : version === 1 ? 200 : 201,
        apply: () => company.follow(record, userId, user),
    };
}

// v1 names the follower's own id, v2 the user's.
async function planUnfollowing(round, { company, user }, version, id, record) {
    const follower = await drawFollower(round, company, id);
    const named = version === 1 ? follower.followerId : follower.userId;
    const follows = record && !record.deleted && record.followers.has(follower.userId);
    return {
        name: `remove a follower, v${version}`,
        request: (of) => ({ method: 'DELETE', target: `${path(version)}/${of}/followers/${named}` }),
        status: follows && (version === 2 || follower.listed) ? 200 : 404,
        apply: () => company.unfollow(record, follower.userId, user),
    };
}

async function planFollowers(round, caller) {
    const { company, user } = caller;
    const id = drawId(round, company, 'organization');
    const record = company.seen(user, 'organization', id);
    const planOf = round.draw.chance(0.35) ? planUnfollowing : planFollowing;
    const { request, ...plan } = await planOf(round, caller, round.draw.between(1, 2), id, record);
    const twin = record ? null : { request: request(neverId(id)), ids: [[neverId(id), id]] };
    return { ...plan, request: request(id), twin };
}

// One who follows, as the admin sees it, or somebody.
async function drawFollower(round, company, id) {
    const admin = { company, user: company.users.get(1) };
    const request = { method: 'GET', target: `/v1/organizations/${id}/followers` };
    const list = parsed(await round.ask(round.connection, admin, request)).data;
    if (!list?.length || round.draw.chance(0.1))
        return { userId: drawUserId(round, company), followerId: neverId(id), listed: false };
    const { user_id: userId, id: followerId } = round.draw.pick(list);
    return { userId, followerId, listed: true };
}

export function planOrganizationWrite(round, caller, write) {
    const few = caller.company.records.organization.size < 15;
    const die = few ? 0 : round.draw.below(100);
    if (die < 27) return planCreation(round, caller, write);
    if (die < 65) return planUpdate(round, caller, write);
    if (die < 72) return planDeletion(round, caller, write);
    if (die < 76) return planBulkDeletion(round, caller, write, 'organization');
    return planFollowers(round, caller);
}
