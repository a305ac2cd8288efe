// One suite a version of the SDK.
import { cases as common } from './cases_common.mjs';
import { cases as v1 } from './cases_v1.mjs';
import { cases as v2, labelCases } from './cases_v2.mjs';
import { versions } from './methods.mjs';
import { Sdk } from './sdk.mjs';

function suite(listed) {
    const sdk = new Sdk(listed);
    const isLatest = listed === versions.at(-1);
    return {
        name: `pipedrive ${listed.version}`,
        connect: (url, key) => ({ sdk, ...sdk.connect(url, { apiKey: key }) }),
        cases: [...common, ...(listed.has.v1.includes('addOrganization') ? v1 : []), ...v2, ...(isLatest ? labelCases : [])],
        finish: () => sdk.checkCalls(),
    };
}

export const suites = versions.map(suite);
