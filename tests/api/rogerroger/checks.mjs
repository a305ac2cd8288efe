// What every reply in RogerRoger's dialect is held to, whatever its scenario says; and, over all scenarios, that the members served are
// those of the vendor's page (../pages/rogerroger.json), but for what stands in differences.json.
import { readFileSync } from 'node:fs';
import { pathOf } from '../lib/coverage.mjs';
import { toPlain } from '../lib/json_text.mjs';

const own = /^\/(?:(?:organizations|people|users|tags|segments|note_categories|media_objects|contexts|docs\.jsonld)(?:\/.*)?)?$/;
const followed = /^\/(?:organizations|people|users|tags|segments|note_categories|media_objects|contexts)(?:[/?]|$)/;

export const isOwn = (path) => own.test(path);

const pieces = (text) => (text ?? '').split(/, */);

// --- headers ---------------------------------------------------------------------------------------------------------------

// A path's methods, as the rows of `stele routes` have them.
function methodsOf(rows, path) {
    const parts = path.split('/');
    const isAt = ({ pattern }) => {
        const wanted = pattern.split('/');
        return wanted.length === parts.length && wanted.every((part, i) => part.startsWith('{') || part === parts[i]);
    };
    const methods = rows.filter(isAt).map(({ method }) => method);
    return methods.length ? ['OPTIONS', ...methods, ...(methods.includes('GET') ? ['HEAD'] : [])] : [];
}

function* headerProblems(rows, { method, target, status, headers }) {
    const get = (name) => headers.get(name) ?? '';
    if (status === 204 && method === 'OPTIONS') return; // another page's question
    if (!pieces(get('vary')).includes('Accept')) yield `vary: ${get('vary')}`;
    if (get('x-content-type-options') !== 'nosniff') yield `x-content-type-options: ${get('x-content-type-options')}`;
    if (get('x-frame-options') !== 'deny') yield `x-frame-options: ${get('x-frame-options')}`;
    if (!/^<http:\/\/127[^>]*\/docs\.jsonld>; rel="http:\/\/www\.w3\.org\/ns\/hydra\/core#apiDocumentation"$/.test(pieces(get('link')).at(-1)))
        yield `link: ${get('link')}`;
    const methods = status === 404 && pathOf(target).startsWith('/contexts/') ? [] : methodsOf(rows, pathOf(target));
    const allowed = get('allow') ? pieces(get('allow')) : [];
    if ([...methods].sort().join() !== [...allowed].sort().join()) yield `allow: ${allowed}, not ${methods}`;
    const patch = methods.includes('PATCH') ? 'application/merge-patch+json' : '';
    if (get('accept-patch') !== patch) yield `accept-patch: ${get('accept-patch') || 'none'}, not ${patch || 'none'}`;
}

// --- errors ----------------------------------------------------------------------------------------------------------------

function* errorProblems({ status, headers, method }, body) {
    const type = headers.get('content-type') ?? '';
    if (status === 401) {
        if (type !== 'application/json') yield `content-type of 401: ${type}`;
        if (headers.get('www-authenticate') !== 'Bearer') yield 'no www-authenticate';
        if (method !== 'HEAD' && (Object.keys(body ?? {}).join() !== 'code,message' || body.code !== 401)) yield '401 in another form';
        return;
    }
    if (type !== 'application/problem+json; charset=utf-8') yield `content-type: ${type}`;
    if (!(headers.get('link') ?? '').includes('rel="http://www.w3.org/ns/json-ld#error"')) yield `no link to errors: ${headers.get('link')}`;
    if (method === 'HEAD') return;
    if (!body) return yield 'an error without a body';
    const name = status === 422 ? 'ConstraintViolation' : 'Error';
    if (body['@context'] !== `/contexts/${name}` || body['@type'] !== name) yield `an error that is ${body['@type']}`;
    if (body['@id'] !== body.type) yield `@id ${body['@id']}, type ${body.type}`;
    if (body.status !== status) yield `status ${status}, and ${body.status} in the body`;
    if (body.title !== 'An error occurred') yield `title: ${body.title}`;
    if (!body.detail || body.detail !== body.message) yield `detail ${body.detail}, message ${body.message}`;
    if (status !== 422) {
        if (body.type !== `/errors/${status}`) yield `type: ${body.type}`;
        if ('violations' in body) yield 'violations of an error that is none';
        return;
    }
    yield* violationProblems(body);
}

