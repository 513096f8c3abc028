/** Reads the version marks of a case database without opening it as a database, so that a file from the future stays untouched. */
import { closeSync, openSync, readSync } from 'node:fs';
import { Failure } from '../base/failure.ts';
import { APPLICATION_ID } from './case-files.ts';

/** Offsets from the SQLite file format, section 1.3 "The Database Header". */
const MAGIC = 'SQLite format 3\0';
const USER_VERSION_AT = 60;
const APPLICATION_ID_AT = 68;

/** Returns user_version. Throws CASE_DAMAGED when this is not one of our databases. Call it only while holding the case's lock or before any connection exists: closing a file drops this process's locks on it. */
export function readCaseVersion(path: string): number {
  const header = Buffer.alloc(100);
  const fd = openSync(path, 'r');
  try {
    if (readSync(fd, header, 0, header.length, 0) !== header.length)
      throw new Failure('CASE_DAMAGED', 'the file is shorter than its header');
  } finally {
    closeSync(fd);
  }
  if (header.toString('latin1', 0, MAGIC.length) !== MAGIC) throw new Failure('CASE_DAMAGED', 'this is not an SQLite file');
  if (header.readUInt32BE(APPLICATION_ID_AT) !== APPLICATION_ID) throw new Failure('CASE_DAMAGED', 'this is not a Penumbra case');
  return header.readUInt32BE(USER_VERSION_AT);
}
