// node import.mjs V1.json V2.json SAMPLES.json: writes document.json and samples.json, the shapes of the replies to the
// operations in operations.json. V1 and V2 are the vendor's OpenAPI documents, as JSON without references; SAMPLES maps
// "v1 GET /organizations 200" to a recorded body.
import { readFileSync, writeFileSync } from 'node:fs';
import { join, shapeOfBody, shapeOfSchema } from '../shape.mjs';

const here = (name) => new URL(name, import.meta.url);
const read = (path) => JSON.parse(readFileSync(path, 'utf8'));

// What one may ask for by `include_fields` belongs to the data; of which type, the document does not say. What belongs to items
// of a search has a dot in its name.
function withIncludes(shape, parameters = []) {
    const names = parameters.find(({ name }) => name === 'include_fields')?.schema.enum ?? [];
    if (names.some((name) => name.includes('.'))) return shape;
    const included = Object.fromEntries(names.map((name) => [name, 'null']));
    return join(shape, { data: Array.isArray(shape.data) ? [included] : included });
}

// The document describes the type of a field as an object without members; what is served is its name.
function withFieldType(shape) {
    const fields = [shape.data].flat().filter((data) => data && typeof data === 'object' && 'field_type' in data);
    for (const field of fields) field.field_type = 'string';
    return shape;
}

// Of deals the document says that their value is a number, but where they are found that it is a whole one.
function withAmounts(shape) {
    for (const { item } of shape.data?.items ?? []) if (item?.value === 'integer') item.value = 'number';
    return shape;
}

function documented(documents, operation) {
    const [version, method, path] = operation.split(' ');
    const { responses, parameters } = documents[version].paths[path][method.toLowerCase()];
    const shapes = Object.entries(responses).flatMap(([status, { content }]) => {
        const described = shapeOfSchema(content['application/json'].schema);
        if (described === null) return [];  // {}: nothing is said of it
        const shape = withAmounts(withFieldType(described));
        return [[status, shape.data ? withIncludes(shape, parameters) : shape]];
    });
    return Object.fromEntries(shapes);
}

// Keys may carry a query or a remark: "v1 GET /organizations/{id}?include_fields=notes_count 200".
function sampled(samples, operation) {
    const bodies = Object.entries(samples).filter(
        ([key, body]) => key.replace(/[?].*| last page.*| \d+$/, '') === operation && body.success,
    );
    if (!bodies.length) return null;
    return bodies.map(([, body]) => shapeOfBody(body)).reduce(join);
}

// As a request spells it: every parameter is {id}.
const plainOf = (operation) => operation.replace(/\{[^/]*\}/g, '{id}');

const operations = read(here('operations.json'));
const [v1, v2, samples] = process.argv.slice(2).map(read);
const write = (name, shapeOf) => {
    const shapes = Object.fromEntries(operations.map((operation) => [plainOf(operation), shapeOf(operation)]));
    writeFileSync(here(name), `${JSON.stringify(shapes, null, 1)}\n`);
};
write('document.json', (operation) => documented({ v1, v2 }, operation));
write('samples.json', (operation) => sampled(samples, operation));
