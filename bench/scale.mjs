// What one organization costs among a million, beside what it costs among ten thousand.
//
// node bench/scale.mjs [--stele PATH] [--few N] [--many N] [--rounds N] [--seconds N] [--folder DIR]
//
// Each round measures both servers, one after the other. Exits 1 when the median of the ratio misses its target. What is loaded
// into a folder that is named stays there, and is used as it is by the next run.
import { access, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { random } from '../tests/crash/random.mjs';
import { binaryOf, parseOptions } from '../tests/lib/options.mjs';
import { DataFolder, Server } from '../tests/lib/stele.mjs';
import { load } from './client.mjs';
import { median } from './measures.mjs';
import { organizationsV2 } from './organizations.mjs';
import { replay, requestBytes, writeRequests } from './yardsticks.mjs';

const mostTimes = 1.3;
const requests = 50_000;

function* randomGets(key, lastId) {
    const draw = random(2);
    for (let i = 0; i < requests; i += 1) yield requestBytes('GET', `/v1/organizations/${draw.between(1, lastId)}`, key);
}

const owner = { company: 'Bench', admin: 'admin@bench.example' };
const exists = (path) => access(path).then(() => true, () => false);

// The folder `path`, with the key of its admin in a file beside it once it is filled.
async function keptFolder(binary, path) {
    const folder = new DataFolder(binary, path);
    folder.keyFile = `${path}.key`;
    if (await exists(folder.keyFile)) {
        folder.adminKey = await readFile(folder.keyFile, 'utf8');
        folder.isFilled = true;
        return folder;
    }
    await rm(path, { recursive: true, force: true });
    await mkdir(path, { recursive: true });
    folder.adminKey = await folder.line(['init', '--company', owner.company, '--admin', owner.admin]);
    return folder;
}

class Company {
    static async create(binary, work, organizations, kept) {
        const company = new Company();
        company.folder = await (kept ? keptFolder(binary, join(kept, String(organizations))) : DataFolder.create(binary, owner));
        company.server = await Server.start(company.folder, ['--loops', '1', '--access-log', 'false']);
        const key = company.folder.adminKey;
        if (!company.folder.isFilled) await load(company.server, key, organizationsV2(organizations, 1, [1]));
        if (kept) await writeFile(company.folder.keyFile, key);
        company.file = await writeRequests(join(work, `${organizations}.requests`), randomGets(key, organizations));
        return company;
    }

    measure(seconds) {
        return replay(this.server, this.file, seconds);
    }

    async end() {
        if (this.folder.keyFile) return this.server?.stop();
        await this.server?.kill();
        await this.folder.remove();
    }
}

async function main() {
    const options = parseOptions(process.argv.slice(2), ['stele', 'few', 'many', 'rounds', 'seconds', 'folder']);
    const sizes = [Number(options.few ?? 10_000), Number(options.many ?? 1_000_000)];
    const seconds = Number(options.seconds ?? 2);
    const work = await mkdtemp(join(tmpdir(), 'stele-bench-'));
    const companies = [];
    try {
        for (const size of sizes) companies.push(await Company.create(binaryOf(options), work, size, options.folder));
        for (const company of companies) await company.measure(seconds);
        const rounds = [];
        for (let round = 0; round < Number(options.rounds ?? 5); round += 1) {
            const [few, many] = [await companies[0].measure(seconds), await companies[1].measure(seconds)];
            rounds.push({ few: few.cpuUs, many: many.cpuUs, ratio: many.cpuUs / few.cpuUs });
        }
        const ratio = median(rounds.map((round) => round.ratio));
        console.log(`GET one of ${sizes[1].toLocaleString('en')}: ${median(rounds.map(({ many }) => many)).toFixed(2)} µs of CPU; of `
            + `${sizes[0].toLocaleString('en')}: ${median(rounds.map(({ few }) => few)).toFixed(2)} µs; ratio ${ratio.toFixed(2)} `
            + `(${rounds.map((round) => round.ratio.toFixed(2)).join(' · ')}), at most ${mostTimes}: ${ratio > mostTimes ? 'MISSED' : 'ok'}`);
        if (ratio > mostTimes) process.exitCode = 1;
    } finally {
        for (const company of companies) await company.end();
        await rm(work, { recursive: true, force: true });
    }
}

main().catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
});
