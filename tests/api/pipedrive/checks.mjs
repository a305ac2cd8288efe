// What every reply in Pipedrive's dialect is held to, whatever its scenario says.
import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import { pathOf } from '../lib/coverage.mjs';
import { toPlain } from '../lib/json_text.mjs';
import { envelopeProblems } from './envelope.mjs';
import { isOrttos } from '../ortto/paths.mjs';
import { differences, join, schemaOfShape, shapeOfBody } from './shape.mjs';

// A number, a UUID, or what stands for one in a pattern.
const parameter = /\/(\d+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\{[^/]*\})(?=\/|$)/g;
const prefix = /^\/(?:api\/)?(v1)(?=\/)|^\/api\/(v2)(?=\/)/;

// Replies that are a file's bytes, or lead to them, or HTML; refusals are as everywhere.
const bytes = new Set(['v1 GET /files/{id}/download', 'v1 GET /mailbox/mailMessages/{id}/body']);

const read = (name) => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));

// "v1 GET /organizations/{id}"; null when it is not Pipedrive's.
export function operationOf(method, path) {
    const found = prefix.exec(path);
    if (!found || isOrttos(path)) return null;
    const rest = path.slice(found[0].length).replace(parameter, '/{id}');
    return `${found[1] ?? found[2]} ${method} ${rest}`;
}

function compile(document) {
    const ajv = new Ajv({ strict: true, allowUnionTypes: true });
    return new Map(
        Object.entries(document).flatMap(([operation, statuses]) =>
            Object.entries(statuses).map(([status, shape]) => [`${operation} ${status}`, ajv.compile(schemaOfShape(shape))]),
        ),
    );
}

export class Checks {
    // `rows` of `stele routes`; `facts`: {document, samples, differences}.
    constructor(rows, facts) {
        this.facts = facts;
        this.validators = compile(facts.document);
        this.served = new Map();
        this.rowOperations = new Set(rows.map(({ method, pattern }) => operationOf(method, pattern)).filter(Boolean));
    }

    // Problems of one reply.
    reply({ method, target, status, body }) {
        const operation = operationOf(method, pathOf(target));
        if (!operation || method === 'HEAD' || method === 'OPTIONS') return [];
        if (!body && (status < 400 || status === 416) && bytes.has(operation)) return [];
        const plain = body && toPlain(body);
        const problems = envelopeProblems(operation.slice(0, 2), status, plain);
        if (problems.length) return problems;
        if (status < 300) this.served.set(operation, join(this.served.get(operation), shapeOfBody(plain)));
        return this.againstDocument(operation, status, plain);
    }

    againstDocument(operation, status, plain) {
        const validate = this.validators.get(`${operation} ${status}`);
        if (validate) return validate(plain) ? [] : validate.errors.map(describe);
        if (status >= 300 || !(operation in this.facts.document)) return [];
        return [`${operation}: the vendor's document knows ${Object.keys(this.facts.document[operation])}, not ${status}`];
    }

    // Problems of the whole suite.
    finish() {
        const operations = Object.keys(this.facts.document);
        const undocumented = this.facts.undocumented ?? {};
        const unknown = [...this.rowOperations].filter((operation) => !operations.includes(operation) && !(operation in undocumented));
        const unseen = operations.filter((operation) => !this.served.has(operation));
        return [
            ...unknown.map((operation) => `${operation}: not in schemas/operations.json`),
            ...unseen.map((operation) => `${operation}: in schemas/operations.json, but never answered`),
            ...this.memberProblems(operations.filter((operation) => this.served.has(operation))),
        ];
    }

    memberProblems(operations) {
        const found = new Set(operations.flatMap((operation) => this.membersOf(operation)));
        const listed = this.facts.differences.flatMap(spellDifferences);
        const known = new Set(listed);
        const twice = listed.filter((line, i) => listed.indexOf(line) !== i);
        return [
            ...[...found].filter((line) => !known.has(line)).map((line) => `${line}: not in differences.json`),
            ...[...known].filter((line) => !found.has(line)).map((line) => `${line}: in differences.json, but no longer so`),
            ...twice.map((line) => `${line}: twice in differences.json`),
        ];
    }

    membersOf(operation) {
        const served = this.served.get(operation);
        const document = Object.entries(this.facts.document[operation]).filter(([status]) => status < 300);
        const sources = { document: document[0][1], samples: this.facts.samples[operation] };
        const known = Object.entries(sources).filter(([, shape]) => shape);
        return known.flatMap(([source, shape]) =>
            differences(served, shape).map(([member, isServed]) => spell(operation, source, isServed, member)),
        );
    }
}

const describe = ({ instancePath, message }) => `against the vendor's document: ${instancePath || '/'} ${message}`;

const spell = (operation, source, isServed, member) =>
    `${operation}: ${member} is ${isServed ? 'served and not in' : 'not served but in'} the ${source}`;

// {operations, source: "document" | "samples", served: true | false, members, reason}
function spellDifferences({ operations, source, served, members, reason }) {
    if (!reason) throw new Error(`differences.json: no reason for ${members}`);
    return operations.flatMap((operation) => members.map((member) => spell(operation, source, served, member)));
}

export function createChecks(rows) {
    const facts = {
        document: read('schemas/document.json'),
        samples: read('schemas/samples.json'),
        undocumented: read('schemas/undocumented.json'),
        differences: read('differences.json'),
    };
    return new Checks(rows, facts);
}
