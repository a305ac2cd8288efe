// Which methods each version of the SDK has, of those whose endpoints Stele serves. The vendor took v1's away step by step.

const crudV1 = [
    'getOrganizations',
    'getOrganization',
    'addOrganization',
    'updateOrganization',
    'deleteOrganization',
    'deleteOrganizations',
];
const crudV2 = ['getOrganizations', 'getOrganization', 'addOrganization', 'updateOrganization', 'deleteOrganization'];

export const versions = [
    {
        version: '24.2.0',
        package: 'pipedrive-24',
        has: { v1: [...crudV1, 'getOrganizationChangelog'], users: ['getCurrentUser'], v2: crudV2 },
        lacks: { v1: [], users: [], v2: [] },
    },
    {
        version: '30.11.0',
        package: 'pipedrive-30',
        has: { v1: [...crudV1, 'getOrganizationChangelog'], users: ['getCurrentUser'], v2: crudV2 },
        lacks: { v1: [], users: [], v2: [] },
    },
    {
        version: '33.7.0',
        package: 'pipedrive-33',
        has: { v1: ['getOrganizationChangelog'], users: ['getCurrentUser'], v2: crudV2 },
        lacks: { v1: crudV1, users: [], v2: [] },
    },
];
