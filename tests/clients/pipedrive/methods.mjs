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
const keptUnservedV1 = ['getOrganizationFiles', 'getOrganizationMailMessages', 'getOrganizationUpdates'];
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

const fieldsOf = (kind) => [
    `get${kind}Fields`,
    `get${kind}Field`,
    `add${kind}Field`,
    `update${kind}Field`,
    `delete${kind}Field`,
    `delete${kind}Fields`,
];
const fieldsOfV2 = (kind) => [
    `get${kind}Fields`,
    `get${kind}Field`,
    `add${kind}Field`,
    `update${kind}Field`,
    `delete${kind}Field`,
    `add${kind}FieldOptions`,
    `update${kind}FieldOptions`,
    `delete${kind}FieldOptions`,
];
const allFieldsV2 = {
    fieldsV2: fieldsOfV2('Organization'),
    personFieldsV2: fieldsOfV2('Person'),
    dealFieldsV2: fieldsOfV2('Deal'),
    activityFieldsV2: ['getActivityFields', 'getActivityField'],
};
const noFieldsV2 = { fieldsV2: [], personFieldsV2: [], dealFieldsV2: [], activityFieldsV2: [] };

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
        fields: fieldsOf('Organization'),
        personFields: fieldsOf('Person'),
        dealFields: fieldsOf('Deal'),
        activityFields: ['getActivityFields'],
        noteFields: ['getNoteFields'],
        notes: [
            'getNotes',
            'getNote',
            'addNote',
            'updateNote',
            'deleteNote',
            'getNoteComments',
            'getComment',
            'addNoteComment',
            'updateCommentForNote',
            'deleteComment',
        ],
        currencies: ['getCurrencies'],
        settings: ['getUserSettings'],
        permissionSets: ['getPermissionSets', 'getPermissionSet', 'getPermissionSetAssignments'],
    },
    unserved: {
        relationships: [],
        filters: [],
        fields: [],
        personFields: [],
        dealFields: [],
        activityFields: [],
        noteFields: [],
        notes: [],
        currencies: [],
        settings: [],
        permissionSets: [],
    },
};

const activitiesV1 = [
    'getActivities',
    'getActivity',
    'getActivitiesCollection',
    'addActivity',
    'updateActivity',
    'deleteActivity',
    'deleteActivities',
];
const activitiesV2 = ['getActivities', 'getActivity', 'addActivity', 'updateActivity', 'deleteActivity'];
const activityTypes = ['getActivityTypes', 'addActivityType', 'updateActivityType', 'deleteActivityType'];

const items = ['searchItem', 'searchItemByField'];

const whole = {
    has: {
        v1: [...crudV1, ...keptV1, 'getOrganizationActivities', 'searchOrganization'],
        users,
        persons: [...crudPersons, ...keptPersons, 'getPersonActivities', 'searchPersons'],
        itemsV1: items,
        activities: activitiesV1,
        activityTypes: [...activityTypes, 'deleteActivityTypes'],
        recents: ['getRecents'],
    },
    unserved: {
        v1: [...keptUnservedV1, 'getOrganizationDeals'],
        users: unservedUsers,
        persons: [...keptUnservedPersons, 'getPersonDeals', 'getPersonsCollection'],
        itemsV1: [],
        activities: [],
        activityTypes: [],
        recents: [],
    },
};
const reduced = {
    has: { v1: keptV1, users, persons: keptPersons, itemsV1: [], activities: [], activityTypes, recents: ['getRecents'] },
    unserved: { v1: keptUnservedV1, users: unservedUsers, persons: keptUnservedPersons, itemsV1: [], activities: [], activityTypes: [], recents: [] },
};

const early = {
    has: {
        v2: [...crudV2, 'searchOrganization'],
        personsV2: [...crudPersonsV2, 'searchPersons'],
        itemsV2: items,
        activitiesV2,
        ...noFieldsV2,
    },
    unserved: { v2: [], personsV2: [], itemsV2: [], activitiesV2: [], ...noFieldsV2 },
};
const late = {
    has: {
        v2: [...crudV2, ...followersV2, 'searchOrganization'],
        personsV2: [...crudPersonsV2, ...followersOfPersonsV2, 'searchPersons'],
        itemsV2: items,
        activitiesV2,
        ...allFieldsV2,
    },
    unserved: { v2: [], personsV2: ['getPersonPicture'], itemsV2: [], activitiesV2: [], ...noFieldsV2 },
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
