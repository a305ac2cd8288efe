// One suite a version of the SDK.
import { cases as activities, bulkTypeCases, casesV2 as activitiesV2 } from './cases_activities.mjs';
import { cases as collection } from './cases_collection.mjs';
import { cases as company } from './cases_company.mjs';
import { cases as common } from './cases_common.mjs';
import {
    cases as custom,
    casesV1 as customV1,
    casesV2 as customV2,
    labelCases as customLabels,
} from './cases_custom_fields.mjs';
import {
    cases as deals,
    casesV1 as dealsV1,
    casesV2 as dealsV2,
    followerCasesV2 as dealFollowersV2,
} from './cases_deals.mjs';
import { cases as fields, casesV2 as fieldsV2 } from './cases_fields.mjs';
import { cases as files } from './cases_files.mjs';
import { cases as filters } from './cases_filters.mjs';
import { cases as followers, casesV2 as followersV2 } from './cases_followers.mjs';
import { cases as flow } from './cases_flow.mjs';
import { cases as mail } from './cases_mail.mjs';
import { cases as marketing } from './cases_marketing.mjs';
import { cases as merges } from './cases_merges.mjs';
import { cases as notes, latestCases as latestNotes } from './cases_notes.mjs';
import { cases as options, casesV2 as optionsV2 } from './cases_options.mjs';
import { cases as personDetails, casesV2 as personDetailsV2 } from './cases_person_details.mjs';
import { cases as persons } from './cases_persons.mjs';
import { cases as pictures, casesV2 as picturesV2 } from './cases_pictures.mjs';
import { cases as relationships } from './cases_relationships.mjs';
import { cases as personsV2 } from './cases_persons_v2.mjs';
import { cases as recents } from './cases_recents.mjs';
import { cases as rights } from './cases_rights.mjs';
import { cases as search, casesV1 as searchV1 } from './cases_search.mjs';
import { cases as users } from './cases_users.mjs';
import { cases as v1 } from './cases_v1.mjs';
import { cases as v2, labelCases } from './cases_v2.mjs';
import { versions } from './methods.mjs';
import { Sdk } from './sdk.mjs';

// What a version lacks the first method of, it lacks all of.
const groups = [
    { cases: common },
    { cases: v1, needs: 'v1.addOrganization' },
    { cases: v2 },
    { cases: followers },
    { cases: followersV2, needs: 'v2.addOrganizationFollower' },
    { cases: collection, needs: 'v1.getOrganizationsCollection' },
    { cases: persons, needs: 'persons.addPerson' },
    { cases: marketing, needs: 'persons.addPerson' },
    { cases: personsV2 },
    { cases: personDetails },
    { cases: personDetailsV2, needs: 'personsV2.addPersonFollower' },
    { cases: merges },
    { cases: recents },
    { cases: notes },
    { cases: flow },
    { cases: mail },
    { cases: files },
    { cases: pictures },
    { cases: picturesV2, needs: 'personsV2.getPersonPicture' },
    { cases: activities, needs: 'activities.addActivity' },
    { cases: activitiesV2 },
    { cases: bulkTypeCases, needs: 'activityTypes.deleteActivityTypes' },
    { cases: deals },
    { cases: dealsV1, needs: 'deals.addDeal' },
    { cases: dealsV2 },
    { cases: dealFollowersV2, needs: 'dealsV2.addDealFollower' },
    { cases: search },
    { cases: searchV1, needs: 'v1.searchOrganization' },
    { cases: users },
    { cases: fields },
    { cases: fieldsV2, needs: 'fieldsV2.getOrganizationField' },
    { cases: custom },
    { cases: customV1, needs: 'v1.addOrganization' },
    { cases: customV2, needs: 'fieldsV2.getOrganizationField' },
    { cases: options },
    { cases: optionsV2, needs: 'fieldsV2.addOrganizationFieldOptions' },
    { cases: rights },
    { cases: relationships },
    { cases: filters },
    { cases: company },
];

function suite(listed) {
    const sdk = new Sdk(listed);
    const offered = groups.filter(({ needs }) => !needs || sdk.offers(needs));
    const isLatest = listed === versions.at(-1);
    return {
        name: `pipedrive ${listed.version}`,
        connect: (url, key) => ({ sdk, ...sdk.connect(url, { apiKey: key }) }),
        cases: [...offered.flatMap(({ cases }) => cases), ...(isLatest ? [...labelCases, ...customLabels, ...latestNotes] : [])],
        finish: () => sdk.checkCalls(),
    };
}

export const suites = versions.map(suite);
