// A company in a database of its own, what serves it, and what must hold of it afterwards.
import assert from 'node:assert/strict';
import { judge } from '../crash/judge.mjs';
import { readBack } from '../crash/readback.mjs';
import { psql } from '../lib/postgres.mjs';
import { DataFolder, Server } from '../lib/stele.mjs';

const shownFindings = 20;

export class House {
    servers = [];

    static async build(binary) {
        const house = new House();
        house.folder = await DataFolder.create(binary);
        house.key = house.folder.adminKey;
        const bob = await house.folder.addUser('bob@acme.example', 'Bob Berg');
        const cid = await house.folder.addUser('cid@acme.example', 'Cid Castro');
        house.userIds = [1, Number(bob), Number(cid)];
        return house;
    }

    get url() {
        return this.folder.database.url;
    }

    // `port`: of a proxy, instead of the server's own.
    async serve({ port } = {}) {
        const { binary, path, database } = this.folder;
        const url = new URL(database.url);
        if (port) url.port = port;
        const server = await Server.start(new DataFolder(binary, path, { ...database, url: url.href }), ['--access-log', 'false']);
        this.servers.push(server);
        return server;
    }

    // Nothing acknowledged is lost, nothing is done twice, nothing refused is done; as every process shows it.
    async judge({ ledgers }) {
        const ids = ledgers.flatMap(({ records }) => records.map(({ id }) => id));
        for (const server of this.servers) {
            const observed = await readBack({ server, key: this.key, lastId: Math.max(0, ...ids) + ledgers.length });
            const { findings } = judge(ledgers, observed);
            assert.equal(findings.length, 0, `${findings.length} findings\n${findings.slice(0, shownFindings).join('\n')}`);
        }
        await this.expectSound();
    }

    // Events have consecutive numbers and go on in time, as many as the company's own counter says.
    async expectSound() {
        assert.match(await this.folder.check(), /clean/);
        const rows = `SELECT id, id - lag(id, 1, 0::bigint) OVER w AS step, time - lag(time) OVER w AS passed FROM event
            WHERE company_id = 1 WINDOW w AS (ORDER BY id)`;
        const gaps = await psql(`SELECT count(*) FROM (${rows}) r WHERE step <> 1 OR passed < 0`, this.url);
        assert.equal(gaps, '0', 'gaps and steps back in the events');
        const state = 'SELECT last_event_number = (SELECT max(id) FROM event WHERE company_id = 1) FROM company_state WHERE company_id = 1';
        assert.equal(await psql(state, this.url), 't', 'the number of the last event');
    }

    // Throws unless every server ends well.
    async close() {
        for (const server of this.servers.splice(0)) await server.stop();
        await this.folder.remove();
    }

    async abandon() {
        for (const server of this.servers.splice(0)) await server.kill();
    }
}
