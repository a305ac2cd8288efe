// What the server owes one client: the state of each record that only this client writes, and the request in flight.
//
// A record: {id, ownerId, fields, deleted, history}. `fields` are texts by their changelog key, null when empty; `history` has
// one group of changelog rows for each request that changed the record.

const addressParts = [
    'address_subpremise',
    'address_street_number',
    'address_route',
    'address_sublocality',
    'address_locality',
    'address_admin_area_level_1',
    'address_admin_area_level_2',
    'address_country',
    'address_postal_code',
    'address_formatted_address',
];
export const addressKeys = ['address', ...addressParts];
const emptyAddress = Object.fromEntries(addressKeys.map((key) => [key, null]));
const emptyFields = { name: null, label_ids: null, website: null, ...emptyAddress };

// How the vendor's two versions write an address: v1 a text, v2 an object.
export const addressV1 = (text) => ({ ...emptyAddress, address: text, address_formatted_address: text });
export const addressV2 = ({ value, ...parts }) => ({
    ...emptyAddress,
    address: value,
    ...Object.fromEntries(Object.entries(parts).map(([name, part]) => [`address_${name}`, part])),
});

function changesBetween(before, after) {
    return Object.keys(after)
        .filter((key) => after[key] !== before[key])
        .map((key) => ({ field_key: key, old_value: before[key], new_value: after[key] }));
}

function updated(record, patch) {
    const fields = { ...record.fields, ...patch };
    return { ...record, fields, history: [...record.history, changesBetween(record.fields, fields)] };
}

function deleted(record) {
    const change = { field_key: 'active_flag', old_value: '1', new_value: '0' };
    return record.deleted ? record : { ...record, deleted: true, history: [...record.history, [change]] };
}

// The records as they are once the operation has happened. `id` is what a creation got: from the reply, or found by its name.
export function after(records, operation, id) {
    switch (operation.type) {
        case 'create': {
            const fields = { ...emptyFields, ...operation.patch };
            return [...records, { id, ownerId: operation.ownerId, fields, deleted: false, history: [] }];
        }
        case 'update':
            return records.map((record) => (record.id === operation.id ? updated(record, operation.patch) : record));
        case 'delete':
            return records.map((record) => (operation.ids.includes(record.id) ? deleted(record) : record));
    }
}

// The records that an operation is about, if it had any before.
export function idsOf({ type, id, ids }) {
    if (type === 'create') return [];
    return type === 'delete' ? ids : [id];
}

// What a writer was told. `unsure`: what may have happened or not; its records are left alone from then on.
export class Ledger {
    records = [];
    inFlight = null;
    unsure = [];

    get live() {
        const doubtful = new Set(this.unsure.flatMap(idsOf));
        return this.records.filter((record) => !record.deleted && !doubtful.has(record.id));
    }

    begin(operation) {
        this.inFlight = operation;
    }

    acknowledged(id) {
        this.records = after(this.records, this.inFlight, id);
        this.inFlight = null;
    }

    refused() {
        this.inFlight = null;
    }

    unanswered() {
        if (this.inFlight) this.unsure.push(this.inFlight);
        this.inFlight = null;
    }
}
