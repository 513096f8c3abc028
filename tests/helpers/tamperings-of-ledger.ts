/** Tamperings of the ledger of wholeCase, and what each must be named. */
import { closeUp, rechained, sql } from './tamper-case.ts';
import type { Tampering } from './tamperings-of-files.ts';
import { proxyPath, sealPath } from './whole-case.ts';

const unheld = (subject: string): string => `record-without-entry ${subject}`;

export const tamperingsOfLedger = (lastSeq: number): readonly Tampering[] => [
  {
    name: 'the first entry of the ledger removed',
    make: sql('DELETE FROM ledger WHERE seq = 1'),
    named: ['ledger-gap 2', 'record-without-entry case', `seal-wrong ${sealPath}`],
  },
  {
    name: 'an entry in the middle removed',
    make: sql('DELETE FROM ledger WHERE seq = 4'),
    named: ['ledger-gap 5', 'record-without-entry E1, acquisition 3'],
  },
  {
    name: 'the last entry removed',
    make: sql(`DELETE FROM ledger WHERE seq = ${lastSeq}`),
    named: ['countersignature-wrong R2', 'record-without-entry R2'],
  },
  {
    name: 'the whole ledger removed',
    make: sql('DELETE FROM ledger'),
    named: [
      'ledger-gap 1',
      'countersignature-wrong R2',
      ...[
        'case',
        'E1',
        'E2',
        'E1, acquisition 1',
        'E2, acquisition 2',
        'E1, acquisition 3',
        'derived/E1-ffprobe.json',
        proxyPath,
        'J1',
      ].map(unheld),
      ...['F1', 'F2', 'F3', 'L1', 'N1', 'N2', 'N3', 'S1', 'T1', 'T2', 'R1', 'R2'].map(unheld),
      `seal-unrecorded ${sealPath}`,
    ],
  },
  {
    name: 'two entries in the other order',
    make: sql(
      'UPDATE ledger SET seq = -13 WHERE seq = 13; UPDATE ledger SET seq = 13 WHERE seq = 14; UPDATE ledger SET seq = 14 WHERE seq = -13',
    ),
    named: [
      'ledger-link-wrong 13',
      'ledger-hash-wrong 13',
      'ledger-link-wrong 14',
      'ledger-hash-wrong 14',
      'ledger-link-wrong 15',
      'record-differs-from-entry N1',
      'record-differs-from-entry N2',
    ],
  },
  { name: 'who acted, in the ledger', make: sql(`UPDATE ledger SET actor = 'Somebody' WHERE seq = 4`), named: ['ledger-hash-wrong 4'] },
  {
    name: 'what an entry states',
    make: sql(`UPDATE ledger SET payload_json = replace(payload_json, '"confirmed"', '"rejected"') WHERE seq = 10`),
    named: ['ledger-hash-wrong 10', 'record-differs-from-entry F3'],
  },
  {
    name: 'an entry written anew, with its hash',
    make: sql(`UPDATE ledger SET hash = '${'e'.repeat(64)}' WHERE seq = 4`),
    named: ['ledger-hash-wrong 4', 'ledger-link-wrong 5'],
  },
  {
    name: 'when an act was, in the ledger',
    make: sql(`UPDATE ledger SET at_utc = '2020-01-01T00:00:00.000Z' WHERE seq = 8`),
    named: ['ledger-hash-wrong 8', 'ledger-time-backwards 8', 'record-differs-from-entry F1'],
  },
  {
    name: 'the clock turned back, every hash after it made to fit',
    make: rechained(
      (row) => (row.seq === lastSeq - 1 ? { ...row, at_utc: '2020-01-01T00:00:00.000Z' } : row),
      `UPDATE mark_withdrawals SET at_utc = '2020-01-01T00:00:00.000Z'`,
    ),
    named: [`ledger-time-backwards ${lastSeq - 1}`],
  },
  {
    name: 'a decision taken out with its entry, every number and hash after it made to fit',
    make: rechained(
      (row) => (row.seq === 8 ? null : { ...row, payload_json: row.payload_json.replace('"entry":9', '"entry":8') }),
      `DELETE FROM reviews WHERE finding_id = 'F1'; ${closeUp(8)}; UPDATE review_withdrawals SET review_entry = 8`,
    ),
    named: ['ledger-head-unknown 10', 'ledger-head-unknown 21', `seal-wrong ${sealPath}`],
  },
  {
    name: 'the last report and the last tag taken out with their entries, the rest is a whole chain',
    make: rechained(
      (row) => (row.seq > lastSeq - 3 ? null : row),
      `DELETE FROM reports WHERE id = 'R2'; DELETE FROM mark_withdrawals; DELETE FROM exhibit_marks WHERE id = 'T2'`,
    ),
    named: ['numbering-wrong reports', 'numbering-wrong exhibit_marks'],
  },

  {
    name: 'who was at work in a sitting',
    make: sql(`UPDATE ledger SET payload_json = replace(payload_json, '"signer":"Demo Examiner"', '"signer":"Somebody"') WHERE seq = 21`),
    named: ['ledger-hash-wrong 21'],
  },
  {
    name: 'who was at work in a sitting that was sealed, every hash after it made to fit',
    make: rechained((row) =>
      row.action === 'sitting.started' ? { ...row, payload_json: row.payload_json.replace('"Demo Examiner"', '"Somebody"') } : row,
    ),
    named: ['ledger-head-unknown 22', `seal-wrong ${sealPath}`],
  },
  {
    name: 'the start of a sitting taken out, every number and hash after it made to fit',
    make: rechained((row) => (row.action === 'sitting.started' ? null : row), closeUp(21)),
    named: ['ledger-head-unknown 21', `seal-wrong ${sealPath}`],
  },
  {
    name: 'the end of a sitting removed',
    make: sql(`DELETE FROM ledger WHERE action = 'sitting.ended'`),
    named: ['ledger-gap 24'],
  },
  {
    name: 'the entry of a seal removed',
    make: sql(`DELETE FROM ledger WHERE action = 'case.sealed'`),
    named: ['ledger-gap 23', `seal-unrecorded ${sealPath}`],
  },
  {
    name: 'whose seal it is, every hash after it made to fit',
    make: rechained((row) =>
      row.action === 'case.sealed'
        ? { ...row, payload_json: row.payload_json.replace(/("certificateSha256":)"[0-9a-f]{64}"/, `$1"${'d'.repeat(64)}"`) }
        : row,
    ),
    named: [`seal-wrong ${sealPath}`],
  },
];
