import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { wholeCase } from '../../../tests/helpers/whole-case.ts';
import { csvRecords } from '../../base/csv.ts';
import { CustodyEntry } from '../../contract/custody.ts';
import { openCase } from '../../store/open-case.ts';
import type { CaseStore } from '../../store/case-store.ts';
import { verifyCase } from '../../verify/case/verify-case.ts';
import { exportLedger } from './export-ledger.ts';

let root: string;
let store: CaseStore;
const actor = 'Demo Examiner';

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'penumbra-ledger-'));
  await wholeCase(join(root, 'case'));
  store = openCase(join(root, 'case'), { now: () => new Date('2026-05-01T00:00:00.000Z'), penumbraVersion: '0.1.0' });
});
afterEach(() => {
  store.close();
  rmSync(root, { recursive: true, force: true });
});

it('writes every entry up to the head, states file and head in an entry, and the case still verifies', async () => {
  const before = store.head();
  const exported = await exportLedger({ store, folder: store.folder, actor }, 'jsonl');
  const bytes = readFileSync(join(store.folder, exported.path));
  expect(statSync(join(store.folder, exported.path)).mode & 0o777).toBe(0o444);
  const entries = bytes
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => CustodyEntry.parse(JSON.parse(line)));
  expect(entries).toEqual(store.entries(1, before.seq));
  expect(exported).toMatchObject({
    entries: before.seq,
    ledgerHead: before.hash,
    sizeBytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  });
  const [entry] = store.entries(before.seq + 1, 10);
  expect([entry?.action, entry?.payload]).toEqual(['custody.exported', exported]);
  expect((await verifyCase(store.folder)).problems).toEqual([]);
});

it('gives a table program nothing that it would run', async () => {
  store.note({ actor, action: 'exhibit.refused', subject: '=HYPERLINK("x").mp4', payload: { text: 'a,"b"\nc' } });
  const { path, entries } = await exportLedger({ store, folder: store.folder, actor }, 'csv');
  const records = csvRecords(readFileSync(join(store.folder, path), 'utf8'));
  expect(records).toHaveLength(entries + 1);
  expect(records[0]).toEqual(['seq', 'atUtc', 'actor', 'action', 'subject', 'payload', 'prevHash', 'hash']);
  expect(records.at(-1)?.slice(3, 6)).toEqual(['exhibit.refused', `'=HYPERLINK("x").mp4`, '{"text":"a,\\"b\\"\\nc"}']);
});
