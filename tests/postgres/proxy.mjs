// Stands between Stele and PostgreSQL and cuts connections at a COMMIT: the moment at which nobody knows how it ended.
import { connect, createServer } from 'node:net';

const word = Buffer.from('COMMIT\0'); // a transaction begins as READ COMMITTED
const ends = /COMMIT\0|ROLLBACK\0/; // the reply's tag
const ofWriters = 'lock_timeout'; // a lane sets it in each of its transactions

export class CuttingProxy {
    cuts = { before: 0, reply: 0, after: 0, ofReaders: 0 };
    chance = { writer: 0, reader: 0 };
    isOpen = true;
    links = new Set();

    static async start(targetPort, draw) {
        const proxy = new CuttingProxy();
        proxy.draw = draw;
        proxy.targetPort = targetPort;
        proxy.listener = createServer((client) => proxy.link(client));
        await new Promise((resolve) => proxy.listener.listen(0, '127.0.0.1', resolve));
        proxy.port = proxy.listener.address().port;
        return proxy;
    }

    link(client) {
        if (!this.isOpen) {
            client.destroy();
            return;
        }
        const link = { client, upstream: connect(this.targetPort, '127.0.0.1'), tail: Buffer.alloc(0), isWriter: false };
        this.links.add(link);
        for (const socket of [client, link.upstream]) {
            socket.setNoDelay(true);
            socket.on('error', () => {});
            socket.on('close', () => this.close(link));
        }
        client.on('data', (chunk) => this.forward(link, chunk));
        link.upstream.on('data', (chunk) => this.answer(link, chunk));
    }

    forward(link, chunk) {
        if (link.isCut) return;
        const text = Buffer.concat([link.tail, chunk]);
        link.tail = text.subarray(-(word.length - 1));
        link.isWriter ||= text.includes(ofWriters);
        const chance = link.isWriter ? this.chance.writer : this.chance.reader;
        if (chance && text.includes(word) && this.draw.chance(chance)) this.cut(link, chunk);
        else link.upstream.write(chunk);
    }

    // before: PostgreSQL never hears of it. reply: it is done, but the answer is lost. after: it may still be running.
    cut(link, chunk) {
        const how = this.draw.pick(['before', 'reply', 'after']);
        this.cuts[link.isWriter ? how : 'ofReaders'] += 1;
        link.isCut = true;
        if (how === 'before') this.close(link);
        if (how === 'reply') link.upstream.write(chunk);
        if (how === 'after') {
            link.upstream.end(chunk);
            link.client.destroy();
        }
        this.onCut?.(link);
    }

    answer(link, chunk) {
        if (!link.isCut) link.client.write(chunk);
        else if (ends.test(chunk.toString('latin1'))) this.close(link);
    }

    close(link) {
        if (link.isCut && !link.upstream.destroyed && link.upstream.writableEnded) return; // it reads to the end by itself
        this.links.delete(link);
        link.client.destroy();
        link.upstream.destroy();
    }

    stop() {
        this.listener.close();
        for (const { client, upstream } of this.links) [client, upstream].forEach((socket) => socket.destroy());
    }
}
