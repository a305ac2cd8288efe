// What a server shows of accounts and their people, in each dialect. Read while nobody writes.
import { Connection } from '../isolation/connection.mjs';
import { numberOf } from '../lib/ortto_ids.mjs';
import { numberOfUuid } from '../lib/rogerroger_ids.mjs';

const most = 500;

class Reader {
    constructor(port, key) {
        this.connection = new Connection(port);
        this.headers = { 'x-api-token': key };
    }

    async ask(method, target, body, allowed = [200]) {
        const { status, body: text } = await this.connection.send({ method, target, headers: this.headers, body });
        if (!allowed.includes(status)) throw new Error(`${method} ${target} ${JSON.stringify(body)}: ${status} ${text}`);
        return { status, ...JSON.parse(text) };
    }

    async pagesV1(path) {
        const rows = [];
        for (let start = 0; start !== undefined; ) {
            const { data, additional_data: more } = await this.ask('GET', `${path}?start=${start}&limit=${most}`);
            rows.push(...(data ?? []));
            start = more.pagination.next_start;
        }
        return rows;
    }

    // {rows, meta}
    async pagesOfOrtto(path, list, body) {
        const rows = [];
        for (let page = { offset: 0 }; ; ) {
            const reply = await this.ask('POST', path, { ...body, ...page, limit: 40 });
            rows.push(...(reply[list] ?? []));
            if (!reply.has_more) return { rows, meta: reply.meta };
            page = { offset: reply.next_offset, cursor_id: reply.cursor_id };
        }
    }

    // Number -> numbers of those that are linked.
    async linksOf(path, member) {
        const links = new Map();
        for (let next = `${path}?itemsPerPage=30`; next; ) {
            const { member: items, view } = await this.ask('GET', next);
            for (const item of items) links.set(numberOfUuid(item.id), item[member].map(numberOfUuid));
            next = view?.next;
        }
        return links;
    }

    // Oldest first; null for one that was merged away.
    async changelog(path) {
        const { status, data } = await this.ask('GET', `${path}/changelog?limit=${most}`, undefined, [200, 404]);
        return status === 404 ? null : data.reverse();
    }

    async changelogs(path, highest) {
        const byId = new Map();
        for (let id = 1; id <= highest; id += 1) {
            const rows = await this.changelog(`${path}/${id}`);
            if (rows) byId.set(id, rows);
        }
        return byId;
    }
}

const byNumber = (rows) => new Map(rows.map((row) => [numberOf(row.id), row.fields]));

export async function readBack(port, key, world) {
    const reader = new Reader(port, key);
    try {
        const people = await reader.pagesOfOrtto('/v1/person/get', 'contacts', { fields: ['str::email'] });
        const accounts = await reader.pagesOfOrtto('/v1/accounts/get', 'accounts', { fields: ['str:o:name', 'ids:o:p'] });
        const persons = await reader.pagesV1('/v1/persons');
        const organizations = await reader.pagesV1('/v1/organizations');
        const membersOf = new Map();
        for (const { id } of organizations)
            membersOf.set(id, (await reader.pagesV1(`/v1/organizations/${id}/persons`)).map((person) => person.id));
        return {
            people: byNumber(people.rows), // neither deleted nor archived
            peopleMeta: people.meta,
            accounts: byNumber(accounts.rows),
            accountsMeta: accounts.meta,
            persons: new Map(persons.map(({ id, org_id: organization }) => [id, organization?.value ?? null])), // not deleted
            organizations: new Map(organizations.map(({ id, people_count: count }) => [id, count])),
            membersOf,
            peopleLinks: await reader.linksOf('/people', 'organizations'),
            organizationLinks: await reader.linksOf('/organizations', 'people'),
            personChanges: await reader.changelogs('/v1/persons', Math.max(...world.persons)),
            organizationChanges: await reader.changelogs('/v1/organizations', Math.max(...world.accounts)),
        };
    } finally {
        reader.connection.close();
    }
}
