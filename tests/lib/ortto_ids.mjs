// Ids as Ortto's dialect spells them: a pure function of the kind, the company and the number.
const idOf = (kind, number, company) => `${kind}0000${((BigInt(company) << 40n) | BigInt(number)).toString(16).padStart(16, '0')}00`;

export const accountId = (number, company = 1) => idOf('10', number, company);
export const personId = (number, company = 1) => idOf('00', number, company);

// The record's number, of whatever company and kind.
export const numberOf = (id) => Number(BigInt(`0x${id.slice(6, 22)}`) & ((1n << 40n) - 1n));
