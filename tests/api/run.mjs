// node tests/api/run.mjs [--stele PATH] [--filter SUBSTRING]: plays the scenarios; exit status 1 when anything fails.
import { fileURLToPath } from 'node:url';
import { binaryOf, parseOptions } from '../lib/options.mjs';
import { runSuite } from './lib/suite.mjs';

async function main() {
    const options = parseOptions(process.argv.slice(2), ['stele', 'filter']);
    const root = fileURLToPath(new URL('.', import.meta.url));
    const report = ({ name, played, failures }) => {
        console.log(`${failures.length ? 'FAIL' : 'ok  '} ${name} (${played} steps)`);
        failures.forEach((failure) => console.log(`     ${failure}`));
    };
    const result = await runSuite({ binary: binaryOf(options), root, filter: options.filter, report });
    result.overall.forEach((failure) => console.log(`FAIL ${failure}`));
    console.log(
        `${result.passed} passed, ${result.failed} failed (scenario files and checks over all; ${result.played} steps)`,
    );
    process.exitCode = result.failures.length ? 1 : 0;
}

main().catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
});
