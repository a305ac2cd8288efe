// phpdevkits/ortto-sdk, a PHP SDK (Saloon over Guzzle): its requests, with header names in lower case and PHP's empty arrays where
// objects are meant. Its fixtures are the only recorded replies of the vendor's; phpdevkits_cases.mjs holds ours to them.
import { phpJson, Wire } from './wire.mjs';

// Left out where null.
const given = (members) => Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null && value !== undefined));

// A person as its class PersonData writes him: everything, also what is not known.
export const personData = (person) => ({
    fields: {
        'str::ei': String(person.id),
        'str::email': person.email,
        'str::first': person.first ?? null,
        'str::last': person.last ?? null,
        'str::name': person.name ?? null,
        'geo::city': { name: person.city ?? null },
        'geo::country': { name: person.country ?? null },
        'str::postal': person.postal ?? null,
        'dtz::b': {
            year: person.birth?.[0] ?? null,
            month: person.birth?.[1] ?? null,
            day: person.birth?.[2] ?? null,
            timezone: person.birth ? 'UTC' : null,
        },
        'bol::p': person.emailPermission ?? false,
        'bol::sp': person.smsPermission ?? false,
    },
});

export class OrttoSdk {
    constructor(url, key) {
        const headers = [
            ['User-Agent', 'GuzzleHttp/7'],
            ['Accept', 'application/json'],
            ['x-api-key', key],
            ['content-type', 'application/json'],
        ];
        this.wire = new Wire(url, { headers, write: (body) => (body.length === 0 ? '[]' : phpJson(body)) });
    }

    send(method, path, body) {
        return this.wire.send(method, `/v1${path}`, body);
    }

    mergePeople(people, { mergeStrategy = 2, findStrategy = 2, ...more } = {}) {
        const body = {
            people,
            merge_by: ['str::email'],
            merge_strategy: mergeStrategy,
            find_strategy: findStrategy,
            suppression_list_field_id: null,
            skip_non_existing: false,
            async: false,
            ...more,
        };
        return this.send('POST', '/person/merge', body);
    }

    // Its first version called the keys otherwise, which the vendor passes over.
    mergePeopleOfOld(people) {
        const body = { people, merged_by: ['str::email'], merge_strategy: 2, find_strategy: 2 };
        return this.send('POST', '/person/merge', { ...body, suppression_list_field_id: 'str::email', async: false });
    }

    getPeople({ limit = 100, ...more }) {
        return this.send('POST', '/person/get', given({ limit, ...more }));
    }

    getPeopleByIds(ids, fields = null) {
        return this.send('POST', '/person/get-by-ids', given({ contact_ids: ids, fields }));
    }

    // Nothing at all is an empty array of PHP.
    #select(method, path, { include = null, exclude = null, all = null }) {
        const body = given({ inclusion_ids: include, exclusion_ids: exclude, all_rows_selected: all });
        return this.send(method, path, Object.keys(body).length ? body : []);
    }

    archivePeople(selection) {
        return this.#select('PUT', '/person/archive', selection);
    }

    restorePeople(selection) {
        return this.#select('PUT', '/person/restore', selection);
    }

    deletePeople(selection) {
        return this.#select('DELETE', '/person/delete', selection);
    }

    getAccounts(body) {
        return this.send('POST', '/accounts/get', Object.keys(body).length ? body : []);
    }

    getAccountsByIds(ids, fields) {
        return this.send('POST', '/accounts/get-by-ids', { account_ids: ids, fields });
    }

    mergeAccounts(accounts, mergeBy = ['str:o:name']) {
        const body = { accounts, merge_by: mergeBy, merge_strategy: 2, find_strategy: 0, async: false };
        return this.send('POST', '/accounts/merge', body);
    }

    archiveAccounts(ids) {
        return this.send('PUT', '/accounts/archive', { inclusion_ids: ids });
    }

    restoreAccounts(ids) {
        return this.send('PUT', '/accounts/restore', { inclusion_ids: ids });
    }

    deleteAccounts(ids) {
        return this.send('DELETE', '/accounts/delete', { inclusion_ids: ids });
    }

    // By a name that the vendor does not know.
    addContacts(accountId, personIds) {
        return this.send('PUT', '/accounts/contacts/add', { account_id: accountId, person_ids: personIds });
    }

    removeContacts(accountId, personIds) {
        return this.send('PUT', '/accounts/contacts/remove', { account_id: accountId, person_ids: personIds });
    }

    createActivities(activities, async = false) {
        return this.send('POST', '/activities/create', { activities, ...(async && { async }) });
    }

    createField(entity, body) {
        return this.send('POST', `/${entity}/custom-field/create`, body);
    }

    getFields(entity) {
        return this.send('POST', `/${entity}/custom-field/get`, []);
    }

    updateField(entity, fieldId, changes) {
        return this.send('PUT', `/${entity}/custom-field/update`, { field_id: fieldId, ...changes });
    }

    getTags(q) {
        return this.send('POST', '/tags/get', q === undefined ? {} : { q });
    }

    getSchema(namespaces = []) {
        return this.send('POST', '/instance-schema/get', { namespaces });
    }
}
