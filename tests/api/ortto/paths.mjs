// Which paths are Ortto's: its own, and below Pipedrive's organizations the older names of accounts.
const own = /^\/v1\/(accounts|organization|person|people|tags|instance-schema|audiences)(\/|$)/;
const older = /^\/v1\/organizations\/(get|get-by-ids|merge|archive|restore|delete|contacts|activities|custom-field)(\/|$)/;

export const isOrttos = (path) => own.test(path) || older.test(path) || path === '/v1/activities/create';
