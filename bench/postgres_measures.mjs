// The rows of the table for PostgreSQL.
//
// A round: {get, post, postMany} as replay() returns them, {read, readMany, readPiped, insert, insertMany} as runPgbench(), each
// with postgresUs, the CPU of PostgreSQL a request.
import { perSecond } from './measures.mjs';

// Stele reads one organization over so many connections: PostgresOptions of src/store/postgres/engine.h.
export const readConnections = 4;

const rate = (name, key, unit = 'requests') => ({ name: `${name}: ${unit}/s`, of: (round) => perSecond(round[key]) });
const cpu = (name, key) => ({ name: `${name}: CPU µs of PostgreSQL`, of: (round) => round[key].postgresUs });
const own = (name, key) => ({ name: `${name}: CPU µs of Stele`, of: (round) => round[key].cpuUs, digits: 1 });
const latencies = (name, key) => [
    { name: `${name}: p50 ms`, of: (round) => round[key].p50Ms, digits: 2 },
    { name: `${name}: p99 ms`, of: (round) => round[key].p99Ms, digits: 1 },
];
const ratio = (name, key, yardstick, atLeast) => ({
    name,
    of: (round) => perSecond(round[key]) / perSecond(round[yardstick]),
    digits: 2,
    atLeast,
});

const pgbench = (name, key, unit) => [rate(name, key, unit), cpu(name, key), ...latencies(name, key)];
const stele = (name, key, unit) => [rate(name, key, unit), own(name, key), cpu(name, key), ...latencies(name, key)];

export const postgresMeasures = [
    ...pgbench(`pgbench, reads over ${readConnections}`, 'read', 'transactions'),
    rate(`pgbench, reads over ${readConnections}, pipelined`, 'readPiped', 'transactions'),
    ...pgbench('pgbench, reads over 64', 'readMany', 'transactions'),
    ...stele('GET one', 'get'),
    ratio(`GET one: of pgbench over ${readConnections}`, 'get', 'read', 0.5),
    ratio(`GET one: of pgbench over ${readConnections}, pipelined`, 'get', 'readPiped'),
    ratio('GET one: of pgbench over 64', 'get', 'readMany'),
    ...pgbench('pgbench, inserts over 64', 'insert', 'transactions'),
    ...stele('POST', 'post'),
    ratio('POST: of pgbench', 'post', 'insert', 0.7),
    ...pgbench('pgbench, inserts over 64, 16 companies', 'insertMany', 'transactions'),
    ...stele('POST, 16 companies', 'postMany'),
    ratio('POST, 16 companies: of pgbench', 'postMany', 'insertMany', 1),
];
