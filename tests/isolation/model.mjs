// The oracle: a company as it should be, and who sees what of it. Written from the rules, not from the server's code.
export const levels = { owner: 1, group: 3, groupAndBelow: 5, everyone: 7 };

const recordKinds = ['organization', 'person', 'deal', 'note', 'file', 'activity', 'relationship', 'filter'];

export class Company {
    constructor(letter, number, scheme) {
        Object.assign(this, { letter, number, scheme });
        this.defaults = { organization: levels.everyone, person: levels.everyone, deal: levels.everyone };
        this.groups = new Map(); // id -> id of the group above, null for the first
        this.users = new Map(); // id -> {id, email, name, admin, active, group, defaults, keys}
        this.records = Object.fromEntries(recordKinds.map((kind) => [kind, new Map()])); // by id
        this.byNumber = new Map(); // 'organization 12' -> record, by the number in its markers
        this.moment = 0; // rises with every change of a record
        this.tags = new Set(); // the numbers of those that were made
    }

    // A group and those above it.
    line(group) {
        const line = [];
        for (let id = group; id !== null; id = this.groups.get(id)) line.push(id);
        return line;
    }

    sees(user, record) {
        if (record.kind === 'note') return (!record.isPrivate || record.userId === user.id) && this.seesSubject(user, record);
        if (record.kind === 'file') return this.seesFile(user, record);
        if (record.kind === 'relationship')
            return !record.deleted && record.sides.every((id) => this.seen(user, 'organization', id)?.deleted === false);
        if (record.kind === 'activity')
            return user.admin || [record.ownerId, record.creatorId].includes(user.id) || this.seesSubject(user, record);
        if (user.admin || record.level === levels.everyone || record.ownerId === user.id) return true;
        if (this.scheme === 'simple') return record.followers.has(user.id);
        const ownersGroup = this.users.get(record.ownerId).group;
        if (record.level === levels.group) return ownersGroup === user.group;
        if (record.level === levels.groupAndBelow) return this.line(user.group).includes(ownersGroup);
        return false;
    }

    // By what it is about, unless that is deleted.
    seesSubject(user, { organizationId, personId, dealId }) {
        const about = { organization: organizationId, person: personId, deal: dealId ?? null };
        return Object.entries(about).some(([kind, id]) => this.seen(user, kind, id)?.deleted === false);
    }

    // As a note; one that is about nothing by its sender and the admins.
    seesFile(user, file) {
        if (file.organizationId === null && file.personId === null) return user.admin || file.userId === user.id;
        return this.seesSubject(user, file);
    }

    find(kind, id) {
        return this.records[kind].get(id) ?? null;
    }

    // The record when this user sees it.
    seen(user, kind, id) {
        const record = this.find(kind, id);
        return record && this.sees(user, record) ? record : null;
    }

    // What lists of this user hold, by id.
    live(user, kind) {
        return this.all(kind).filter((record) => !record.deleted && this.sees(user, record));
    }

    all(kind) {
        return [...this.records[kind].values()].sort((a, b) => a.id - b.id);
    }

    // The organization of a person as this user knows it: null too when there is one that is hidden.
    organizationOf(user, person) {
        return person.organizationId === null ? null : this.seen(user, 'organization', person.organizationId);
    }

    permitted(record) {
        return [...this.users.values()].filter((user) => user.active && this.sees(user, record)).map(({ id }) => id);
    }

    peopleCount(organization) {
        return this.all('person').filter((person) => !person.deleted && person.organizationId === organization.id).length;
    }

    // A level as the simple scheme spells it: 1 and 3.
    shown(level) {
        if (this.scheme === 'groups') return level;
        return level === levels.everyone ? 3 : 1;
    }

    // The level that a request's number means; null for one that the scheme does not have.
    meant(number) {
        if (this.scheme === 'groups') return number;
        return { 1: levels.owner, 3: levels.everyone }[number] ?? null;
    }

    defaultLevel(user, kind) {
        const level = user.defaults[kind] ?? this.defaults[kind];
        return this.scheme === 'simple' && level !== levels.everyone ? levels.owner : level;
    }

