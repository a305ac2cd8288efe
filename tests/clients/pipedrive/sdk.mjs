// One version of the vendor's SDK, as a caller of it would set it up, with a list of the methods that were answered.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { versions } from './methods.mjs';

const require = createRequire(import.meta.url);
const versionOf = (name) =>
    JSON.parse(readFileSync(new URL(`../../node_modules/${name}/package.json`, import.meta.url), 'utf8')).version;

// A client's kind: the half of the package that it is in, and its class there.
const kinds = {
    v1: ['v1', 'OrganizationsApi'],
    users: ['v1', 'UsersApi'],
    persons: ['v1', 'PersonsApi'],
    fields: ['v1', 'OrganizationFieldsApi'],
    personFields: ['v1', 'PersonFieldsApi'],
    dealFields: ['v1', 'DealFieldsApi'],
    activityFields: ['v1', 'ActivityFieldsApi'],
    noteFields: ['v1', 'NoteFieldsApi'],
    recents: ['v1', 'RecentsApi'],
    notes: ['v1', 'NotesApi'],
    mailbox: ['v1', 'MailboxApi'],
    files: ['v1', 'FilesApi'],
    activities: ['v1', 'ActivitiesApi'],
    activityTypes: ['v1', 'ActivityTypesApi'],
    activitiesV2: ['v2', 'ActivitiesApi'],
    deals: ['v1', 'DealsApi'],
    dealsV2: ['v2', 'DealsApi'],
    pipelines: ['v1', 'PipelinesApi'],
    pipelinesV2: ['v2', 'PipelinesApi'],
    stages: ['v1', 'StagesApi'],
    stagesV2: ['v2', 'StagesApi'],
    relationships: ['v1', 'OrganizationRelationshipsApi'],
    filters: ['v1', 'FiltersApi'],
    currencies: ['v1', 'CurrenciesApi'],
    settings: ['v1', 'UserSettingsApi'],
    permissionSets: ['v1', 'PermissionSetsApi'],
    itemsV1: ['v1', 'ItemSearchApi'],
    v2: ['v2', 'OrganizationsApi'],
    personsV2: ['v2', 'PersonsApi'],
    itemsV2: ['v2', 'ItemSearchApi'],
    fieldsV2: ['v2', 'OrganizationFieldsApi'],
    personFieldsV2: ['v2', 'PersonFieldsApi'],
    dealFieldsV2: ['v2', 'DealFieldsApi'],
    activityFieldsV2: ['v2', 'ActivityFieldsApi'],
};

const methodsOf = (Api) => Object.getOwnPropertyNames(Api?.prototype ?? {}).filter((name) => name !== 'constructor');

export class Sdk {
    constructor({ version, package: name, has, unserved }) {
        this.version = version;
        this.has = has;
        this.unserved = unserved;
        this.packageVersion = versionOf(name);
        this.modules = { v1: require(`${name}/v1`), v2: require(`${name}/v2`) };
        this.answered = new Set();
    }

    // 'v1.addOrganization': whether this version has the method.
    offers(method) {
        const [kind, name] = method.split('.');
        // A misspelt name would be passed over in silence.
        assert.ok(
            versions.some(({ has }) => has[kind].includes(name)),
            `${method} is listed`,
        );
        return this.has[kind].includes(name);
    }

    // A client of each kind; `options` go to Configuration.
    // v1 is served under both prefixes: 24 uses one, the later ones the other.
    connect(url, options) {
        const paths = { v1: this.version.startsWith('24.') ? '/v1' : '/api/v1', v2: '/api/v2' };
        const clients = {};
        for (const [kind, [half, name]] of Object.entries(kinds)) {
            const { Configuration, [name]: Api } = this.modules[half];
            if (!Api) continue;
            clients[kind] = this.recorded(kind, new Api(new Configuration({ basePath: url + paths[half], ...options })));
        }
        return clients;
    }

    recorded(kind, client) {
        return new Proxy(client, {
            get: (target, name) => {
                const value = target[name];
                if (typeof value !== 'function') return value;
                return async (...args) => {
                    const reply = await value.apply(target, args);
                    this.answered.add(`${kind}.${String(name)}`);
                    return reply;
                };
            },
        });
    }

    // The lists of methods.mjs are what the package really has, no more and no less.
    checkLists() {
        assert.equal(this.packageVersion, this.version);
        for (const [kind, [half, name]] of Object.entries(kinds)) {
            const listed = [...this.has[kind], ...this.unserved[kind]];
            assert.deepEqual(methodsOf(this.modules[half][name]).sort(), listed.sort(), kind);
        }
    }

    checkCalls() {
        const listed = Object.entries(this.has).flatMap(([kind, names]) => names.map((name) => `${kind}.${name}`));
        assert.deepEqual(
            listed.filter((name) => !this.answered.has(name)),
            [],
        );
    }
}
