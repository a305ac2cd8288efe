// Every method that each version of the SDK has in the classes around organizations. Those in `has` must be answered in some
// case; `unserved` have no endpoint here. The vendor took v1's away step by step.

const crudV1 = [
    'getOrganizations',
    'getOrganization',
    'addOrganization',
    'updateOrganization',
    'deleteOrganization',
    'deleteOrganizations',
    'getOrganizationsCollection',
    'getOrganizationPersons',
];
const keptV1 = [
    'getOrganizationChangelog',
    'getOrganizationFollowers',
    'addOrganizationFollower',
    'deleteOrganizationFollower',
    'getOrganizationUsers',
    'mergeOrganizations',
];
const keptUnservedV1 = [
    'getOrganizationFiles',
    'getOrganizationMailMessages',
    'getOrganizationUpdates',
];
const crudV2 = ['getOrganizations', 'getOrganization', 'addOrganization', 'updateOrganization', 'deleteOrganization'];
const followersV2 = [
    'getOrganizationFollowers',
    'addOrganizationFollower',
    'deleteOrganizationFollower',
    'getOrganizationFollowersChangelog',
];

const keptPersons = [
    'addPersonFollower',
    'deletePersonFollower',
    'getPersonChangelog',
    'getPersonFollowers',
    'getPersonUsers',
    'mergePersons',
];
const crudPersonsV2 = ['getPersons', 'getPerson', 'addPerson', 'updatePerson', 'deletePerson'];
const followersOfPersonsV2 = [
    'getPersonFollowers',
    'addPersonFollower',
    'deletePersonFollower',
    'getPersonFollowersChangelog',
];

const crudPersons = ['getPersons', 'getPerson', 'addPerson', 'updatePerson', 'deletePerson', 'deletePersons'];
const keptUnservedPersons = [
    'addPersonPicture',
    'deletePersonPicture',
    'getPersonFiles',
    'getPersonMailMessages',
    'getPersonProducts',
    'getPersonUpdates',
];

const users = [
    'getUsers',
    'getUser',
    'getCurrentUser',
    'findUsersByName',
    'getUserPermissions',
    'getUserRoleAssignments',
    'getUserRoleSettings',
];
const unservedUsers = ['addUser', 'updateUser', 'getUserFollowers'];

const fields = ['getOrganizationFields', 'getOrganizationField', 'updateOrganizationField'];
const unservedFields = ['addOrganizationField', 'deleteOrganizationField', 'deleteOrganizationFields'];
const fieldsV2 = [
    'getOrganizationFields',
    'getOrganizationField',
    'addOrganizationFieldOptions',
    'updateOrganizationFieldOptions',
    'deleteOrganizationFieldOptions',
];
const unservedFieldsV2 = ['addOrganizationField', 'updateOrganizationField', 'deleteOrganizationField'];

// Of v1, in every version.
const always = {
    has: {
        relationships: [
            'getOrganizationRelationships',
            'getOrganizationRelationship',
            'addOrganizationRelationship',
            'updateOrganizationRelationship',
            'deleteOrganizationRelationship',
        ],
        filters: [
            'getFilters',
            'getFilter',
            'addFilter',
            'updateFilter',
            'deleteFilter',
            'deleteFilters',
            'getFilterHelpers',
        ],
        currencies: ['getCurrencies'],
        settings: ['getUserSettings'],
        permissionSets: ['getPermissionSets', 'getPermissionSet', 'getPermissionSetAssignments'],
    },
    unserved: { relationships: [], filters: [], currencies: [], settings: [], permissionSets: [] },
};

const whole = {
    has: { v1: [...crudV1, ...keptV1], users, persons: [...crudPersons, ...keptPersons], fields, recents: ['getRecents'] },
    unserved: {
        v1: [...keptUnservedV1, 'getOrganizationActivities', 'getOrganizationDeals', 'searchOrganization'],
        users: unservedUsers,
        persons: [...keptUnservedPersons, 'getPersonActivities', 'getPersonDeals', 'getPersonsCollection', 'searchPersons'],
        fields: unservedFields,
        recents: [],
    },
};
const reduced = {
    has: { v1: keptV1, users, persons: keptPersons, fields, recents: ['getRecents'] },
    unserved: { v1: keptUnservedV1, users: unservedUsers, persons: keptUnservedPersons, fields: unservedFields, recents: [] },
};

const early = { has: { v2: crudV2, personsV2: crudPersonsV2, fieldsV2: [] }, unserved: { v2: ['searchOrganization'], personsV2: ['searchPersons'], fieldsV2: [] } };
const late = {
    has: { v2: [...crudV2, ...followersV2], personsV2: [...crudPersonsV2, ...followersOfPersonsV2], fieldsV2 },
    unserved: { v2: ['searchOrganization'], personsV2: ['searchPersons', 'getPersonPicture'], fieldsV2: unservedFieldsV2 },
};

const listed = (v1, v2) => ({
    has: { ...v1.has, ...always.has, ...v2.has },
    unserved: { ...v1.unserved, ...always.unserved, ...v2.unserved },
});

export const versions = [
    { version: '24.2.0', package: 'pipedrive-24', ...listed(whole, early) },
    { version: '30.11.0', package: 'pipedrive-30', ...listed(whole, late) },
    { version: '33.7.0', package: 'pipedrive-33', ...listed(reduced, late) },
];
