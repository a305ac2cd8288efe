// Random writes: each is planned by the rules (what must be answered, what it changes), sent, and judged.
import { planActivityWrite, planDealWrite } from './deals.mjs';
import { drawCaller } from './draw.mjs';
import { planFilterWrite } from './filters.mjs';
import { marker } from './markers.mjs';
import { planFileWrite } from './files.mjs';
import { planNoteWrite } from './notes.mjs';
import { planOrttoWrite } from './ortto_writes.mjs';
import { planOrganizationWrite } from './organization_writes.mjs';
import { planPersonWrite } from './person_writes.mjs';
import { planRelationshipWrite } from './relationships.mjs';
import { planRogerRogerWrite } from './rogerroger_writes.mjs';
import { Astray, describe, parsed } from './round.mjs';

// A plan is {name, request, twin, status, reads(reply), apply(data, done), shows(data)}. `status` is what the rules say; `twin`
// is the same request about a record that never was, where the request is about a hidden one; reads() is the part of the reply
// that is of interest, its `data` where left out; apply() tells the model, and `done` whose history it is in; shows() is what
// the reply shows and what it should, once the model knows.
export async function writeSomething(round) {
    const caller = drawCaller(round);
    round.writeNumber += 1;
    const planOf = round.draw.pick([
        ...Array(5).fill(planOrganizationWrite),
        ...Array(3).fill(planPersonWrite),
        ...[planNoteWrite, planNoteWrite, planDealWrite, planDealWrite, planActivityWrite, planActivityWrite],
        ...[planFileWrite, planRelationshipWrite, planFilterWrite, planOrttoWrite, planOrttoWrite, planOrttoWrite],
        ...Array(4).fill(planRogerRogerWrite),
    ]);
    const plan = await planOf(round, caller, round.writeNumber);
    if (plan) await carryOut(round, caller, plan);
}

const isDone = ({ status }) => status >= 200 && status < 300;

async function carryOut(round, caller, plan) {
    const { writeNumber } = round;
    const { request } = plan;
    const agent = marker(caller.company.letter, 'agent', writeNumber, 'ua', writeNumber);
    request.headers = { ...request.headers, 'user-agent': agent };
    const reads = plan.reads ?? (({ data }) => data);
    const expected = caller.scope === 'read' ? 403 : plan.status;
    const reply = await round.ask(round.connection, caller, request, (got) => {
        if (!isDone(got) || got.status !== expected) return;
        round.writes.set(writeNumber, { touched: [] });
        plan.apply(reads(parsed(got)), round.writes.get(writeNumber));
    });
    if (plan.twin) await askTwin(round, caller, request, reply, plan.twin);
    const who = `${caller.user.role} of ${caller.company.letter} (${caller.scope}): ${describe(request)}`;
    if (reply.status !== expected) {
        const detail = `${who}: ${reply.status}, not ${expected}: ${reply.body.slice(0, 300)}`;
        round.fail(`a write is answered otherwise than the rules say: ${plan.name}`, detail);
        if (isDone(reply) && !plan.changesNothing) throw new Astray(detail);
    } else if (isDone(reply) && plan.shows) {
        const [seen, wanted] = plan.shows(reads(parsed(reply))).map((shown) => JSON.stringify(shown));
        if (seen !== wanted) round.fail(`the reply to a write: ${plan.name}`, `${who}: ${seen}\n    not ${wanted}`);
    }
}

async function askTwin(round, caller, request, reply, { request: asked, ids, mayPass }) {
    const twin = { ...asked, headers: request.headers };
    const twinReply = await round.ask(round.connection, caller, twin);
    round.compare(caller, request, reply, twin, twinReply, ids);
    if (isDone(twinReply) && !mayPass) throw new Astray(`${describe(twin)}: ${twinReply.status}`);
}
