// A custom field a kind of records, in each company, whose values are texts with markers.
import { marker } from './markers.mjs';
import { parsed } from './round.mjs';

const kinds = { organization: '/v1/organizationFields', person: '/v1/personFields' };

// Their keys stand in company.fieldKeys, by kind.
export async function addFields(round) {
    for (const company of round.companies) {
        company.fieldKeys = {};
        const caller = { company, user: company.users.get(1), scope: 'write' };
        for (const [kind, target] of Object.entries(kinds)) {
            const name = marker(company.letter, 'company', company.number, kind, 0);
            const body = { name, field_type: 'varchar' };
            const reply = await round.ask(round.connection, caller, { method: 'POST', target, body });
            if (reply.status !== 200) throw new Error(`${target}: ${reply.text}`);
            company.fieldKeys[kind] = parsed(reply).data.key;
        }
    }
}

// Now and then a value, or none: in the request's body and among the fields that the model keeps.
export function drawCustom(round, company, kind, version, text, { body, fields }) {
    if (!round.draw.chance(0.3)) return;
    const key = company.fieldKeys[kind];
    const value = round.draw.chance(0.2) ? null : text;
    fields[key] = value;
    if (version === 1) body[key] = value;
    else body.custom_fields = { [key]: value };
}

export const wantedCustom = (company, record) => {
    const key = company.fieldKeys[record.kind];
    return { [key]: record.fields[key] ?? null };
};

const isKey = (name) => /^[0-9a-f]{40}$/.test(name);

export const seenCustomV1 = (item) => Object.fromEntries(Object.entries(item ?? {}).filter(([name]) => isKey(name)));
export const seenCustomV2 = (item) => item?.custom_fields;
