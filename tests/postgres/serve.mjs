// A PostgreSQL for others: prints its URL and ends when its standard input does, or on SIGTERM.
//
// node tests/postgres/serve.mjs [--data FOLDER] [--fsync off]
import { parseOptions } from '../lib/options.mjs';
import { PostgresServer } from '../lib/postgres_server.mjs';

const options = parseOptions(process.argv.slice(2), ['data', 'fsync']);
const noMore = new Promise((resolve) => {
    process.on('SIGTERM', resolve);
    process.on('SIGHUP', resolve);
    // Ctrl-C reaches us too when another program started us; that one ends us once it needs us no more.
    process.on('SIGINT', () => process.stdin.isTTY && resolve());
    process.stdin.resume().once('end', resolve).once('error', resolve);
});
const server = await PostgresServer.start({ data: options.data, fsync: options.fsync !== 'off' });
console.log(server.url);
await Promise.race([noMore, server.ended]);
if (server.isRunning) await server.remove();
else console.error(`PostgreSQL ended by itself\n${server.log}`);
process.exit();
