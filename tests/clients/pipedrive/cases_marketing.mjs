// A person's marketing status: only a company with campaigns has any.
import assert from 'node:assert/strict';
import { refusal, rejects } from './refusals.mjs';
import { addOrganization, addPerson as add, change } from './setup.mjs';

const campaigns = (context, state) => change(context, 'company', 'set', '--campaigns', state);
const read = async ({ persons }, id) => (await persons.getPerson({ id })).data;

// Sets it, and what it is then.
async function set(context, id, status) {
    await context.persons.updatePerson({ id, UpdatePersonRequest: { marketing_status: status } });
    return (await read(context, id)).marketing_status;
}

export const cases = [
    {
        name: 'marketing_status is there with campaigns, and absent without',
        async run(context) {
            const { persons, v1 } = context;
            const { id: orgId } = await addOrganization(context, { name: 'x' });
            const body = { name: 'Ines', email: 'ines@norte.example', org_id: orgId, marketing_status: 'subscribed' };
            const everywhere = async (added) => [
                added,
                await read(context, added.id),
                (await persons.getPersons()).data[0],
                (await v1.getOrganizationPersons({ id: orgId })).data[0],
            ];
            const first = await everywhere(await add(context, body));
            assert.deepEqual(
                first.map((person) => 'marketing_status' in person),
                [false, false, false, false],
            );
            await persons.deletePerson({ id: first[0].id });
            await campaigns(context, 'on');
            const second = await everywhere(await add(context, body));
            assert.deepEqual(
                second.map((person) => person.marketing_status),
                Array(4).fill('subscribed'),
            );
            await campaigns(context, 'off');
            assert.equal('marketing_status' in (await read(context, second[0].id)), false);
        },
    },
    {
        name: 'marketing_status changes once, and only with an e-mail address',
        async run(context) {
            await campaigns(context, 'on');
            const { id } = await add(context, { name: 'Ines', marketing_status: 'subscribed' });
            assert.equal((await read(context, id)).marketing_status, 'no_consent');
            assert.equal(await set(context, id, 'subscribed'), 'no_consent');
            await context.persons.updatePerson({ id, UpdatePersonRequest: { email: 'ines@norte.example' } });
            assert.equal(await set(context, id, 'unsubscribed'), 'unsubscribed');
            assert.equal(await set(context, id, 'subscribed'), 'unsubscribed');
            await rejects(
                set(context, id, 'maybe'),
                refusal('marketing_status must be one of no_consent, unsubscribed, subscribed, archived'),
            );
            assert.equal((await read(context, id)).marketing_status, 'unsubscribed');
        },
    },
];
