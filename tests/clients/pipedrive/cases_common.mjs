// What every tested version has of v1: who one is, and the history of an organization.
import assert from 'node:assert/strict';
import { refusals, rejects } from './refusals.mjs';
import { addOrganization } from './setup.mjs';

export const cases = [
    {
        name: 'the lists of methods are true',
        async run({ sdk }) {
            sdk.checkLists();
        },
    },
    {
        name: 'getCurrentUser says who the key belongs to',
        async run(context) {
            const { users, sdk, url, folder, read } = context;
            const { status, ...me } = await read('/v1/users/me');
            assert.equal(status, 200);
            assert.deepEqual(await users.getCurrentUser(), me);
            assert.equal(me.data.email, 'ann@acme.example');
            const bob = Number(await folder.addUser('bob@acme.example', 'Bob Berg'));
            const bobs = sdk.connect(url, { apiKey: await folder.createKey('bob@acme.example') });
            const { data } = await bobs.users.getCurrentUser();
            assert.deepEqual([data.id, data.name, data.company_name], [bob, 'Bob Berg', 'Acme']);
            await rejects(sdk.connect(url, { apiKey: 'nonsense' }).users.getCurrentUser(), refusals.unauthorized);
        },
    },
    {
        name: 'an access token is as good as an API token, which wins',
        async run({ sdk, url, key, folder }) {
            const bob = Number(await folder.addUser('bob@acme.example', 'Bob Berg'));
            const accessToken = await folder.createKey('bob@acme.example');
            assert.equal((await sdk.connect(url, { accessToken }).users.getCurrentUser()).data.id, bob);
            assert.equal((await sdk.connect(url, { apiKey: key, accessToken }).users.getCurrentUser()).data.id, 1);
        },
    },
    {
        name: 'getOrganizationChangelog walks the history and names the SDK',
        async run(context) {
            const { v1, v2, sdk, read } = context;
            const { id } = await addOrganization(context, { name: '0' });
            assert.deepEqual((await v1.getOrganizationChangelog({ id })).data, []);
            for (const name of ['1', '2', '3']) await v2.updateOrganization({ id, UpdateOrganizationRequest: { name } });
            const first = await v1.getOrganizationChangelog({ id, limit: 2 });
            const second = await v1.getOrganizationChangelog({ id, limit: 2, cursor: first.additional_data.next_cursor });
            assert.equal(second.additional_data.next_cursor, null);
            const entries = [...first.data, ...second.data];
            assert.deepEqual(
                entries.map((entry) => entry.new_value),
                ['3', '2', '1'],
            );
            assert.deepEqual(
                entries.map((entry) => entry.old_value),
                ['2', '1', '0'],
            );
            assert.deepEqual((await read(`/v1/organizations/${id}/changelog`)).data, entries);
            const {
                field_key: field,
                actor_user_id: actor,
                change_source: source,
                change_source_user_agent: agent,
            } = entries[0];
            assert.deepEqual([field, actor, source, agent], ['name', 1, 'api', `Pipedrive-SDK-Javascript-${sdk.version}`]);
            await rejects(v1.getOrganizationChangelog({ id: 99 }), refusals.notFoundV1);
        },
    },
];
