// Clients of Ortto's, of which none can be installed here: what they send, and what they read of the replies, as their sources say.
import assert from 'node:assert/strict';
import { suite as alpha } from './alpha.mjs';
import { suite as flethy } from './flethy.mjs';
import { suite as fusewp } from './fusewp.mjs';
import { suite as monoscope } from './monoscope.mjs';
import { suite as phpdevkits } from './phpdevkits_cases.mjs';
import { suite as pipedream } from './pipedream.mjs';
import { suite as posthog } from './posthog.mjs';
import { suite as wpFusion } from './wp_fusion.mjs';

// `create` makes the client of a key, which has a wire; `calls` are those that must have been answered in some case.
function suiteOf({ name, create, calls, cases }) {
    const clients = [];
    return {
        name,
        connect(url, key) {
            const client = create(url, key);
            clients.push(client);
            return { client };
        },
        cases,
        finish() {
            const answered = new Set(clients.flatMap(({ wire }) => [...wire.answered]));
            assert.deepEqual(
                calls.filter((call) => !answered.has(call)),
                [],
            );
        },
    };
}

export const suites = [monoscope, fusewp, wpFusion, phpdevkits, alpha, posthog, pipedream, flethy].map(suiteOf);
