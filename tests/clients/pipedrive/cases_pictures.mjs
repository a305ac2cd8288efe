// Pictures of persons: uploaded by the SDK, and shown at an address that needs no key.
import assert from 'node:assert/strict';
import { refusal, rejects } from './refusals.mjs';
import { addPersonV2 } from './setup.mjs';

// Two pixels: a red one and a blue one.
const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAIAAAB7QOjdAAAADUlEQVR42mP4zwAE/wEHAAH/PX2MSQAAAABJRU5ErkJggg==',
    'base64',
);
const pictureOf = (bytes) => new File([bytes], 'ines.png', { type: 'image/png' });

async function addPicture({ persons }, id) {
    const { data } = await persons.addPersonPicture({ id, file: pictureOf(png) });
    const [[key, picture], ...others] = Object.entries(data);
    assert.deepEqual([others, Number(key)], [[], picture.id]);
    return picture;
}

const pictureIdOf = async ({ personsV2 }, id) => (await personsV2.getPerson({ id })).data.picture_id;

// Addresses begin with --public-url.
const fetched = async ({ url }, address) => fetch(new URL(new URL(address).pathname, url));

export const cases = [
    {
        name: 'addPersonPicture shows a picture, and deletePersonPicture takes it away',
        async run(context) {
            const { id } = await addPersonV2(context, { name: 'Ines Couto' });
            const picture = await addPicture(context, id);
            assert.deepEqual([picture.item_type, picture.item_id, picture.active_flag], ['person', id, true]);
            assert.equal(await pictureIdOf(context, id), picture.id);
            for (const size of ['128', '512']) {
                const shown = await fetched(context, picture.pictures[size]);
                assert.deepEqual([shown.status, shown.headers.get('content-type')], [200, 'image/jpeg']);
                assert.deepEqual([...new Uint8Array(await shown.arrayBuffer()).subarray(0, 2)], [0xff, 0xd8]);
            }
            const { data } = await context.persons.deletePersonPicture({ id });
            assert.deepEqual(data, { id });
            assert.equal(await pictureIdOf(context, id), null);
        },
    },
    {
        name: 'addPersonPicture refuses what is no picture',
        async run(context) {
            const { id } = await addPersonV2(context, { name: 'Ines Couto' });
            const refused = refusal('The file is no picture: PNG, JPEG, GIF and WebP are taken.');
            await rejects(context.persons.addPersonPicture({ id, file: pictureOf('<svg/>') }), refused);
            assert.equal(await pictureIdOf(context, id), null);
        },
    },
];

export const casesV2 = [
    {
        name: 'getPersonPicture tells of what addPersonPicture added',
        async run(context) {
            const { id } = await addPersonV2(context, { name: 'Ines Couto' });
            const added = await addPicture(context, id);
            const { data } = await context.personsV2.getPersonPicture({ id });
            assert.deepEqual([data.id, data.item_id, data.pictures], [added.id, id, added.pictures]);
            assert.ok(data.file_size > 100);
        },
    },
];
