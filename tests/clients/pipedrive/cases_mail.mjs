// Mail of organizations, persons and deals, and a user's mailbox.
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { refusal, rejects } from './refusals.mjs';
import { addOrganization, addPersonV2, ids } from './setup.mjs';

const mbox = fileURLToPath(new URL('../../lib/mail/norte.mbox', import.meta.url));
const threadNotFound = refusal('Mail thread not found');

// Into the mailbox of the administrator, to whom it was not sent.
async function importMail({ folder }) {
    const { status, stdout, stderr } = await folder.run(['mail', 'import', mbox]);
    assert.deepEqual([status, stdout], [0, 'added 3 messages; 0 were there already, 0 could not be read\n'], stderr);
}

const listed = ({ data }) => data.map(({ object, data: { id } }) => `${object} ${id}`);

export const cases = [
    {
        name: 'mail is listed with the organization, the person and the deal that it belongs to',
        async run(context) {
            const { v1, persons, deals, dealsV2, mailbox } = context;
            const { id: org_id } = await addOrganization(context, { name: 'Norte Vidros' });
            const { id } = await addPersonV2(context, { name: 'Ines', org_id, emails: [{ value: 'ines@nortevidros.example' }] });
            await importMail(context);
            const ofOrganization = await v1.getOrganizationMailMessages({ id: org_id });
            assert.deepEqual(listed(ofOrganization), ['mailMessage 2', 'mailMessage 1']);
            const [{ data }] = ofOrganization.data;
            assert.deepEqual([data.subject, data.to[0].linked_person_id, data.mail_thread_id], ['Re: Vidros', id, 1]);
            const page = await persons.getPersonMailMessages({ id, start: 1, limit: 1 });
            assert.deepEqual(listed(page), ['mailMessage 1']);
            const { id: dealId } = (await dealsV2.addDeal({ AddDealRequest: { title: 'Panes' } })).data;
            await mailbox.updateMailThreadDetails({ id: 1, deal_id: dealId });
            assert.deepEqual(listed(await deals.getDealMailMessages({ id: dealId })), ['mailMessage 2', 'mailMessage 1']);
            await rejects(v1.getOrganizationMailMessages({ id: 99 }), refusal('Organization not found'));
        },
    },
    {
        name: 'getMailMessage shows one message, with its body when asked for',
        async run(context) {
            await importMail(context);
            const { mailbox } = context;
            const reply = await mailbox.getMailMessage({ id: 2, include_body: 1 });
            const { data } = reply;
            assert.deepEqual([reply.statusCode, reply.statusText, reply.service], [200, 'OK', 'mailbox']);
            assert.match(data.body, /^<p>|<p>Our <b>offer<\/b>/);
            assert.doesNotMatch(data.body, /script|onload|javascript/);
            assert.deepEqual([data.from[0].email_address, data.has_attachments_flag], ['bob@acme.example', 1]);
            assert.equal((await mailbox.getMailMessage({ id: 1 })).data.body, undefined);
            await rejects(mailbox.getMailMessage({ id: 99 }), refusal('Mail message not found'));
        },
    },
    {
        name: 'threads are listed by folder, changed and deleted',
        async run(context) {
            await importMail(context);
            const { mailbox } = context;
            const folder = async (name, asked = {}) => ids(await mailbox.getMailThreads({ folder: name, ...asked }));
            assert.deepEqual(await folder('inbox'), [2, 1]);
            assert.deepEqual(await folder('inbox', { start: 1, limit: 1 }), [1]);
            assert.deepEqual(await folder('sent'), []);
            const { data } = await mailbox.getMailThread({ id: 1 });
            assert.deepEqual([data.message_count, data.parties.from.length, data.folders], [2, 2, ['inbox']]);
            const messages = await mailbox.getMailThreadMessages({ id: 1 });
            assert.deepEqual(ids(messages), [1, 2]);
            const flags = { read_flag: 0, archived_flag: 1, shared_flag: 0 };
            const changed = (await mailbox.updateMailThreadDetails({ id: 1, ...flags })).data;
            assert.deepEqual([changed.read_flag, changed.archived_flag, changed.shared_flag], [0, 1, 0]);
            assert.deepEqual(await folder('archive'), [1]);
            assert.deepEqual((await mailbox.deleteMailThread({ id: 1 })).data, { id: 1 });
            await rejects(mailbox.getMailThread({ id: 1 }), threadNotFound);
            assert.deepEqual(await folder('archive'), []);
        },
    },
];
