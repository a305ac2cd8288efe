// Notes about organizations and persons, and comments on them.
import assert from 'node:assert/strict';
import { refusal, rejects } from './refusals.mjs';
import { addOrganization, addPersonV2, addUser, ids } from './setup.mjs';

const noteNotFound = refusal('Note not found');
const commentNotFound = refusal('Comment not found');

async function addNote({ notes }, AddNoteRequest) {
    return (await notes.addNote({ AddNoteRequest })).data;
}

async function addComment({ notes }, id, content) {
    return (await notes.addNoteComment({ id, CommentPostPutObject: { content } })).data;
}

const contents = ({ data }) => data.map(({ content }) => content);

export const cases = [
    {
        name: 'addNote answers what getNote reads',
        async run(context) {
            const { id: org_id } = await addOrganization(context, { name: 'Norte Vidros' });
            const added = await addNote(context, { content: '<p>Called</p>', org_id, pinned_to_organization_flag: 1 });
            assert.deepEqual(added.organization, { name: 'Norte Vidros' });
            assert.deepEqual([added.org_id, added.person_id, added.pinned_to_organization_flag, added.user.is_you], [org_id, null, true, true]);
            const { notes } = context;
            assert.deepEqual(await notes.getNote({ id: added.id }), { success: true, data: added });
            await rejects(notes.getNote({ id: added.id + 1 }), noteNotFound);
            await rejects(notes.addNote({ AddNoteRequest: { content: 'x' } }), refusal('a note must be about an organization, a person or a deal'));
            await rejects(notes.addNote({ AddNoteRequest: { content: 'x', org_id: 99 } }), refusal('there is no organization 99'));
        },
    },
    {
        name: 'getNotes lists, narrows, sorts and pages',
        async run(context) {
            const { id: org_id } = await addOrganization(context, { name: 'Norte Vidros' });
            const { id: person_id } = await addPersonV2(context, { name: 'Ines' });
            const first = { content: 'b', org_id, add_time: '2024-03-01 10:00:00', pinned_to_organization_flag: 1 };
            await addNote(context, first);
            await addNote(context, { content: 'a', person_id, add_time: '2024-03-02 10:00:00' });
            await addNote(context, { content: 'c', org_id, person_id, add_time: '2024-03-03 10:00:00' });
            const { notes } = context;
            const list = async (asked) => contents(await notes.getNotes(asked));
            assert.deepEqual(await list({}), ['b', 'a', 'c']);
            assert.deepEqual(await list({ org_id }), ['b', 'c']);
            assert.deepEqual(await list({ person_id, user_id: 1 }), ['a', 'c']);
            assert.deepEqual(await list({ deal_id: 1 }), []);
            assert.deepEqual(await list({ sort: 'content DESC' }), ['c', 'b', 'a']);
            assert.deepEqual(await list({ start_date: '2024-03-02', end_date: '2024-03-02' }), ['a']);
            assert.deepEqual(await list({ pinned_to_organization_flag: 1 }), ['b']);
            assert.deepEqual(await list({ pinned_to_organization_flag: 0 }), ['a', 'c']);
            assert.deepEqual(await list({ pinned_to_person_flag: 1 }), []);
            const page = await notes.getNotes({ start: 1, limit: 1 });
            assert.deepEqual(contents(page), ['a']);
            const pagination = { start: 1, limit: 1, more_items_in_collection: true, next_start: 2 };
            assert.deepEqual(page.additional_data.pagination, pagination);
        },
    },
    {
        name: 'updateNote changes what it names, deleteNote takes the note away',
        async run(context) {
            const { id: org_id } = await addOrganization(context, { name: 'Norte Vidros' });
            const added = await addNote(context, { content: 'a', org_id });
            const { notes } = context;
            const { data } = await notes.updateNote({ id: added.id, NoteRequest: { content: 'b' } });
            assert.deepEqual(data, { ...added, content: 'b', update_time: data.update_time });
            assert.deepEqual(await notes.deleteNote({ id: added.id }), { success: true, data: true });
            await rejects(notes.deleteNote({ id: added.id }), noteNotFound);
            assert.deepEqual(ids(await notes.getNotes({ org_id })), []);
        },
    },
    {
        name: 'comments are added, read, changed and deleted',
        async run(context) {
            const { id: org_id } = await addOrganization(context, { name: 'Norte Vidros' });
            const { id } = await addNote(context, { content: 'a', org_id });
            const added = await addComment(context, id, 'Well said');
            await addComment(context, id, 'Indeed');
            const { notes } = context;
            const commentId = added.uuid;
            assert.deepEqual([added.object_id, added.object_type, added.user_id], [String(id), 'note', 1]);
            assert.deepEqual((await notes.getComment({ id, commentId })).data, added);
            const CommentPostPutObject = { content: 'Well put' };
            const { data } = await notes.updateCommentForNote({ id, commentId, CommentPostPutObject });
            assert.deepEqual(data, { ...added, content: 'Well put', update_time: data.update_time });
            assert.deepEqual(contents(await notes.getNoteComments({ id })), ['Well put', 'Indeed']);
            assert.deepEqual(contents(await notes.getNoteComments({ id, start: 1, limit: 1 })), ['Indeed']);
            assert.deepEqual(await notes.deleteComment({ id, commentId }), { success: true, data: true });
            await rejects(notes.getComment({ id, commentId }), commentNotFound);
        },
    },
    {
        name: 'a comment is changed by its author and by admins',
        async run(context) {
            const { id: org_id } = await addOrganization(context, { name: 'Norte Vidros' });
            const { id } = await addNote(context, { content: 'a', org_id });
            const { uuid: commentId } = await addComment(context, id, 'of the admin');
            const bob = await addUser(context, 'Bob');
            const CommentPostPutObject = { content: 'x' };
            const refused = await bob.notes.updateCommentForNote({ id, commentId, CommentPostPutObject }).catch((body) => body);
            assert.deepEqual([refused.success, refused.error], [false, 'A comment is changed by its author']);
            const own = await addComment(bob, id, 'of Bob');
            const { data } = await context.notes.updateCommentForNote({ id, commentId: own.uuid, CommentPostPutObject });
            assert.deepEqual([data.content, data.user_id, data.updater_id], ['x', own.user_id, 1]);
        },
    },
];

export const latestCases = [
    {
        name: 'getNotes updated_since narrows to what was changed',
        async run(context) {
            const { id: org_id } = await addOrganization(context, { name: 'Norte Vidros' });
            await addNote(context, { content: 'a', org_id });
            const { notes } = context;
            assert.deepEqual(contents(await notes.getNotes({ updated_since: '2020-01-01T00:00:00Z' })), ['a']);
            assert.deepEqual(contents(await notes.getNotes({ updated_since: '2999-01-01T00:00:00Z', task_id: 1 })), []);
        },
    },
];
