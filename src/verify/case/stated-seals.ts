/** What the ledger says of its seals: which file, over which entry. */
import type Database from 'better-sqlite3';
import { parseJson } from './canonical.ts';

export const SEALED = 'case.sealed';
/** The number is that of the last entry that is sealed. */
export const SEAL_PATH = /^seals\/(\d{6,12})\.p7s$/;

export interface StatedSeal {
  readonly path: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly seq: number;
  readonly certificateSha256: string;
}

/** `null` for a statement that makes no sense: nothing is read for it. */
export function readStatedSeal(payload: unknown): StatedSeal | null {
  const stated = typeof payload === 'object' && payload !== null ? (payload as Record<string, unknown>) : {};
  const { path, sizeBytes, sha256, seq, certificateSha256 } = stated;
  if (typeof path !== 'string' || typeof sizeBytes !== 'number' || typeof sha256 !== 'string' || typeof certificateSha256 !== 'string')
    return null;
  return typeof seq === 'number' && Number(SEAL_PATH.exec(path)?.[1]) === seq ? { path, sizeBytes, sha256, seq, certificateSha256 } : null;
}

export function statedSeals(db: Database.Database): StatedSeal[] {
  const payloads = db.prepare<[string], string>('SELECT payload_json FROM ledger WHERE action = ? ORDER BY seq').pluck().all(SEALED);
  return payloads.flatMap((text) => readStatedSeal(parseJson(text)?.value) ?? []);
}
