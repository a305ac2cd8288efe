// Records by their ids: those that the user sees with all that hangs on them, the others as if they had never been.
import { checkPerson, seenOrganizationV1, seenOrganizationV2, seenPerson, seenPersonV2 } from './expected.mjs';
import { wantedOrganizationV1, wantedOrganizationV2, wantedPerson, wantedPersonV2 } from './expected.mjs';
import { pagesV1 } from './sweep_lists.mjs';

const v1 = (id) => `/v1/organizations/${id}`;
const v2 = (id) => `/api/v2/organizations/${id}`;

const subpaths = [
    (id) => `${v1(id)}/changelog`,
    (id) => `${v1(id)}/followers`,
    (id) => `${v1(id)}/permittedUsers`,
    (id) => `${v1(id)}/persons`,
    (id) => `${v2(id)}/followers`,
    (id) => `${v2(id)}/followers/changelog`,
];

const subpathsOfPersons = [
    (id) => `/v1/persons/${id}`,
    (id) => `/api/v2/persons/${id}`,
    (id) => `/v1/persons/${id}/changelog`,
    (id) => `/v1/persons/${id}/followers`,
    (id) => `/v1/persons/${id}/permittedUsers`,
    (id) => `/api/v2/persons/${id}/followers`,
    (id) => `/api/v2/persons/${id}/followers/changelog`,
];

const byNumber = (a, b) => a - b;

async function organizationV1(view, record) {
    const body = await view.read(v1(record.id), 'an organization by id');
    if (!body) return;
    const [seen, wanted] = [seenOrganizationV1(body.data), wantedOrganizationV1(view, record)];
    view.expect('an organization by id, v1', v1(record.id), seen, wanted);
    const followers = Object.keys(body.additional_data?.followers ?? {}).map(Number);
    view.expect('followers beside an organization', v1(record.id), followers, [...record.followers].sort(byNumber));
    const related = Object.keys(body.related_objects?.user ?? {});
    view.expect('users beside an organization', v1(record.id), related, [String(record.ownerId)]);
}

async function organizationV2(view, record) {
    const body = await view.read(v2(record.id), 'an organization by id');
    const [seen, wanted] = [seenOrganizationV2(body?.data), wantedOrganizationV2(view, record)];
    view.expect('an organization by id, v2', v2(record.id), seen, wanted);
}

async function changelog(view, record) {
    const { company, draw } = view;
    const limit = draw.pick([4, 500]);
    const rows = [];
    for (let cursor = ''; cursor !== null; ) {
        const target = `${v1(record.id)}/changelog?limit=${limit}${cursor && `&cursor=${cursor}`}`;
        const body = await view.read(target, 'a changelog');
        if (!body) return;
        rows.push(...body.data);
        cursor = body.additional_data?.next_cursor ?? null;
    }
    const value = (key, text) => (key === 'visible_to' && text !== null ? String(company.shown(text)) : text);
    const wanted = record.changes.map((change) => {
        const { key, old, value: now, actor, write } = change;
        return [write, key, value(key, old), value(key, now), actor];
    });
    const seen = rows.reverse().map((row) => {
        const write = Number(/-agent-(\d+)-/.exec(row.change_source_user_agent)?.[1]);
        return [write, row.field_key, row.old_value, row.new_value, row.actor_user_id];
    });
    // The order of the fields of one write is nobody's business.
    const normal = (list) => list.map((row) => JSON.stringify(row)).sort();
    view.expect('a changelog', v1(record.id), normal(seen), normal(wanted));
    view.expect('the order of a changelog', v1(record.id), seen.map(([write]) => write), wanted.map(([write]) => write));
}

async function followers(view, record) {
    const wanted = [...record.followers].sort(byNumber);
    const one = await view.read(`${v1(record.id)}/followers`, 'followers of v1');
    const seen = one?.data.map((row) => [row.org_id, row.user_id]);
    view.expect('followers of v1', v1(record.id), seen, wanted.map((id) => [record.id, id]));
    const users = [];
    const limit = view.draw.pick([2, 100]);
    for (let cursor = ''; cursor !== null; ) {
        const target = `${v2(record.id)}/followers?limit=${limit}${cursor && `&cursor=${cursor}`}`;
        const body = await view.read(target, 'followers of v2');
        users.push(...(body?.data ?? []).map((row) => row.user_id));
        cursor = body?.additional_data?.next_cursor ?? null;
    }
    view.expect('followers of v2', v2(record.id), users, wanted);
}

