// How organizations stand to each other.
import assert from 'node:assert/strict';
import { refusal, refusals, rejects } from './refusals.mjs';
import { addCompany, addOrganization, addUser, ids } from './setup.mjs';

const notFound = refusal('Organization relationship not found');

async function addRelationship({ relationships }, type, owner, linked, org_id) {
    const AddOrganizationRelationshipRequest = { type, rel_owner_org_id: owner, rel_linked_org_id: linked, org_id };
    return (await relationships.addOrganizationRelationship({ AddOrganizationRelationshipRequest })).data;
}

async function addOrganizations(context, ...organizationNames) {
    const added = [];
    for (const name of organizationNames) added.push((await addOrganization(context, { name })).id);
    return added;
}

// What stands in a relationship, from one side.
const seen = ({ calculated_type: type, calculated_related_org_id: other, related_organization_name: name }) => [type, other, name];

export const cases = [
    {
        name: 'addOrganizationRelationship answers what getOrganizationRelationship reads, from either side',
        async run(context) {
            const [holding, daughter] = await addOrganizations(context, 'Holding', 'Daughter');
            const added = await addRelationship(context, 'parent', holding, daughter, daughter);
            assert.deepEqual(seen(added), ['parent', holding, 'Holding']);
            assert.deepEqual([added.rel_owner_org_id.value, added.rel_linked_org_id.value], [holding, daughter]);
            const { relationships } = context;
            const reply = await relationships.getOrganizationRelationship({ id: added.id, org_id: daughter });
            assert.deepEqual(reply.data, added);
            assert.deepEqual(Object.values(reply.related_objects.organization).map(({ id }) => id).sort(), [holding, daughter]);
            const { data: other } = await relationships.getOrganizationRelationship({ id: added.id, org_id: holding });
            assert.deepEqual(seen(other), ['daughter', daughter, 'Daughter']);
            assert.deepEqual({ ...other, ...added }, added);
        },
    },
    {
        name: 'getOrganizationRelationships lists both sides',
        async run(context) {
            const [one, two, three] = await addOrganizations(context, 'One', 'Two', 'Three');
            const above = await addRelationship(context, 'parent', two, one);
            const beside = await addRelationship(context, 'related', one, three);
            const { relationships } = context;
            const list = async (org_id) => (await relationships.getOrganizationRelationships({ org_id })).data;
            assert.deepEqual((await list(one)).map(seen), [['parent', two, 'Two'], ['related', three, 'Three']]);
            assert.deepEqual((await list(two)).map(seen), [['daughter', one, 'One']]);
            assert.deepEqual(ids({ data: await list(three) }), [beside.id]);
            assert.deepEqual(await relationships.deleteOrganizationRelationship({ id: above.id }), { success: true, data: { id: above.id } });
            assert.deepEqual(await list(two), []);
            await rejects(relationships.getOrganizationRelationship({ id: above.id }), notFound);
            await rejects(relationships.getOrganizationRelationships({ org_id: 99 }), refusals.notFoundV1);
        },
    },
    {
        name: 'updateOrganizationRelationship changes type and sides',
        async run(context) {
            const [one, two, three] = await addOrganizations(context, 'One', 'Two', 'Three');
            const { id } = await addRelationship(context, 'related', one, two);
            const { relationships, read } = context;
            const update = async (OrganizationRelationship) =>
                (await relationships.updateOrganizationRelationship({ id, OrganizationRelationship })).data;
            assert.deepEqual(seen(await update({ type: 'parent', org_id: two })), ['parent', one, 'One']);
            assert.deepEqual(seen(await update({ rel_linked_org_id: three })), ['daughter', three, 'Three']);
            const { data: stored } = await read(`/v1/organizationRelationships/${id}`);
            assert.deepEqual([stored.type, stored.rel_owner_org_id.value, stored.rel_linked_org_id.value], ['parent', one, three]);
            // What was read may be written back.
            assert.deepEqual(await update(stored), stored);
            await rejects(update({ rel_linked_org_id: one }), refusal('an organization cannot be related to itself'));
        },
    },
    {
        name: 'addOrganizationRelationship refuses what cannot be',
        async run(context) {
            const [one, two, three] = await addOrganizations(context, 'One', 'Two', 'Three');
            await addRelationship(context, 'parent', one, two);
            await addRelationship(context, 'parent', two, three);
            const circle = 'an organization stands neither above itself nor below more than 100 others';
            for (const [type, owner, linked, error] of [
                ['parent', one, one, 'an organization cannot be related to itself'],
                ['related', two, one, 'these organizations are related already'],
                ['parent', three, one, circle],
                ['parent', one, 99, 'there is no organization 99'],
                ['daughter', one, three, 'type must be parent or related'],
            ])
                await rejects(addRelationship(context, type, owner, linked), refusal(error));
            assert.deepEqual((await context.relationships.getOrganizationRelationships({ org_id: one })).data.length, 1);
        },
    },
    {
        name: 'relationships of hidden and deleted organizations are not there',
        async run(context) {
            const bob = await addUser(context, 'Bob Berg');
            const [shared, other] = await addOrganizations(context, 'Shared', 'Other');
            const { id: hidden } = await addOrganization(context, { name: 'Hidden', visible_to: 1 });
            const open = await addRelationship(context, 'parent', shared, other);
            const { id } = await addRelationship(context, 'parent', hidden, shared);
            const lists = async ({ relationships }) => ids(await relationships.getOrganizationRelationships({ org_id: shared }));
            assert.deepEqual([await lists(context), await lists(bob)], [[open.id, id], [open.id]]);
            for (const call of [
                () => bob.relationships.getOrganizationRelationship({ id }),
                () => bob.relationships.updateOrganizationRelationship({ id, OrganizationRelationship: { type: 'related' } }),
                () => bob.relationships.deleteOrganizationRelationship({ id }),
            ])
                await rejects(call(), notFound);
            const eve = await addCompany(context, 'Other', 'eve@other.example');
            await rejects(eve.relationships.getOrganizationRelationship({ id: open.id }), notFound);
            await rejects(eve.relationships.getOrganizationRelationships({ org_id: shared }), refusals.notFoundV1);
            await context.v2.deleteOrganization({ id: other });
            assert.deepEqual([await lists(context), await lists(bob)], [[id], []]);
            await rejects(context.relationships.getOrganizationRelationship({ id: open.id }), notFound);
        },
    },
];
