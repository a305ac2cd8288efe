// The envelope around every reply: documented for each kind of refusal, and the same whatever was refused.

const shortInfo = 'Please check developers.pipedrive.com';
const longInfo = `${shortInfo} for more information about Pipedrive API.`;

// Users, and fields that were deleted, are refused without the rest of the envelope.
const userNotFound = 'User not found or not accessible.';

const coded = ['success', 'error', 'errorCode', 'error_info'];
const enveloped = ['success', 'error', 'error_info', 'data', 'additional_data'];

function expectedMembers(version, status, body) {
    const isSchemaError = version === 'v2' && status === 400 && !body.error.startsWith('Invalid request:');
    if (status === 401 || body.error === 'Scope and URL mismatch') return { names: coded, info: shortInfo };
    if (body.error === userNotFound || status === 410) return { names: ['success', 'error'] };
    if (status === 403) return { names: enveloped, info: shortInfo };
    if (status === 404 && version === 'v2')
        return { names: enveloped, info: 'Object was not found.', error: 'Entity was not found' };
    return { names: isSchemaError ? [...enveloped, 'code'] : enveloped, info: longInfo };
}

// Of a record that was merged into another.
function mergedTo(status, body) {
    const id = body.additional_data?.merged_to_id;
    return status === 404 && Number.isInteger(id) ? { merged_to_id: id } : null;
}

function refusalProblems(version, status, body) {
    if (typeof body.error !== 'string' || !body.error) return ['a refusal without a text in error'];
    const { names, info, error = body.error } = expectedMembers(version, status, body);
    const values = {
        success: false,
        error,
        errorCode: status,
        error_info: info,
        data: null,
        additional_data: mergedTo(status, body),
        code: 'ERR_SCHEMA_VALIDATION_FAILED',
    };
    const expected = JSON.stringify(Object.fromEntries(names.map((name) => [name, values[name]])));
    return JSON.stringify(body) === expected
        ? []
        : [`status ${status} in ${version} with ${JSON.stringify(body)}, expected ${expected}`];
}

// `version`: "v1" or "v2"; `body`: plain, null when there is none.
export function envelopeProblems(version, status, body) {
    if (body?.success !== status < 400) return [`status ${status} with success ${body?.success}`];
    return status < 400 ? [] : refusalProblems(version, status, body);
}
