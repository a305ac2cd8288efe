// Options of the organizations' labels: what one writes is held against the field and the organizations that others read.
import assert from 'node:assert/strict';
import { refusal, refusals, rejects, rejectsAsInvalid } from './refusals.mjs';
import { addCompany, addOrganization as add, addUser, nextSecond } from './setup.mjs';

const fieldId = 4003;
const original = [
    { id: 1, label: 'Customer', color: 'green' },
    { id: 2, label: 'Hot lead', color: 'red' },
    { id: 3, label: 'Warm lead', color: 'yellow' },
    { id: 4, label: 'Cold lead', color: 'blue' },
];

const write = ({ fields }, options) => fields.updateOrganizationField({ id: fieldId, UpdateFieldRequest: { options } });

// The types of deals' fields serve those of organizations, too.
const on = (code) => ({
    add: ({ fieldsV2 }, options) =>
        fieldsV2.addOrganizationFieldOptions({ field_code: code, AddDealFieldOptionsRequestInner: options }),
    update: ({ fieldsV2 }, options) =>
        fieldsV2.updateOrganizationFieldOptions({ field_code: code, UpdateDealFieldOptionsRequestInner: options }),
    remove: ({ fieldsV2 }, options) =>
        fieldsV2.deleteOrganizationFieldOptions({ field_code: code, DeleteDealFieldOptionsRequestInner: options }),
});
const labels = on('label_ids');

const setLabels = ({ v2 }, id, labelled) =>
    v2.updateOrganization({ id, UpdateOrganizationRequest: { label_ids: labelled } });

// The options, in which all methods that show them agree.
async function stored({ sdk, fields, fieldsV2 }) {
    const { options } = (await fields.getOrganizationField({ id: fieldId })).data;
    const { data: all } = await fields.getOrganizationFields();
    assert.deepEqual(all.find(({ key }) => key === 'label').options, options);
    if (sdk.offers('fieldsV2.getOrganizationField')) {
        const { data: field } = await fieldsV2.getOrganizationField({ field_code: 'label_ids' });
        assert.deepEqual(field.options, options);
        const { data: allV2 } = await fieldsV2.getOrganizationFields();
        assert.deepEqual(allV2.find((one) => one.field_code === 'label_ids').options, options);
    }
    return options;
}

// The labels of an organization, in which v1 and v2, the record and the list agree.
async function labelsOf({ sdk, v1, v2, read }, id) {
    const { label_ids: shown } = (await v2.getOrganization({ id })).data;
    const { data: list } = await v2.getOrganizations({ ids: String(id) });
    assert.deepEqual(list[0].label_ids, shown);
    const records = [(await read(`/v1/organizations/${id}`)).data];
    if (sdk.offers('v1.getOrganization')) {
        records.push((await v1.getOrganization({ id })).data);
        records.push((await v1.getOrganizations()).data.find((record) => record.id === id));
    }
    for (const { label, label_ids: inV1 } of records) assert.deepEqual([label, inV1], [shown[0] ?? null, shown]);
    return shown;
}

// An option that is not there cannot be written, neither to an organization nor to the field.
async function unknown(context, id, option) {
    const { sdk, v1 } = context;
    await rejectsAsInvalid(setLabels(context, id, [3, option]));
    await rejectsAsInvalid(add(context, { name: 'y', label_ids: [option] }));
    await rejects(write(context, [{ id: 3 }, { id: option, label: 'Again' }]), refusal(`there is no option ${option}`));
    if (sdk.offers('v1.updateOrganization')) {
        const changed = v1.updateOrganization({ id, UpdateOrganizationRequest: { label: option } });
        await rejects(changed, refusal(`there is no label ${option}`));
    }
    if (sdk.offers('fieldsV2.updateOrganizationFieldOptions')) {
        await rejectsAsInvalid(labels.update(context, [{ id: option, label: 'Again' }]));
        await rejectsAsInvalid(labels.remove(context, [{ id: option }]));
    }
}

