// node tests/program/run.mjs [--stele PATH] [--filter SUBSTRING]: the program as a person starts, stops and misuses it.
import { binaryOf, parseOptions } from '../lib/options.mjs';
import { testsOnPostgres } from '../lib/postgres.mjs';
import { DataFolder } from '../lib/stele.mjs';
import { archiveCases } from './archive_cases.mjs';
import { backupCases } from './backup_cases.mjs';
import { cases } from './cases.mjs';
import { companyCases } from './company_cases.mjs';
import { deletionCases } from './deletion_cases.mjs';
import { demoCases } from './demo_cases.mjs';
import { jobCases } from './job_cases.mjs';
import { listCases } from './list_cases.mjs';
import { rateLimitCases } from './rate_limit_cases.mjs';
import { readmeCases } from './readme_cases.mjs';
import { rogerrogerCases } from './rogerroger_cases.mjs';
import { settingsCases } from './settings_cases.mjs';
import { uploadCases } from './upload_cases.mjs';
import { webCases } from './web_cases.mjs';

const allCases = [cases, settingsCases, webCases, rateLimitCases, companyCases, deletionCases, demoCases, jobCases, listCases, archiveCases, backupCases, uploadCases, readmeCases, rogerrogerCases].flatMap((some) =>
    Object.entries(some),
);

// Most cases are about files; on PostgreSQL these are of use.
const storedAnywhere = new Set([
    'init prints the key and nothing else, once',
    'a revoked key and a deactivated user stop at once on a running server',
    'no key, token or body goes into the log',
    ...[archiveCases, companyCases, deletionCases, demoCases, jobCases, listCases, rateLimitCases, readmeCases, rogerrogerCases, uploadCases, webCases].flatMap((some) => Object.keys(some)),
]);
const isMeant = (name) => !testsOnPostgres || storedAnywhere.has(name);

async function runCase(name, test, template) {
    const folder = await template.copy();
    try {
        await test(folder);
        console.log(`ok   ${name}`);
        return true;
    } catch (error) {
        console.log(`FAIL ${name}\n     ${error.stack ?? error}`);
        return false;
    } finally {
        await folder.remove();
    }
}

async function main() {
    const options = parseOptions(process.argv.slice(2), ['stele', 'filter']);
    const template = await DataFolder.create(binaryOf(options));
    let passed = 0;
    let failed = 0;
    for (const [name, test] of allCases) {
        if (!isMeant(name) || !name.includes(options.filter ?? '')) continue;
        if (await runCase(name, test, template)) passed++;
        else failed++;
    }
    await template.remove();
    console.log(`${passed} passed, ${failed} failed`);
    process.exitCode = failed || !passed ? 1 : 0;
}

main().catch((error) => {
    console.error(error);
    process.exitCode = 1;
});
