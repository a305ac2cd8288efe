// Every measure there is, one program after another.
//
// node bench/all.mjs [--check] [--stele PATH] [NAME...] [options of bench/run.mjs]
//
// NAMEs choose among: server scale search filters merges around uploads accounts lists. --check exits 1 when one of them misses a target.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { binaryOf } from '../tests/lib/options.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const script = (name, ...args) => ({ stele, rest }) => [process.execPath, [join(here, name), '--stele', stele, ...args, ...rest]];
const alone = (make) => ({ stele }) => make({ stele, rest: [] });
const program = (name) => ({ stele }) => [join(dirname(stele), 'bench', name), []];

const programs = {
    server: script('run.mjs', '--check'),
    scale: alone(script('scale.mjs')),
    search: program('search'),
    filters: program('filters'),
    merges: alone(script('merges.mjs')),
    around: alone(script('around.mjs', '--check', 'true')),
    uploads: alone(script('uploads.mjs')),
    accounts: alone(script('accounts.mjs')),
    lists: alone(script('lists.mjs')),
};

// Its exit status.
function run([command, args]) {
    return new Promise((resolve, reject) => {
        const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
        child.once('error', reject);
        child.once('close', (status) => resolve(status ?? 1));
    });
}

const args = process.argv.slice(2);
const names = args.filter((argument) => argument in programs);
const at = args.indexOf('--stele');
const stele = binaryOf({ stele: at < 0 ? undefined : args[at + 1] });
const rest = args.filter((argument, i) => !(argument in programs) && argument !== '--check' && (at < 0 || (i !== at && i !== at + 1)));
const missed = [];
for (const name of names.length ? names : Object.keys(programs)) {
    console.log(`\n== ${name}`);
    if ((await run(programs[name]({ stele, rest }))) !== 0) missed.push(name);
}
console.log(missed.length ? `\nwith missed targets: ${missed.join(', ')}` : '\nall targets reached');
if (missed.length && args.includes('--check')) process.exitCode = 1;
