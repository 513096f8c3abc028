/** The thread that stores the end, as it is, but for what happens to it at one moment: it dies alone, or with its whole program, or waits, or finds no room. */
import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { must } from '../../src/base/assert.ts';
import type { FromEnding } from '../../src/core/analysis/store-end.ts';
import type { EndFault } from './end-faults.ts';

const { moment, what, reached } = (workerData as { fault: EndFault }).fault;
const port = must(parentPort, 'this file is the entry of a worker thread');

const FAULTS: Record<EndFault['what'], (db?: Database.Database) => void> = {
  thread: () => process.exit(1),
  program: () => void process.kill(process.pid, 'SIGKILL'),
  memory: () => {
    const kept: number[][] = [];
    for (;;) kept.push(new Array<number>(1e6).fill(kept.length));
  },
  wait: () => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 400),
  'full disk': (db) => void db?.pragma('max_page_count = 1'),
};

const strike = (db?: Database.Database): void => {
  Atomics.store(reached, 0, 1);
  FAULTS[what](db);
};

// The first row of the end: the transaction has begun. The last statement: all of it but the ledger's entry is written.
const begins = 'INSERT INTO outcomes';
const ends = 'UPDATE jobs SET state';
const { prepare } = Database.prototype as { prepare: (this: Database.Database, sql: string) => Database.Statement };
Database.prototype.prepare = function (this: Database.Database, sql: string) {
  if ((moment === 'begun' && sql.startsWith(begins)) || (moment === 'nearly done' && sql.startsWith(ends))) strike(this);
  return prepare.call(this, sql);
} as typeof Database.prototype.prepare;

const post = port.postMessage.bind(port);
port.postMessage = (message: FromEnding) => {
  if (moment === 'stored' && message.type === 'stored') strike();
  post(message);
  if (moment === 'digested' && message.type === 'digested') strike();
};

await import('../../src/core/analysis/end-worker.ts');
