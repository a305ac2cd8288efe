import assert from 'node:assert/strict';
import test from 'node:test';
import { pagesText, successesOf } from './pages.mjs';

const scenario = `# Things.
as ann
POST /things {"title": "A", "secret": "x"}
---- 201
{"id": <thing>, ...}
PUT /things/<thing> {"title": "B", "secret": "y"}
---- 200
PATCH /things/<thing> {"title": "C", "secret": "z"}
---- 200
GET /things/<thing>
---- 200
{"title": "C", "at": <string>, "secret": <absent>}
GET /things?tags.id%5B%5D=1&page=2
---- 200
{"member": [{"title": "C", ...}], ...}
GET /things?q=x
---- 400
`;
const page = {
    title: 'Things',
    endpoints: [{ row: 'GET /things', query: ['page', 'tags.id[]'] }, { row: 'PUT /things/{id}', body: ['title'] }],
    resources: { Thing: { endpoints: ['/things', '/things/{id}'], fields: { title: 'required', at: 'read-only', secret: 'write-only' } } },
};
const textOf = (changed, text = scenario) => pagesText([{ ...page, ...changed }], () => successesOf(text, 'things.test', []));

test('a row names the scenarios that show it', () => {
    assert.equal(
        textOf({}),
        `### Things

| endpoint, parameter or field | where | shown by |
|---|---|---|
| **\`GET /things\`** | | \`things.test\` |
| \`page\` | query | \`things.test\` |
| \`tags.id[]\` | query | \`things.test\` |
| **\`PUT /things/{id}\`** | | \`things.test\` |
| \`id\` | path | \`things.test\` |
| \`title\` | body | \`things.test\` |

| field of Thing | POST | PUT | PATCH | read |
|---|---|---|---|---|
| \`title\` (required) | \`things.test\` | \`things.test\` | \`things.test\` | \`things.test\` |
| \`at\` | read-only | read-only | read-only | \`things.test\` |
| \`secret\` | \`things.test\` | \`things.test\` | \`things.test\` | write-only |`,
    );
});

test('a row that no scenario shows is an error', () => {
    const fields = (says) => ({ resources: { Thing: { endpoints: ['/things', '/things/{id}'], fields: says } } });
    assert.throws(() => textOf({ endpoints: [{ row: 'GET /things', query: ['q'] }] }), /no scenario shows q of GET \/things/);
    assert.throws(() => textOf({ endpoints: [{ row: 'DELETE /things/{id}' }] }), /no scenario shows the endpoint of DELETE/);
    assert.throws(() => textOf(fields({ secret: '' })), /no scenario shows "secret" in the reply of GET \/things\/\{id\}/);
    assert.throws(() => textOf(fields({ colour: 'write-only' })), /"colour" in the body of POST[^]*"colour" in the body of PATCH/);
});
