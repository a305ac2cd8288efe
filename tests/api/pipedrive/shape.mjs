// Shapes: which members a body may have, and of which type. Written as JSON that reads like the body itself:
// "integer" | "string" | "boolean" | "number" | "null" | "enum a b c", [element], {member: shape}; {"*": shape} for a map by
// id; {} for an object about which nothing is said.

const isCustomField = (name) => /^[0-9a-f]{40}(_|$)/.test(name);
const isId = (name) => /^\d+$/.test(name) || /^[A-Z_]+_ID$/.test(name);
const isMembers = (shape) => typeof shape === 'object' && !Array.isArray(shape);

// Of a schema of the vendor's OpenAPI document. `allOf` parts are joined; of alternatives (`anyOf`) nothing is said.
export function shapeOfSchema(schema) {
    if (schema.anyOf) return {};
    const parts = (schema.allOf ?? []).map(shapeOfSchema).filter((part) => part !== null);
    if (schema.type === 'array') return [shapeOfSchema(schema.items)];
    // Values of several words cannot be told apart here, and those of numbers are texts.
    if (schema.enum && schema.type !== 'number' && !schema.enum.some((value) => String(value).includes(' '))) return `enum ${schema.enum.join(' ')}`;
    if (schema.type && schema.type !== 'object') return schema.type;
    if (!schema.properties && !schema.type && !parts.length) return null;
    if (!schema.properties && parts.length && !parts.some(isMembers)) return parts.reduce(join);
    const own = Object.entries(schema.properties ?? {}).map(([name, value]) => [
        isId(name) ? '*' : name,
        shapeOfSchema(value) ?? 'null',
    ]);
    return [Object.fromEntries(own), ...parts].reduce(join);
}

// Of a body. Custom fields differ from company to company and are left out.
export function shapeOfBody(body) {
    if (body === null) return 'null';
    if (Array.isArray(body)) return body.length ? [body.map(shapeOfBody).reduce(join)] : [];
    if (typeof body === 'number') return Number.isInteger(body) ? 'integer' : 'number';
    if (typeof body !== 'object') return typeof body;
    return Object.entries(body)
        .filter(([name]) => !isCustomField(name))
        .map(([name, value]) => ({ [isId(name) ? '*' : name]: shapeOfBody(value) }))
        .reduce(join, {});
}

// What either of two shapes has. A null says nothing about the type.
export function join(a, b) {
    if (a === undefined || a === 'null') return b;
    if (b === undefined || b === 'null') return a;
    if (Array.isArray(a) && Array.isArray(b)) return a.length && b.length ? [join(a[0], b[0])] : [...a, ...b];
    if (!isMembers(a) || !isMembers(b)) return a;
    const joined = { ...a };
    for (const [name, shape] of Object.entries(b)) joined[name] = join(joined[name], shape);
    return joined;
}

// As JSON Schema, every member nullable, none required, others allowed.
export function schemaOfShape(shape) {
    if (shape === undefined || shape === 'null') return {};
    if (Array.isArray(shape)) return { type: ['array', 'null'], items: schemaOfShape(shape[0]) };
    if (isMembers(shape)) {
        const entries = Object.entries(shape).map(([name, value]) => [name, schemaOfShape(value)]);
        const properties = Object.fromEntries(entries.filter(([name]) => name !== '*'));
        const ofMap = entries.filter(([name]) => name === '*').map(([, schema]) => schema);
        return { type: ['object', 'null'], properties, additionalProperties: ofMap[0] ?? true };
    }
    const [word, ...values] = shape.split(' ');
    return word === 'enum' ? { enum: [...values, null] } : { type: [word, 'null'] };
}

// The names of the members in one shape and not in the other, as far as both say something: [[path, isInFirst]].
export function differences(first, second, path = '') {
    if (Array.isArray(first) && Array.isArray(second)) return differences(first[0], second[0], path);
    if (!saysSomething(first) || !saysSomething(second)) return [];
    const names = [...new Set([...Object.keys(first), ...Object.keys(second)])].sort();
    return names.flatMap((name) => {
        const here = path ? `${path}.${name}` : name;
        if (!(name in second)) return [[here, true]];
        if (!(name in first)) return [[here, false]];
        return differences(first[name], second[name], here);
    });
}

const saysSomething = (shape) => shape !== undefined && isMembers(shape) && Object.keys(shape).length > 0;
