// What every reply in Ortto's dialect is held to, whatever its scenario says: exactly the members of its document's shape, or Ortto's
// envelope of errors.
import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import { pathOf } from '../lib/coverage.mjs';
import { toPlain } from '../lib/json_text.mjs';
import { isOrttos } from './paths.mjs';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const document = new URL('../../../api/ortto.json', import.meta.url);

// A schema of the document, closed: no member but those that it names.
export function closed(schema, schemas) {
    if (schema.$ref) return closed(schemas[schema.$ref.split('/').pop()], schemas);
    if (schema.allOf) return orNull(closed(schema.allOf[0], schemas), schema.nullable);
    const result = { type: schema.nullable ? [schema.type, 'null'] : schema.type };
    if (schema.items) result.items = closed(schema.items, schemas);
    if (!schema.properties) return result;
    result.properties = Object.fromEntries(Object.entries(schema.properties).map(([name, member]) => [name, closed(member, schemas)]));
    return { ...result, required: schema.required ?? [], additionalProperties: false };
}

const orNull = (schema, nullable) => (nullable ? { anyOf: [schema, { type: 'null' }] } : schema);

function compile({ paths, components }) {
    const ajv = new Ajv({ strict: false });
    const validators = new Map();
    for (const [path, operations] of Object.entries(paths))
        for (const [verb, { responses }] of Object.entries(operations))
            for (const [status, { content }] of Object.entries(responses)) {
                const { schema } = Object.values(content)[0];
                validators.set(`${verb.toUpperCase()} ${path} ${status}`, ajv.compile(closed(schema, components.schemas)));
            }
    return validators;
}

function envelopeProblems(status, body) {
    if (status === 429) return body?.error?.code === 'rate-limit' ? [] : ['a rate limit in another form than Ortto\'s'];
    const members = Object.keys(body ?? {}).join(' ');
    if (members !== 'request_id code error' && members !== 'request_id code error details') return [`an error with the members ${members}`];
    const problems = [];
    if (!uuid.test(body.request_id)) problems.push('request_id is no UUID of version 4');
    if (body.code !== status) problems.push(`code is ${body.code} with status ${status}`);
    if (!body.error) problems.push('error says nothing');
    return problems;
}

export class Checks {
    constructor(text) {
        this.validators = compile(text);
    }

    reply({ method, target, status, body }) {
        const path = pathOf(target);
        if (!isOrttos(path) || method === 'HEAD' || method === 'OPTIONS') return [];
        const plain = body && toPlain(body);
        if (status >= 400) return envelopeProblems(status, plain);
        const validate = this.validators.get(`${method} ${path} ${status}`);
        if (!validate) return [`${method} ${path}: api/ortto.json knows no status ${status}`];
        return validate(plain) ? [] : validate.errors.map(({ instancePath, message, params }) =>
            `against api/ortto.json: ${instancePath || '/'} ${message} ${params.additionalProperty ?? ''}`.trim());
    }

    finish() {
        return [];
    }
}

export const createChecks = () => new Checks(JSON.parse(readFileSync(document, 'utf8')));