    // `fields` are of organizations name, address, website; of persons name, email, phone, organizationId; of both a custom
    // field by its key.
    add(kind, { id, number, actor, write, ownerId = actor.id, level, fields }) {
        const record = { kind, id, number, ownerId, level: level ?? this.defaultLevel(actor, kind), deleted: false };
        Object.assign(record, { fields: {}, organizationId: null, changes: [] });
        Object.assign(record, { followers: new Set([ownerId]), followerChanges: [] });
        this.records[kind].set(id, record);
        this.byNumber.set(`${kind} ${number}`, record);
        const { organizationId, ...texts } = fields;
        Object.assign(record.fields, texts);
        if (organizationId) this.link(record, organizationId, actor, write);
        record.changedAt = ++this.moment;
        record.changes = [];
        return record;
    }

    // A private one is its author's alone.
    addNote({ id, number, organizationId, personId, isPrivate = false, userId = null }) {
        const note = { kind: 'note', id, number, organizationId, personId, isPrivate, userId, deleted: false };
        this.records.note.set(id, note);
        this.byNumber.set(`note ${number}`, note);
    }

    addFile({ id, number, userId, organizationId = null, personId = null, text }) {
        const file = { kind: 'file', id, number, userId, organizationId, personId, text, deleted: false };
        this.records.file.set(id, file);
        this.byNumber.set(`file ${number}`, file);
    }

    // The first of the persons is the one that it is about.
    addActivity({ id, number, ownerId, organizationId, personIds, dealId }) {
        const activity = { kind: 'activity', id, number, ownerId, creatorId: ownerId, organizationId, personIds, dealId };
        Object.defineProperty(activity, 'personId', { get: () => activity.personIds[0] ?? null });
        activity.deleted = false;
        this.records.activity.set(id, activity);
        this.byNumber.set(`activity ${number}`, activity);
        return activity;
    }

    // What differs is a change; when nothing does, nothing happens.
    update(record, { actor, write, ownerId, level, fields }) {
        const before = record.changes.length;
        const note = (key, old, value) => record.changes.push({ key, old, value, actor: actor.id, write });
        if (ownerId !== undefined && ownerId !== record.ownerId) {
            note('owner_id', String(record.ownerId), String(ownerId));
            record.ownerId = ownerId;
        }
        // One that is spelled the same in this scheme is no other.
        if (level !== undefined && this.shown(level) !== this.shown(record.level)) {
            note('visible_to', record.level, level);
            record.level = level;
        }
        const { organizationId, ...texts } = fields;
        for (const [key, value] of Object.entries(texts)) {
            if (value === (record.fields[key] ?? null)) continue;
            note(key, record.fields[key] ?? null, value);
            record.fields[key] = value;
        }
        // A hidden organization is shown as none, and writing none back leaves it.
        const shown = this.organizationOf(actor, record)?.id ?? null;
        if (organizationId !== undefined && organizationId !== shown) {
            note('org_id', record.organizationId, organizationId);
            this.link(record, organizationId, actor, write);
        }
        if (record.changes.length > before) record.changedAt = ++this.moment;
    }

    // The record's history has it too, in a form that no dialect shows.
    tag(record, number) {
        this.tags.add(number);
        record.tags ??= new Set();
        if (record.tags.has(number)) return;
        record.tags.add(number);
        record.changedAt = ++this.moment;
    }

    link(person, organizationId, actor, write) {
        const counted = [person.organizationId, organizationId].map((id) => this.find('organization', id)).filter(Boolean);
        const before = counted.map((organization) => this.peopleCount(organization));
        person.organizationId = organizationId;
        this.noteCounts(counted, before, actor, write);
    }

    noteCounts(organizations, before, actor, write) {
        organizations.forEach((organization, i) => {
            const [old, value] = [String(before[i]), String(this.peopleCount(organization))];
            organization.changes.push({ key: 'people_count', old, value, actor: actor.id, write });
        });
    }

    remove(record, actor, write) {
        if (record.deleted) return;
        const organization = record.kind === 'person' ? this.find('organization', record.organizationId) : null;
        const before = organization && this.peopleCount(organization);
        record.deleted = true;
        record.changedAt = ++this.moment;
        record.changes.push({ key: 'active_flag', old: '1', value: '0', actor: actor.id, write });
        if (organization) this.noteCounts([organization], [before], actor, write);
    }

    follow(record, userId, actor) {
        if (record.followers.has(userId)) return;
        record.followers.add(userId);
        record.followerChanges.push({ action: 'added', actor_user_id: actor.id, follower_user_id: userId });
    }

    unfollow(record, userId, actor) {
        record.followers.delete(userId);
        record.followerChanges.push({ action: 'removed', actor_user_id: actor.id, follower_user_id: userId });
    }
}
