// The bodies that the SDK rejects with: it loses status and headers, so everything is in them.
import assert from 'node:assert/strict';

const short = 'Please check developers.pipedrive.com';
const long = `${short} for more information about Pipedrive API.`;
const envelope = (error, error_info) => ({ success: false, error, error_info, data: null, additional_data: null });

export const refusals = {
    notFoundV1: envelope('Organization not found', long),
    filterNotFound: envelope('Filter not found', long),
    personNotFound: envelope('Person not found', long),
    followerNotFound: envelope('Follower not found', long),
    fieldNotFound: envelope('Field not found', long),
    userNotFound: { success: false, error: 'User not found or not accessible.' },
    notFoundV2: envelope('Entity was not found', 'Object was not found.'),
    noName: envelope('Name must be given.', long),
    notAllowed: envelope('You do not have permissions to do this.', short),
    unauthorized: { success: false, error: 'unauthorized access', errorCode: 401, error_info: short },
    invalidToken: { success: false, error: 'Invalid token: access_token is invalid', errorCode: 401, error_info: short },
    wrongScope: { success: false, error: 'Scope and URL mismatch', errorCode: 403, error_info: short },
};

// v1 puts what is wrong with a value into the text.
export const refusal = (error) => envelope(error, long);

export async function rejects(promise, body) {
    await assert.rejects(promise, (rejected) => {
        assert.deepEqual(rejected, body);
        return true;
    });
}

// v2 puts the reason into a text of its own.
export async function rejectsAsInvalid(promise) {
    await assert.rejects(promise, (rejected) => {
        assert.equal(typeof rejected.error, 'string');
        assert.deepEqual(rejected, { ...envelope(rejected.error, long), code: 'ERR_SCHEMA_VALIDATION_FAILED' });
        return true;
    });
}
