// Style and structure as a test: reads the tree, prints what breaks a rule as file:line, exits 1 when there is any.
//
// node tests/tidy/run.mjs [ROOT]

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { exceptions } from './exceptions.mjs';
import { checkTree } from './rules.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(process.argv[2] ?? join(here, '../..'));

// What git tracks or would track; path -> text. Binary files are left out.
function readTree() {
    const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
        cwd: root,
        maxBuffer: 64 << 20,
    });
    const files = new Map();
    for (const path of listed.toString('utf8').split('\0')) {
        if (!path || !existsSync(join(root, path))) continue;
        const bytes = readFileSync(join(root, path));
        if (!bytes.includes(0)) files.set(path, bytes.toString('utf8'));
    }
    return files;
}

const files = readTree();
const findings = checkTree(files, exceptions);
for (const { path, line, rule, message } of findings) console.log(`${path}:${line}: ${rule}: ${message}`);
console.log(`${files.size} files, ${findings.length} findings`);
process.exitCode = findings.length ? 1 : 0;