const code = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function* violationProblems({ violations, detail, type }) {
    if (!Array.isArray(violations) || !violations.length) return yield 'no violations';
    for (const violation of violations) {
        if (Object.keys(violation).join() !== 'propertyPath,message,code') yield `a violation with ${Object.keys(violation)}`;
        if (!violation.message) yield `a violation that says ${JSON.stringify(violation)}`;
        if (!code.test(violation.code)) yield `code: ${violation.code}`;
    }
    const joined = violations.map(({ propertyPath: path, message }) => `${path}${path && ': '}${message}`).join('\n'); // of none: of all of it
    if (joined !== detail) yield `detail is not what the violations say: ${detail}`;
    const codes = violations.length === 1 ? violations[0].code : violations.map((one, i) => `${i}=${one.code}`).join(';');
    if (type !== `/validation_errors/${codes}`) yield `type: ${type}`;
}

// --- bodies ----------------------------------------------------------------------------------------------------------------

function* nullsIn(value, path) {
    if (value === null) yield path;
    else if (typeof value === 'object') for (const [name, inner] of Object.entries(value)) yield* nullsIn(inner, `${path}.${name}`);
}

const isSubsequence = (names, all) => names.every((name, i) => all.includes(name) && all.indexOf(name) >= i && (i === 0 || all.indexOf(names[i - 1]) < all.indexOf(name)));

const collectionMembers = ['@context', '@id', '@type', 'totalItems', 'member', 'view', 'search'];

function* collectionProblems(path, body) {
    if (!isSubsequence(Object.keys(body), collectionMembers)) yield `a collection with ${Object.keys(body)}`;
    if (body['@id'] !== path) yield `@id: ${body['@id']}`;
    if (!Number.isSafeInteger(body.totalItems) || body.totalItems < body.member.length) yield `totalItems: ${body.totalItems}`;
    for (const member of body.member) {
        if (typeof member === 'string') continue; // ids alone
        if ('@context' in member) yield 'a member with @context';
        if (!member['@id'] || !member['@type']) yield `a member without @id or @type: ${JSON.stringify(member).slice(0, 100)}`;
    }
    if (body.search && !body.search.template.startsWith(`${path}{?`)) yield `template: ${body.search.template}`;
    if (body.search && body.search.mapping.map(({ variable }) => variable).join() !== body.search.template.slice(path.length + 2, -1)) yield 'a mapping that is not the template';
}

function* bodyProblems(target, { headers, status }, body) {
    const path = pathOf(target);
    const type = headers.get('content-type');
    for (const where of nullsIn(body, '')) yield `null at ${where}`;
    if (type === 'application/json; charset=utf-8') {
        if (/"@(?:context|id|type)":/.test(JSON.stringify(body))) yield 'plain JSON with @ members';
        return;
    }
    if (type !== 'application/ld+json; charset=utf-8') return yield `content-type: ${type}`;
    if (!body['@context']) yield 'no @context';
    if (path === '/docs.jsonld' || path.startsWith('/contexts/')) return;
    if (!body['@id'] || !body['@type']) yield 'no @id, or no @type';
    if (body['@type'] === 'Collection') return yield* collectionProblems(path, body);
    if (body['@context'] !== `/contexts/${body['@type']}`) yield `@context ${body['@context']} of ${body['@type']}`;
    if (path === '/') return;
    if (!body['@id'].endsWith(`/${body.id}`)) yield `@id ${body['@id']}, id ${body.id}`;
    if (status === 201 && headers.get('location') !== body['@id']) yield `location ${headers.get('location')}, @id ${body['@id']}`;
}

function* textsIn(value) {
    if (typeof value === 'string') yield value;
    else if (value && typeof value === 'object') for (const inner of Object.values(value)) yield* textsIn(inner);
}

// --- the page --------------------------------------------------------------------------------------------------------------

