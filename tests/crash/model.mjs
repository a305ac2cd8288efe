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

// Groups of changes know which came first: those of merged records are put in order.
let groups = 0;
function group(changes) {
    groups += 1;
    return Object.assign(changes, { order: groups });
}

function updated(record, patch) {
    const fields = { ...record.fields, ...patch };
    return { ...record, fields, history: [...record.history, group(changesBetween(record.fields, fields))] };
}

const idsOfLabels = (text) => (text ? text.split(',') : []);

// The one that stays has its own fields, what it lacked of the other's, the labels of both, and both histories.
function merged(survivor, absorbed) {
    const history = [...survivor.history, ...absorbed.history].sort((a, b) => a.order - b.order);
    const labels = [...new Set([survivor, absorbed].flatMap(({ fields }) => idsOfLabels(fields.label_ids)))];
    const website = survivor.fields.website ?? absorbed.fields.website;
    const ids = [...(survivor.absorbed ?? []), ...(absorbed.absorbed ?? []), absorbed.id];
    return updated({ ...survivor, history, absorbed: ids }, { website, label_ids: labels.length ? labels.join(',') : null });
}

function deleted(record) {
    const change = { field_key: 'active_flag', old_value: '1', new_value: '0' };
    return record.deleted ? record : { ...record, deleted: true, history: [...record.history, group([change])] };
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
        case 'merge': {
            const [survivor, absorbed] = [operation.id, operation.absorbed].map((of) => records.find((record) => record.id === of));
            const others = records.filter((record) => record !== absorbed);
            return others.map((record) => (record === survivor ? merged(survivor, absorbed) : record));
        }
        case 'delete':
            return records.map((record) => (operation.ids.includes(record.id) ? deleted(record) : record));
    }
}

// The records that an operation is about, if it had any before.
export function idsOf({ type, id, ids, absorbed }) {
    if (type === 'create') return [];
    if (type === 'merge') return [id, absorbed];
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
