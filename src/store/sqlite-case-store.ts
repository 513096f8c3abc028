/** The case store over SQLite: the reader, and the two ways to write. */
import { assert } from '../base/assert.ts';
import { Failure } from '../base/failure.ts';
import type { CustodyEntry } from '../contract/custody.ts';
import type { CaseReader, CaseStore, CaseWriter } from './case-store.ts';
import type { Connection } from './connection.ts';
import { addAcquisition, addDerivedFile, addExhibit, exhibitReader } from './exhibits.ts';
import { addReview, findingReader, withdrawReview } from './findings.ts';
import { addJob, endJob, jobReader, resumeJob } from './jobs.ts';
import { Ledger } from './ledger.ts';
import { addLightDrawing, lightDrawingReader, withdrawLightDrawing } from './light-drawings.ts';
import type { CaseLock } from './lock.ts';
import { addMark, markReader, withdrawMark } from './marks.ts';
import { addNote, noteReader, withdrawNote } from './notes.ts';
import { addSnapshot, snapshotReader, withdrawSnapshot } from './snapshots.ts';
import { observationReader, writeBatch, writeSoundBatch, writeStructure } from './observations.ts';
import type { NewEntry } from './records.ts';
import { addReport, reportReader } from './reports.ts';
import { text } from './rows.ts';
import type { Stamp } from './stamp.ts';

export function caseReader(connection: Connection, folder: string): CaseReader {
  const ledger = new Ledger(connection);
  return {
    folder,
    info: () => {
      const row = connection.get('SELECT * FROM case_record');
      if (row === undefined) throw new Failure('CASE_DAMAGED', 'the case record is missing');
      return { id: text(row, 'id'), name: text(row, 'name'), examiner: text(row, 'examiner'), createdAtUtc: text(row, 'created_at_utc') };
    },
    ...exhibitReader(connection, folder),
    ...observationReader(connection),
    ...jobReader(connection),
    ...findingReader(connection),
    ...lightDrawingReader(connection),
    ...noteReader(connection),
    ...snapshotReader(connection),
    ...markReader(connection),
    ...reportReader(connection, folder),
    entries: (fromSeq, limit) => ledger.entries(fromSeq, limit),
    lastEntry: (action) => ledger.last(action),
    head: () => ledger.head(),
  };
}

/** The writing methods of one act; `alive` turns false when the act is over. */
function caseWriter(connection: Connection, read: CaseReader, stamp: Stamp): { writer: CaseWriter; end: () => void } {
  let alive = true;
  const only = <A, R>(write: (connection: Connection, stamp: Stamp, argument: A) => R) => {
    return (argument: A): R => {
      assert(alive, 'a writer used after its act');
      return write(connection, stamp, argument);
    };
  };
  return {
    writer: {
      read,
      atUtc: stamp.atUtc,
      addExhibit: only(addExhibit),
      addAcquisition: only(addAcquisition),
      addDerivedFile: only(addDerivedFile),
      addJob: only(addJob),
      resumeJob: only((on, _stamp, jobId: string) => resumeJob(on, jobId)),
      endJob: only(endJob),
      addReview: only(addReview),
      withdrawReview: only(withdrawReview),
      addLightDrawing: only(addLightDrawing),
      withdrawLightDrawing: only(withdrawLightDrawing),
      addNote: only(addNote),
      withdrawNote: only(withdrawNote),
      addSnapshot: only(addSnapshot),
      withdrawSnapshot: only(withdrawSnapshot),
      addMark: only(addMark),
      withdrawMark: only(withdrawMark),
      addReport: only(addReport),
    },
    end: () => {
      alive = false;
    },
  };
}

/** Runs one act inside a transaction of the caller's; creation needs it before a store exists. */
export function performAct<T>(
  connection: Connection,
  read: CaseReader,
  atUtc: string,
  entry: NewEntry | ((result: T) => NewEntry),
  work: (tx: CaseWriter, stamp: Stamp) => T,
): { result: T; appended: CustodyEntry } {
  return connection.transaction(() => oneAct(connection, read, atUtc, entry, work));
}

function oneAct<T>(
  connection: Connection,
  read: CaseReader,
  atUtc: string,
  entry: NewEntry | ((result: T) => NewEntry),
  work: (tx: CaseWriter, stamp: Stamp) => T,
): { result: T; appended: CustodyEntry } {
  const ledger = new Ledger(connection);
  const stamp: Stamp = { atUtc, entrySeq: ledger.head().seq + 1 };
  const { writer, end } = caseWriter(connection, read, stamp);
  let result: T;
  try {
    result = work(writer, stamp);
  } finally {
    end();
  }
  assert(!(result instanceof Promise), 'the work of an act must be synchronous');
  const appended = ledger.append(typeof entry === 'function' ? entry(result) : entry, atUtc);
  return { result, appended };
}

export function sqliteCaseStore(connection: Connection, lock: CaseLock, folder: string, now: () => Date): CaseStore {
  const read = caseReader(connection, folder);
  const listeners = new Set<(entry: CustodyEntry) => void>();
  const act = <T>(entry: NewEntry | ((result: T) => NewEntry), work: (tx: CaseWriter) => T): { result: T; appended: CustodyEntry } => {
    const done = performAct(connection, read, now().toISOString(), entry, work);
    for (const listener of listeners) listener(done.appended);
    return done;
  };
  return {
    ...read,
    act: (entry, work) => act(entry, work).result,
    actTogether: (each, entry, work) => {
      const atUtc = now().toISOString();
      const done = connection.transaction(() => each.map((one) => oneAct(connection, read, atUtc, entry, (tx) => work(tx, one))));
      const last = done.at(-1)?.appended;
      if (last !== undefined) for (const listener of listeners) listener(last);
      return done.map(({ result }) => result);
    },
    note: (entry) => act(entry, () => undefined).appended,
    appendBatch: (jobId, batch, failed = []) => {
      connection.transaction(() => {
        writeBatch(connection, jobId, batch, failed);
      });
    },
    appendSoundBatch: (jobId, batch, failed = []) => {
      connection.transaction(() => {
        writeSoundBatch(connection, jobId, batch, failed);
      });
    },
    keepStructure: (jobId, structure) => {
      connection.transaction(() => {
        writeStructure(connection, jobId, structure);
      });
    },
    onEntry: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    heard: (entry) => {
      for (const listener of listeners) listener(entry);
    },
    snapshot: (path, onPages) => connection.backup(path, onPages),
    close: () => {
      listeners.clear();
      connection.close();
      lock.release();
    },
  };
}