const note = /^\/organizations\/[^/]+\/notes(?:\/[^/]+)?$/;
const organization = /^\/organizations(?:\/[^/]+)?$/;

function resourceAt(path) {
    if (note.test(path)) return 'OrganizationNote';
    return organization.test(path) ? 'Organization' : null;
}

const nullable = (says) => !['read-only', 'required'].includes(says);

export class Checks {
    // `rows` of `stele routes`; `facts`: {page, differences}.
    constructor(rows, { page, differences }) {
        this.rows = rows.filter(({ pattern }) => isOwn(pattern));
        this.resources = page.resources;
        this.differences = differences;
        this.served = new Set(); // "Organization title"
        this.cleared = new Set(); // "Organization title: PUT"
    }

    // Problems of one reply.
    reply(exchange) {
        const { method, target, status, body } = exchange;
        if (!isOwn(pathOf(target)) || status >= 500) return [];
        const plain = body && toPlain(body);
        const problems = [...headerProblems(this.rows, exchange)];
        if (status >= 400) return [...problems, ...errorProblems(exchange, plain)];
        if (status === 204 || method === 'HEAD' || method === 'OPTIONS') return problems;
        if (!plain) return [...problems, 'no body'];
        this.note(exchange, plain);
        return [...problems, ...bodyProblems(target, exchange, plain)];
    }

    note({ method, target, sent }, body) {
        const resource = resourceAt(pathOf(target));
        if (!resource) return;
        const items = Array.isArray(body) ? body : (body.member ?? [body]);
        for (const name of items.flatMap(Object.keys)) if (!name.startsWith('@')) this.served.add(`${resource} ${name}`);
        for (const [name, value] of Object.entries(sent ?? {})) if (value === null) this.cleared.add(`${resource} ${name}: ${method}`);
    }

    // What of a reply its reader must be able to get, too. (The entrypoint is for those who may not yet.)
    links({ method, target, status, headers, sent, body }) {
        const path = pathOf(target);
        if (!isOwn(path) || path === '/' || status >= 300 || method === 'HEAD' || !body) return [];
        const texts = [...textsIn(toPlain(body)), headers.get('location') ?? ''].map((text) => text.replace(/#.*$/, ''));
        // Who gives a record away may not see it any more.
        const given = sent?.owner ? toPlain(body)['@id'] ?? headers.get('location') : undefined;
        return texts.filter((text) => followed.test(text) && !text.includes('{') && text !== given);
    }

    // Problems of the whole suite.
    finish() {
        const found = Object.entries(this.resources).flatMap(([resource, { fields }]) => [...this.pageProblems(resource, fields)]);
        const listed = this.differences.flatMap(({ resource, is, members, reason }) => {
            if (!reason) throw new Error(`differences.json: no reason for ${members}`);
            return members.map((name) => `${resource} ${name}: ${is}`);
        });
        return [
            ...found.filter((line) => !listed.includes(line)),
            ...listed.filter((line) => !found.includes(line)).map((line) => `${line}: in differences.json, but no longer so`),
        ];
    }

    // Which scenarios send what is on the page is written in docs/compatibility.md.
    *pageProblems(resource, fields) {
        for (const [name, says] of Object.entries(fields)) {
            const isServed = this.served.has(`${resource} ${name}`);
            if (says === 'write-only' && isServed) yield `${resource} ${name}: served, but write-only on the page`;
            if (says !== 'write-only' && !isServed) yield `${resource} ${name}: on the page, but not served`;
            const methods = ['POST', 'PUT', 'PATCH'].filter((method) => !this.cleared.has(`${resource} ${name}: ${method}`));
            if (nullable(says) && methods.length) yield `${resource} ${name}: no scenario has ${methods} with null`;
        }
        const all = [...this.served].filter((line) => line.startsWith(`${resource} `)).map((line) => line.split(' ')[1]);
        for (const name of all) if (!(name in fields)) yield `${resource} ${name}: served, but not on the page`;
    }
}

const read = (name) => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));

export const createChecks = (rows) => new Checks(rows, { page: read('../pages/rogerroger.json'), differences: read('differences.json') });