async function followerChanges(view, record) {
    const target = `${v2(record.id)}/followers/changelog?limit=500`;
    const body = await view.read(target, "followers' changelog");
    const seen = body?.data.map(({ time, ...row }) => row);
    view.expect("followers' changelog", target, seen, [...record.followerChanges].reverse());
}

async function permittedUsers(view, record) {
    const target = `${v1(record.id)}/permittedUsers`;
    const body = await view.read(target, 'permitted users');
    view.expect('permitted users', target, body?.data, view.company.permitted(record));
}

async function personsOf(view, record) {
    const wanted = view.company.live(view.user, 'person').filter((person) => person.organizationId === record.id);
    await pagesV1(view, 'persons of an organization', `${v1(record.id)}/persons`, {}, wanted, checkPerson);
}

async function person(view, record) {
    const target = `/v1/persons/${record.id}`;
    const body = await view.read(target, 'a person by id');
    view.expect('a person by id', target, seenPerson(body?.data), wantedPerson(view, record));
    const organization = view.company.organizationOf(view.user, record);
    const related = Object.keys(body?.related_objects?.organization ?? {});
    view.expect('organizations beside a person', target, related, organization ? [String(organization.id)] : []);
}

async function personV2(view, record) {
    const target = `/api/v2/persons/${record.id}`;
    const body = await view.read(target, 'a person by id');
    view.expect('a person by id, v2', target, seenPersonV2(body?.data), wantedPersonV2(view, record));
}

// Nobody follows persons here but their owners at the beginning.
async function personDetails(view, record) {
    const users = [...record.followers].sort(byNumber);
    const followers = await view.read(`/v1/persons/${record.id}/followers`, 'followers of a person');
    const seen = followers?.data.map((row) => [row.person_id, row.user_id]);
    view.expect('followers of a person', record.id, seen, users.map((id) => [record.id, id]));
    const permitted = await view.read(`/v1/persons/${record.id}/permittedUsers`, 'who sees a person');
    view.expect('who sees a person', record.id, permitted?.data, view.company.permitted(record));
}

// Moves name no organization that the user does not see.
async function personChangelog(view, record) {
    const { company, user } = view;
    const visible = (id) => (id === null || !company.seen(user, 'organization', id) ? null : String(id));
    const moves = record.changes.filter(({ key }) => key === 'org_id').map(({ old, value }) => [visible(old), visible(value)]);
    const body = await view.read(`/v1/persons/${record.id}/changelog?limit=500`, "a person's changelog");
    const seen = body?.data.filter((row) => row.field_key === 'org_id').map((row) => [row.old_value, row.new_value]);
    const wanted = moves.filter(([old, value]) => old !== null || value !== null).reverse();
    view.expect("moves in a person's changelog", record.id, seen, wanted);
}

// Users are known to all of their company, and to nobody else.
async function colleagues(view) {
    const body = await view.read('/v1/users', 'users');
    const seen = body?.data.map(({ id, email, name }) => [id, email, name]);
    const wanted = [...view.company.users.values()].map(({ id, email, name }) => [id, email, name]);
    view.expect('users', '/v1/users', seen, wanted);
    const found = await view.read('/v1/users/find?term=mk-', 'users by name');
    view.expect('users by name', '/v1/users/find', found?.data.map(({ id }) => id), [...view.company.users.keys()]);
    await view.get(view.draw.pick(['/v1/organizationFields', '/api/v2/organizationFields', '/v1/users/2/roleSettings']));
    const me = await view.read('/v1/users/me', 'the current user');
    view.expect('the current user', '/v1/users/me', [me?.data.id, me?.data.company_id], [view.user.id, view.company.number]);
}

// One of its own, taken by turns: all of them at every sweep would be most of the time.
const details = [changelog, followers, followerChanges, permittedUsers, personsOf];

export async function sweepRecords(view) {
    const { company, draw, round, user } = view;
    await colleagues(view);
    const highest = (kind) => Math.max(0, ...round.companies.flatMap(({ records }) => [...records[kind].keys()])) + 1;
    for (let id = 1; id <= highest('organization'); id += 1) {
        const record = company.seen(user, 'organization', id);
        if (record) {
            await draw.pick([organizationV1, organizationV2])(view, record);
            await draw.pick(details)(view, record);
        } else {
            await view.expectNothing(draw.pick([v1, v2]), id);
            await view.expectNothing(draw.pick(subpaths), id);
        }
    }
    for (let id = 1; id <= highest('person'); id += 1) {
        const record = company.seen(user, 'person', id);
        if (record) await draw.pick([person, person, personV2, personDetails, personChangelog])(view, record);
        else await view.expectNothing(draw.pick(subpathsOfPersons), id);
    }
}
