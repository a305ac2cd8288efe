// Static analysis: clang-tidy over the sources below src/, several as one (cmake/groups.mjs), since most of its time goes into
// their headers. A group that does not compile is analysed file by file. Prints the findings, exits 1 when there are any.
//
// node tests/tidy/analysis.mjs BUILD     a build folder that is configured for clang; the groups are written into it

import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { groupSources } from '../../cmake/groups.mjs';

const largestGroup = 12;  // files: beyond that the headers are the smaller part, and memory grows

// Every folder's definitions and include paths together: what is defined for another folder harms none.
function commonCommand(commands) {
    const flags = (command) => command.match(/-isystem (\\.|\S)+|(\\.|\S)+/g);
    const [compiler, ...rest] = flags(commands[0].command.replace(/ -o .*$/, ''));
    const paths = commands.flatMap(({ command }) => flags(command)).filter((flag) => /^-(D|I|isystem)/.test(flag));
    return [...new Set([compiler, ...paths, ...rest])].join(' ');
}

// Writes a source for each group of several files, and how to compile them -> the path to analyse of each group.
function writeGroups(groups, { root, build, command }) {
    const folder = join(build, 'groups');
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const commands = [];
    const paths = groups.map((group, index) => {
        if (group.length === 1) return join(root, group[0]);
        const file = join(folder, `${index}.cc`);
        const include = (path) => `#include "${join(root, path)}"  // NOLINT(bugprone-suspicious-include)\n`;
        writeFileSync(file, group.map(include).join(''));
        commands.push({ directory: build, file, command: `${command} -c ${file}` });
        return file;
    });
    writeFileSync(join(folder, 'compile_commands.json'), JSON.stringify(commands));
    return paths;
}

// What clang-tidy says about a file, '' when nothing. database: the folder of compile_commands.json.
function judge(database, file) {
    return new Promise((done) => {
        const child = spawn('clang-tidy-19', ['-p', database, '--quiet', file], { stdio: ['ignore', 'pipe', 'pipe'] });
        let output = '';
        for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
        child.on('error', (error) => done(`${file}: ${error.message}\n`));
        child.on('close', (code, signal) => {
            const said = output.replace(/^\d+ warnings?( and \d+ errors?)? generated\.\n/gm, '');
            done(code === 0 ? said : said || `${file}: clang-tidy ended with ${signal ?? code}\n`);
        });
    });
}

// Runs tasks, as many at a time as there are processors.
async function inParallel(tasks) {
    const waiting = [...tasks];
    const work = async () => {
        while (waiting.length) await waiting.shift()();
    };
    await Promise.all(cpus().map(work));
}

// files: path below root -> text, of sources and headers. Resolves to { found: what is wrong, groups, apart: files of groups
// that do not compile }.
export async function analyse({ root, build, files, limit = largestGroup }) {
    const sources = [...files.keys()].filter((path) => path.endsWith('.cc'));
    // A dialect's files have most in common, so they are the least likely to go together: the others fill up their groups.
    const isDialect = (path) => path.startsWith('src/dialect/');
    const groups = groupSources(files, [...sources.filter(isDialect), ...sources.filter((path) => !isDialect(path))], limit);
    const database = JSON.parse(readFileSync(join(build, 'compile_commands.json'), 'utf8'));
    const command = commonCommand(database.filter(({ file }) => files.has(relative(root, file))));
    const paths = writeGroups(groups, { root, build, command });

    const found = new Set();
    const apart = [];
    await inParallel(groups.map((group, index) => async () => {
        const several = group.length > 1;
        const said = await judge(several ? join(build, 'groups') : build, paths[index]);
        if (several && said.includes('[clang-diagnostic-error')) apart.push(...group);
        else if (said) found.add(said);
    }));
    await inParallel(apart.map((path) => async () => {
        const said = await judge(build, join(root, path));
        if (said) found.add(said);
    }));
    return { found: [...found], groups, apart };
}

function readSources(root) {
    const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard', 'src'], { cwd: root });
    const paths = listed.toString('utf8').split('\0').filter((path) => /\.(cc|h)$/.test(path) && existsSync(join(root, path)));
    return new Map(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}

async function main(build) {
    const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
    const { found, groups, apart } = await analyse({ root, build: resolve(build), files: readSources(root) });
    for (const said of found) process.stdout.write(said);
    if (apart.length) console.log(`in groups that do not compile, so analysed one by one: ${apart.join(' ')}`);
    console.log(`${groups.flat().length} files in ${groups.length} groups, ${found.length ? 'with findings' : 'no findings'}`);
    process.exitCode = found.length ? 1 : 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv[2]);