export const cases = [
    {
        name: 'updateOrganizationField takes the whole list of options: kept, renamed, added, removed, in its order',
        async run(context) {
            const { data } = await write(context, [
                { id: 4, label: 'Cold' },
                { label: 'Partner', color: 'purple' },
                { id: 1, color: 'gray' },
                { id: 3 },
                { label: 'Núñez' },
            ]);
            const [, { id: partner }, , , { id: nunez }] = data.options;
            assert.equal(new Set([1, 2, 3, 4, partner, nunez]).size, 6);
            assert.deepEqual(data.options, [
                { id: 4, label: 'Cold', color: 'blue' },
                { id: partner, label: 'Partner', color: 'purple' },
                { id: 1, label: 'Customer', color: 'gray' },
                { id: 3, label: 'Warm lead', color: 'yellow' },
                { id: nunez, label: 'Núñez' },
            ]);
            assert.deepEqual(await stored(context), data.options);
            assert.deepEqual((await context.fields.getOrganizationField({ id: fieldId })).data, data);
            assert.deepEqual((await context.read(`/v1/organizationFields/${fieldId}`)).data, data);
            const { id } = await add(context, { name: 'x', label_ids: [nunez, 3] });
            assert.deepEqual(await labelsOf(context, id), [nunez, 3]);
            await setLabels(context, id, [partner, nunez]);
            assert.deepEqual(await labelsOf(context, id), [partner, nunez]);
        },
    },
    {
        name: 'what updateOrganizationField leaves out is gone from organizations, unknown to writes, and never comes back',
        async run(context) {
            const { v1, v2 } = context;
            const several = await add(context, { name: 'several', label_ids: [2, 4, 1] });
            const single = await add(context, { name: 'single', label_ids: [2] });
            await nextSecond();
            await write(context, [{ id: 1 }, { id: 3 }, { id: 4 }]);
            assert.deepEqual(await stored(context), [original[0], original[2], original[3]]);
            assert.deepEqual(await labelsOf(context, several.id), [4, 1]);
            assert.deepEqual(await labelsOf(context, single.id), []);
            for (const { id, update_time: before } of [several, single]) {
                assert.equal((await v2.getOrganization({ id })).data.update_time, before);
                assert.deepEqual((await v1.getOrganizationChangelog({ id })).data, []);
            }
            await unknown(context, single.id, 2);
            // One of the same name is another one.
            const { options } = (await write(context, [...(await stored(context)), { label: 'Hot lead' }])).data;
            const { id: again } = options[3];
            assert.ok(again > 4, `option ${again}`);
            await unknown(context, single.id, 2);
            assert.deepEqual(await labelsOf(context, single.id), []);
            await setLabels(context, single.id, [again]);
            assert.deepEqual(await labelsOf(context, single.id), [again]);
            assert.deepEqual(await labelsOf(context, several.id), [4, 1]);
        },
    },
    {
        name: 'updateOrganizationField takes what was read, and changes nothing else of built-in fields',
        async run(context) {
            const { fields } = context;
            const { data: all } = await fields.getOrganizationFields();
            const update = (id, body) => fields.updateOrganizationField({ id, UpdateFieldRequest: body });
            await nextSecond();
            for (const field of all.filter((one) => !one.is_subfield)) {
                const { id, name, options, add_visible_flag: shown } = field;
                assert.deepEqual((await update(id, { name, add_visible_flag: shown })).data, field);
                if (options) assert.deepEqual((await update(id, { options })).data, field);
                assert.deepEqual((await update(id, field)).data, field);
            }
            assert.deepEqual((await fields.getOrganizationFields()).data, all);
            const fixed = (what) => refusal(`${what} of this field cannot be changed`);
            await rejects(update(fieldId, { name: 'Tags' }), fixed('name'));
            await rejects(update(fieldId, { add_visible_flag: false }), fixed('add_visible_flag'));
            const { id: visibility } = all.find(({ key }) => key === 'visible_to');
            await rejects(update(visibility, { options: [{ label: 'Nobody' }] }), fixed('options'));
            await rejects(update(1, { options: [{ label: 'New' }] }), refusals.fieldNotFound);
            assert.deepEqual((await fields.getOrganizationFields()).data, all);
        },
    },
    {
        name: 'updateOrganizationField refuses a bad list as a whole',
        async run(context) {
            const { id } = await add(context, { name: 'x', label_ids: [2, 4] });
            const first = { id: 1, label: 'Client' };
            for (const [options, error] of [
                [[], 'options must be a list of at least one option'],
                [[first, { id: 77, label: 'New' }], 'there is no option 77'],
                [[first, { id: 1 }], 'option 1 is named twice'],
                [[first, { label: 'CLIENT' }], 'two options have the label CLIENT'],
                [[first, { color: 'red' }], 'a new option needs a label'],
            ])
                await rejects(write(context, options), refusal(error));
            assert.deepEqual(await stored(context), original);
            assert.deepEqual(await labelsOf(context, id), [2, 4]);
        },
    },
    {
        name: 'updateOrganizationField is for administrators with a key that may write, each in a company of their own',
        async run(context) {
            const { sdk, url, folder } = context;
            const bob = await addUser(context, 'Bob Berg');
            const dan = await addUser(context, 'Dan Ödegård', { admin: true });
            const reader = sdk.connect(url, { apiKey: await folder.createKey('ann@acme.example', 'read') });
            const { id } = await add(bob, { name: 'x', label_ids: [2] });
            await rejects(write(bob, [{ id: 1 }, { label: "Bob's" }]), refusals.notAllowed);
            await rejects(write(reader, [{ id: 1 }]), refusals.wrongScope);
            await rejects(write(sdk.connect(url, { apiKey: 'nonsense' }), [{ id: 1 }]), refusals.unauthorized);
            assert.deepEqual(await stored(context), original);
            const other = await addCompany(context, 'Zenith', 'zoe@zenith.example');
            await write(other, [{ id: 1, label: "Zoe's" }]);
            assert.deepEqual(await stored({ sdk, ...other }), [{ ...original[0], label: "Zoe's" }]);
            assert.deepEqual(await stored(context), original);
            assert.deepEqual(await labelsOf(context, id), [2]);
            const { options } = (await write(dan, [...original, { label: "Dan's" }])).data;
            assert.deepEqual(await stored({ sdk, ...bob }), options);
            await setLabels(bob, id, [options[4].id]);
            assert.deepEqual(await labelsOf(context, id), [options[4].id]);
        },
    },
];

