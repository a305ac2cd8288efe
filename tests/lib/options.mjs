// Command lines of the test programs: `--name value`, known names only.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

export function parseOptions(args, names) {
    const options = {};
    for (let i = 0; i < args.length; i += 2) {
        const name = args[i].replace(/^--/, '');
        if (!args[i].startsWith('--') || !names.includes(name)) throw new Error(`unknown argument ${args[i]}`);
        if (args[i + 1] === undefined) throw new Error(`${args[i]} needs a value`);
        options[name] = args[i + 1];
    }
    return options;
}

export function binaryOf(options) {
    const path = resolve(options.stele ?? 'build/release/stele');
    if (!existsSync(path)) throw new Error(`no program at ${path}: build it, or name it with --stele PATH`);
    return path;
}
