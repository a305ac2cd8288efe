// Ids as RogerRoger's dialect spells them: a pure function of the resource, the company and the number.
const resources = { user: '02', organization: '03', person: '04', note: '11', tag: '1b', note_category: '28', segment: '29' };

export function uuidOf(resource, number, company = 1) {
    const of = company.toString(16).padStart(6, '0');
    return `01${resources[resource]}${of.slice(0, 4)}-${of.slice(4)}00-8000-8000-00${number.toString(16).padStart(10, '0')}`;
}

// The record's number, of whatever company and resource.
export const numberOfUuid = (uuid) => parseInt(uuid.slice(-10), 16);