export const casesV2 = [
    {
        name: 'v2 addOrganizationFieldOptions adds options at the end, and organizations get them',
        async run(context) {
            const { data } = await labels.add(context, [{ label: 'Supplier' }, { label: 'Núñez' }]);
            const [{ id: supplier }, { id: nunez }] = data;
            assert.deepEqual(data, [
                { id: supplier, label: 'Supplier' },
                { id: nunez, label: 'Núñez' },
            ]);
            assert.equal(new Set([1, 2, 3, 4, supplier, nunez]).size, 6);
            assert.deepEqual(await stored(context), [...original, ...data]);
            const { id } = await add(context, { name: 'x', label_ids: [nunez, 1] });
            assert.deepEqual(await labelsOf(context, id), [nunez, 1]);
            await setLabels(context, id, [supplier]);
            assert.deepEqual(await labelsOf(context, id), [supplier]);
        },
    },
    {
        name: 'v2 updateOrganizationFieldOptions renames options, and organizations keep them',
        async run(context) {
            const { id } = await add(context, { name: 'x', label_ids: [4, 1] });
            const renamed = [
                { id: 4, label: 'Cold' },
                { id: 1, label: 'Client' },
            ];
            assert.deepEqual((await labels.update(context, renamed)).data, renamed);
            const [first, second, third, fourth] = original;
            const now = [{ ...first, label: 'Client' }, second, third, { ...fourth, label: 'Cold' }];
            assert.deepEqual(await stored(context), now);
            assert.deepEqual(await labelsOf(context, id), [4, 1]);
            // Two may change names at once.
            await labels.update(context, [
                { id: 4, label: 'Client' },
                { id: 1, label: 'Cold' },
            ]);
            assert.deepEqual(
                (await stored(context)).map(({ label }) => label),
                ['Cold', 'Hot lead', 'Warm lead', 'Client'],
            );
        },
    },
    {
        name: 'what v2 deleteOrganizationFieldOptions removes is gone from organizations, and unknown to writes',
        async run(context) {
            const [{ id: dealer }] = (await labels.add(context, [{ label: 'Dealer' }])).data;
            const several = await add(context, { name: 'several', label_ids: [dealer, 2, 1] });
            const single = await add(context, { name: 'single', label_ids: [dealer] });
            const { data } = await labels.remove(context, [{ id: dealer }, { id: 1 }]);
            assert.deepEqual(data, [
                { id: dealer, label: 'Dealer' },
                { id: 1, label: 'Customer' },
            ]);
            assert.deepEqual(await stored(context), original.slice(1));
            assert.deepEqual(await labelsOf(context, several.id), [2]);
            assert.deepEqual(await labelsOf(context, single.id), []);
            await unknown(context, several.id, dealer);
            await unknown(context, several.id, 1);
            await rejectsAsInvalid(labels.remove(context, [{ id: 2 }, { id: dealer }]));
            assert.deepEqual(await stored(context), original.slice(1));
            assert.deepEqual(await labelsOf(context, several.id), [2]);
            const [{ id: again }] = (await labels.add(context, [{ label: 'Dealer' }])).data;
            assert.ok(again > dealer, `option ${again}`);
            assert.deepEqual(await labelsOf(context, single.id), []);
            await setLabels(context, single.id, [again]);
            assert.deepEqual(await labelsOf(context, single.id), [again]);
            // The last one may go, too.
            await labels.remove(
                context,
                [2, 3, 4, again].map((id) => ({ id })),
            );
            assert.deepEqual(await stored(context), []);
            assert.deepEqual(await labelsOf(context, several.id), []);
        },
    },
    {
        name: 'v2 methods of options refuse a bad list as a whole',
        async run(context) {
            const { id } = await add(context, { name: 'x', label_ids: [1] });
            await rejectsAsInvalid(labels.add(context, []));
            await rejectsAsInvalid(labels.add(context, [{ label: 'New' }, { label: 'customer' }]));
            await rejectsAsInvalid(labels.add(context, [{ label: 'New' }, { label: '' }]));
            await rejectsAsInvalid(labels.add(context, [{ label: 'New', color: 'red' }]));
            await rejectsAsInvalid(labels.update(context, []));
            await rejectsAsInvalid(
                labels.update(context, [
                    { id: 1, label: 'Client' },
                    { id: 77, label: 'New' },
                ]),
            );
            await rejectsAsInvalid(labels.update(context, [{ id: 1, label: 'Hot lead' }]));
            await rejectsAsInvalid(labels.remove(context, []));
            await rejectsAsInvalid(labels.remove(context, [{ id: 1 }, { id: 77 }]));
            await rejectsAsInvalid(labels.remove(context, [{ id: 1 }, { id: 1 }]));
            await rejectsAsInvalid(on('visible_to').add(context, [{ label: 'Nobody' }]));
            await rejectsAsInvalid(on('visible_to').remove(context, [{ id: 1 }]));
            await rejectsAsInvalid(on('name').update(context, [{ id: 1, label: 'New' }]));
            await rejects(on('nonsense').add(context, [{ label: 'New' }]), refusals.notFoundV2);
            await rejects(on('nonsense').update(context, [{ id: 1, label: 'New' }]), refusals.notFoundV2);
            await rejects(on('nonsense').remove(context, [{ id: 1 }]), refusals.notFoundV2);
            assert.deepEqual(await stored(context), original);
            assert.deepEqual(await labelsOf(context, id), [1]);
        },
    },
    {
        name: 'v2 methods of options are for administrators with a key that may write, each in a company of their own',
        async run(context) {
            const { sdk, url, folder } = context;
            const bob = await addUser(context, 'Bob Berg');
            const reader = sdk.connect(url, { apiKey: await folder.createKey('ann@acme.example', 'read') });
            const { id } = await add(bob, { name: 'x', label_ids: [2] });
            for (const [who, refused] of [
                [bob, refusals.notAllowed],
                [reader, refusals.wrongScope],
                [sdk.connect(url, { apiKey: 'nonsense' }), refusals.unauthorized],
            ]) {
                await rejects(labels.add(who, [{ label: 'New' }]), refused);
                await rejects(labels.update(who, [{ id: 1, label: 'New' }]), refused);
                await rejects(labels.remove(who, [{ id: 2 }]), refused);
            }
            const other = await addCompany(context, 'Zenith', 'zoe@zenith.example');
            await labels.remove(other, [{ id: 2 }, { id: 3 }]);
            await labels.update(other, [{ id: 1, label: "Zoe's" }]);
            const [added] = (await labels.add(other, [{ label: 'New' }])).data;
            assert.deepEqual(await stored({ sdk, ...other }), [{ ...original[0], label: "Zoe's" }, original[3], added]);
            await rejectsAsInvalid(setLabels(context, id, [added.id]));
            assert.deepEqual(await stored(context), original);
            assert.deepEqual(await labelsOf(context, id), [2]);
        },
    },
];
