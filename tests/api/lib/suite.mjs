// All scenarios of a folder, on a few servers at once, with what is checked over all of them.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DataFolder, runProgram } from '../../lib/stele.mjs';
import { Coverage, parseRoutes } from './coverage.mjs';
import { playFile } from './play.mjs';

const workers = 2;

// Scenarios lie one folder deep: <dialect>/<noun>.test. Anything else there must be known, or it would never be run.
export async function findScenarios(root) {
    const files = [];
    const problems = [];
    const checks = [];
    for (const dialect of (await directories(root)).filter((name) => name !== 'lib')) {
        for (const entry of await readdir(join(root, dialect), { withFileTypes: true })) {
            const name = `${dialect}/${entry.name}`;
            if (entry.name.endsWith('.test')) files.push({ name, path: join(root, name) });
            else if (entry.name === 'checks.mjs') checks.push(join(root, name));
            else if (!/\.(mjs|json|md)$/.test(name) && !entry.isDirectory()) problems.push(`${name} is never run`);
        }
    }
    return { files: files.sort((a, b) => (a.name < b.name ? -1 : 1)), problems, checks };
}

async function directories(root) {
    const entries = await readdir(root, { withFileTypes: true });
    return entries
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name)
        .sort();
}

const people = { bob: 'Bob Berg', cid: 'Cid Castro' };

// What is bound before the first step of a scenario.
export const boundNames = ['ann_key', 'ann_secret', 'reader_key', ...Object.keys(people).flatMap((name) => [`${name}_id`, `${name}_key`])];

// One company with a small cast; every scenario gets a copy of it.
async function makeTemplate(binary) {
    const folder = await DataFolder.create(binary);
    const bindings = { ann_key: folder.adminKey };
    for (const [name, fullName] of Object.entries(people)) {
        bindings[`${name}_id`] = Number(await folder.addUser(`${name}@acme.example`, fullName));
        bindings[`${name}_key`] = await folder.createKey(`${name}@acme.example`);
    }
    bindings.reader_key = await folder.createKey('ann@acme.example', 'read');
    bindings.ann_secret = folder.adminKey.replace(/^st_\d+_/, '');
    return { folder, bindings };
}

async function inParallel(items, work) {
    const waiting = [...items];
    const worker = async () => {
        while (waiting.length) await work(waiting.shift());
    };
    await Promise.all(Array.from({ length: workers }, worker));
}

async function loadChecks(paths, rows) {
    const modules = await Promise.all(paths.map((path) => import(pathToFileURL(path).href)));
    return modules.map((module) => module.createChecks(rows));
}

async function routesOf(binary) {
    const result = await runProgram(binary, ['routes']);
    if (result.status !== 0) throw new Error(`stele routes: exit status ${result.status}\n${result.stderr}`);
    return parseRoutes(result.stdout);
}

// {passed, failed, played, failures, overall}. With a filter the checks over the whole suite are left out.
export async function runSuite({ binary, root, filter = '', report = () => {} }) {
    const found = await findScenarios(root);
    const files = found.files.filter(({ name }) => name.includes(filter));
    if (!files.length) return summary([], [`no scenario matches ${JSON.stringify(filter)}`]);
    const template = await makeTemplate(binary);
    try {
        const rows = await routesOf(binary);
        const coverage = new Coverage(rows);
        const checks = await loadChecks(found.checks, rows);
        const observe = (exchange) => {
            coverage.record(exchange.method, exchange.target, exchange.status);
            const problems = checks.flatMap((check) => check.reply(exchange));
            return { problems, links: checks.flatMap((check) => check.links?.(exchange) ?? []) };
        };
        const results = [];
        await inParallel(files, async (file) => {
            const result = await playFile(file, template, observe);
            report(result);
            results.push(result);
        });
        const overall = filter
            ? []
            : [...found.problems, ...coverage.problems(), ...checks.flatMap((check) => check.finish())];
        return summary(results, overall);
    } finally {
        await template.folder.remove();
    }
}

// Counts files and, each by itself, what failed over all of them.
function summary(results, overall) {
    const failedFiles = results.filter(({ failures }) => failures.length).length;
    return {
        passed: results.length - failedFiles,
        failed: failedFiles + overall.length,
        played: results.reduce((sum, { played }) => sum + played, 0),
        failures: [...results.flatMap(({ failures }) => failures), ...overall],
        overall,
    };
}
