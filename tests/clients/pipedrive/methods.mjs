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
    'getOrganizationFiles',
    'getOrganizationMailMessages',
    'getOrganizationUpdates',
    'mergeOrganizations',
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
    'getPersonFiles',
    'getPersonUsers',
    'getPersonMailMessages',
    'getPersonUpdates',
    'mergePersons',
    'addPersonPicture',
    'deletePersonPicture',
];
const crudPersonsV2 = ['getPersons', 'getPerson', 'addPerson', 'updatePerson', 'deletePerson'];
const followersOfPersonsV2 = [
    'getPersonFollowers',
    'addPersonFollower',
    'deletePersonFollower',
    'getPersonFollowersChangelog',
];

const crudPersons = ['getPersons', 'getPerson', 'addPerson', 'updatePerson', 'deletePerson', 'deletePersons'];
const keptUnservedPersons = ['getPersonProducts'];

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
        mailbox: [
            'deleteMailThread',
            'getMailMessage',
            'getMailThread',
            'getMailThreadMessages',
            'getMailThreads',
            'updateMailThreadDetails',
        ],
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
        files: [
            'getFiles',
            'getFile',
            'addFile',
            'updateFile',
            'deleteFile',
            'downloadFile',
            'addFileAndLinkIt',
            'linkFileToItem',
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
        mailbox: [],
        notes: [],
        files: [],
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

const dealsCrudV1 = [
    'getDeals',
    'getDeal',
    'addDeal',
    'updateDeal',
    'deleteDeal',
    'deleteDeals',
    'getDealsCollection',
    'getDealPersons',
];
const keptDeals = [
    'addDealFollower',
    'addDealParticipant',
    'deleteDealFollower',
    'deleteDealParticipant',
    'duplicateDeal',
    'getDealChangelog',
    'getDealFiles',
    'getDealFollowers',
    'getDealParticipants',
    'getDealMailMessages',
    'getDealParticipantsChangelog',
    'getDealUpdates',
    'getDealUsers',
    'getDealsSummary',
    'getDealsTimeline',
    'mergeDeals',
];
const unservedDealsV1 = [
    'addDealProduct',
    'deleteDealProduct',
    'getDealProducts',
    'updateDealProduct',
];
const archivedSummariesV1 = ['getArchivedDealsSummary', 'getArchivedDealsTimeline'];
const crudDealsV2 = ['getDeals', 'getDeal', 'addDeal', 'updateDeal', 'deleteDeal', 'searchDeals'];
const followersOfDealsV2 = [
    'addDealFollower',
    'deleteDealFollower',
    'getDealFollowers',
    'getDealFollowersChangelog',
    'getArchivedDeals',
];
const discountsV2 = [
    'deleteAdditionalDiscount',
    'getAdditionalDiscounts',
    'postAdditionalDiscount',
    'updateAdditionalDiscount',
];
const productsV2 = [
    'addDealProduct',
    'deleteDealProduct',
    'deleteInstallment',
    'getDealProducts',
    'getDealsProducts',
    'getInstallments',
    'postInstallment',
    'updateDealProduct',
    'updateInstallment',
];
const leadsV2 = ['convertDealToLead', 'getDealConversionStatus'];
const crudPipelines = ['getPipelines', 'getPipeline', 'addPipeline', 'updatePipeline', 'deletePipeline'];
const statistics = ['getPipelineConversionStatistics', 'getPipelineMovementStatistics'];
const crudStages = ['getStages', 'getStage', 'addStage', 'updateStage', 'deleteStage'];
const pipelinesV2 = { pipelinesV2: crudPipelines, stagesV2: crudStages };

const items = ['searchItem', 'searchItemByField'];

const whole = {
    has: {
        v1: [...crudV1, ...keptV1, 'getOrganizationActivities', 'getOrganizationDeals', 'searchOrganization'],
        users,
        persons: [...crudPersons, ...keptPersons, 'getPersonActivities', 'getPersonDeals', 'searchPersons'],
        deals: [...dealsCrudV1, ...keptDeals, 'getDealActivities', 'searchDeals'],
        pipelines: [...crudPipelines, 'getPipelineDeals', ...statistics],
        stages: [...crudStages, 'deleteStages', 'getStageDeals'],
        itemsV1: items,
        activities: activitiesV1,
        activityTypes: [...activityTypes, 'deleteActivityTypes'],
        recents: ['getRecents'],
    },
    unserved: {
        v1: [],
        users: unservedUsers,
        persons: [...keptUnservedPersons, 'getPersonsCollection'],
        deals: unservedDealsV1,
        pipelines: [],
        stages: [],
        itemsV1: [],
        activities: [],
        activityTypes: [],
        recents: [],
    },
};
// Archived deals came later.
const wholeLater = {
    has: { ...whole.has, deals: [...whole.has.deals, 'getArchivedDeals', ...archivedSummariesV1] },
    unserved: whole.unserved,
};
const reduced = {
    has: { v1: keptV1, users, persons: keptPersons, deals: [...keptDeals, 'getArchivedDeals', ...archivedSummariesV1], pipelines: ['getPipelineDeals', ...statistics], stages: ['getStageDeals'], itemsV1: [], activities: [], activityTypes, recents: ['getRecents'] },
    unserved: { v1: [], users: unservedUsers, persons: keptUnservedPersons, deals: [], pipelines: [], stages: [], itemsV1: [], activities: [], activityTypes: [], recents: [] },
};

const early = {
    has: {
        v2: [...crudV2, 'searchOrganization'],
        personsV2: [...crudPersonsV2, 'searchPersons'],
        itemsV2: items,
        activitiesV2,
        dealsV2: crudDealsV2,
        ...pipelinesV2,
        ...noFieldsV2,
    },
    unserved: {
        v2: [],
        personsV2: [],
        itemsV2: [],
        activitiesV2: [],
        dealsV2: [...discountsV2, ...productsV2],
        pipelinesV2: [],
        stagesV2: [],
        ...noFieldsV2,
    },
};
const late = {
    has: {
        v2: [...crudV2, ...followersV2, 'searchOrganization'],
        personsV2: [...crudPersonsV2, ...followersOfPersonsV2, 'getPersonPicture', 'searchPersons'],
        itemsV2: items,
        activitiesV2,
        dealsV2: [...crudDealsV2, ...followersOfDealsV2],
        ...pipelinesV2,
        ...allFieldsV2,
    },
    unserved: {
        v2: [],
        personsV2: [],
        itemsV2: [],
        activitiesV2: [],
        dealsV2: [...discountsV2, ...leadsV2],
        pipelinesV2: [],
        stagesV2: [],
        ...noFieldsV2,
    },
};

// Products of deals were classes of their own in the end.
const middle = {
    has: late.has,
    unserved: {
        ...late.unserved,
        dealsV2: [...discountsV2, ...leadsV2, ...productsV2, 'addManyDealProducts', 'deleteManyDealProducts'],
    },
};

const listed = (v1, v2) => ({
    has: { ...v1.has, ...always.has, ...v2.has },
    unserved: { ...v1.unserved, ...always.unserved, ...v2.unserved },
});

export const versions = [
    { version: '24.2.0', package: 'pipedrive-24', ...listed(whole, early) },
    { version: '30.11.0', package: 'pipedrive-30', ...listed(wholeLater, middle) },
    { version: '33.7.0', package: 'pipedrive-33', ...listed(reduced, late) },
];
