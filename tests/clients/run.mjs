// node tests/clients/run.mjs [--stele PATH] [--filter SUBSTRING]: vendors' own clients, unchanged, against a real server; of a
// vendor that has none, what clients of others send to it (ortto/).
import { binaryOf, parseOptions } from '../lib/options.mjs';
import { DataFolder } from '../lib/stele.mjs';
import { suites as across } from './across/suites.mjs';
import { runCases } from './driver.mjs';
import { suites as ortto } from './ortto/suites.mjs';
import { suites as pipedrive } from './pipedrive/suites.mjs';
import { suites as rogerroger } from './rogerroger/suite.mjs';

// On PostgreSQL of the SDK the version alone that has the most methods: it is the same dialect over another store.
const versions = (suites) => (process.env.TEST_POSTGRES_URL ? suites.slice(1, 2) : suites);
const chosen = [...versions(pipedrive), ...ortto, ...rogerroger, ...versions(across)];

async function main() {
    const options = parseOptions(process.argv.slice(2), ['stele', 'filter']);
    const template = await DataFolder.create(binaryOf(options));
    try {
        const counts = { passed: 0, failed: 0 };
        for (const suite of chosen) {
            const result = await runCases(suite, template, options.filter ?? '');
            counts.passed += result.passed;
            counts.failed += result.failed;
        }
        console.log(`${counts.passed} passed, ${counts.failed} failed`);
        process.exitCode = counts.failed || !counts.passed ? 1 : 0;
    } finally {
        await template.remove();
    }
}

main().catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
});
