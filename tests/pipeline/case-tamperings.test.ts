// A table of stated tamperings of a case folder. Each must be named by exactly these problems; docs/validation/case-tamperings.md is this table.
import { createHash } from 'node:crypto';
import { cpSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { verifyCase } from '../../src/verify/case/verify-case.ts';
import { databaseOf, flip, plain, pragma, sql, write } from '../helpers/tamper-case.ts';
import { soundPath, tamperingsOfFiles, type Tampering } from '../helpers/tamperings-of-files.ts';
import { tamperingsOfLedger } from '../helpers/tamperings-of-ledger.ts';
import { unseenTamperings } from '../helpers/unseen-tamperings.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { clipPath, sealPath, tamper, wholeCase } from '../helpers/whole-case.ts';

const root = tempFolder();
const original = join(root, 'original');
await wholeCase(original);
const other = join(root, 'other');
await wholeCase(other, 'Case two');
const lastSeq = new Database(databaseOf(original), { readonly: true }).prepare('SELECT max(seq) FROM ledger').pluck().get() as number;

const J1 = 'record-differs-from-entry J1';
const table: readonly Tampering[] = [
  ...tamperingsOfFiles,
  ...tamperingsOfLedger(lastSeq),
  {
    name: 'a decision',
    make: sql(`UPDATE reviews SET decision = 'rejected' WHERE finding_id = 'F3'`),
    named: ['record-differs-from-entry F3'],
  },
  {
    name: 'the reason of a decision',
    make: sql(`UPDATE reviews SET reason = 'not seen' WHERE finding_id = 'F1'`),
    named: ['record-differs-from-entry F1'],
  },
  { name: 'a decision removed', make: sql(`DELETE FROM reviews WHERE finding_id = 'F1'`), named: ['record-differs-from-entry F1'] },
  {
    name: 'a decision added without an entry',
    make: sql(`INSERT INTO reviews (finding_id, decision, reason, by, at_utc, entry_seq) VALUES ('F1', 'rejected', 'r', 'b', 't', 99)`),
    named: ['record-without-entry F1'],
  },
  {
    name: 'a decision moved under the entry of another act',
    make: sql(`UPDATE reviews SET entry_seq = 11 WHERE finding_id = 'F1'`),
    named: ['record-without-entry F1', 'record-differs-from-entry F1'],
  },
  {
    name: 'an observation',
    make: sql(`UPDATE observation_batches SET data = CAST(substr(data, 1, length(data) - 1) || x'00' AS BLOB) WHERE last_frame = 3`),
    named: [J1],
  },
  { name: 'a batch of observations removed', make: sql('DELETE FROM observation_batches WHERE last_frame = 9'), named: [J1] },
  { name: 'what was heard', make: sql('DELETE FROM sound_batches WHERE last_block = 2'), named: [J1] },
  { name: 'a curve', make: sql(`UPDATE signals SET signal_json = json_set(signal_json, '$.values[0]', 0.9)`), named: [J1] },
  {
    name: 'a finding',
    make: sql(`UPDATE findings SET draft_json = json_set(draft_json, '$.weight', 'anomaly') WHERE id = 'F2'`),
    named: [J1],
  },
  {
    name: 'a finding removed',
    make: sql(`DELETE FROM findings WHERE id = 'F3'`),
    named: [J1, 'record-without-entry reviews', 'numbering-wrong findings'],
  },
  {
    name: 'a finding moved to another exhibit',
    make: sql(`UPDATE findings SET exhibit_id = 'E2' WHERE id = 'F2'`),
    named: ['record-differs-from-entry F2'],
  },
  {
    name: 'a finding of an examination that never was',
    make: sql(
      `INSERT INTO findings SELECT 'F4', 4, 'J9', exhibit_id, draft_json FROM findings WHERE id = 'F1'; UPDATE counters SET last = 4 WHERE prefix = 'F'`,
    ),
    named: ['record-without-entry findings'],
  },
  {
    name: 'an outcome',
    make: sql(`UPDATE outcomes SET outcome_json = json_set(outcome_json, '$.statement', 'x') WHERE detector_id = 'gaze'`),
    named: [J1],
  },
  {
    name: 'the calibration under a likelihood ratio',
    make: sql(
      `UPDATE outcomes SET outcome_json = json_set(outcome_json, '$.evaluation', json('{"status":"evaluated","log10LR":5,"calibration":{"calibration":{"line":{"intercept":0,"slope":1},"bounds":{"lower":-1,"upper":1}}}}')) WHERE detector_id = 'gaze'`,
    ),
    named: [J1, 'likelihood-ratio-wrong J1 gaze'],
  },
  {
    name: 'a combined likelihood ratio',
    make: sql(`UPDATE combined SET combined_json = json_set(combined_json, '$.log10LR', 3)`),
    named: [J1, 'likelihood-ratio-wrong J1 blink + gaze'],
  },
  { name: 'how many frames were decoded', make: sql('UPDATE jobs SET frames_decoded = 1000'), named: [J1] },
  { name: 'what the tracker of faces remembers', make: sql(`UPDATE jobs SET tracker_state_json = '{}'`), named: [J1] },
  {
    name: 'the versions in the plan of an examination',
    make: sql(`UPDATE jobs SET plan_json = json_set(plan_json, '$.penumbraVersion', '9.9.9')`),
    named: [J1],
  },
  { name: 'how an examination ended', make: sql(`UPDATE jobs SET state = 'failed'`), named: [J1] },
  { name: 'a note', make: sql(`UPDATE notes SET text = 'No click' WHERE id = 'N1'`), named: ['record-differs-from-entry N1'] },
  { name: 'a withdrawn note that stands again', make: sql('DELETE FROM note_withdrawals'), named: ['record-differs-from-entry N2'] },
  { name: 'a snapshot of another frame', make: sql('UPDATE snapshots SET frame = 5'), named: ['record-differs-from-entry S1'] },
  { name: 'a snapshot of another exhibit', make: sql(`UPDATE snapshots SET exhibit_id = 'E2'`), named: ['record-differs-from-entry S1'] },
  {
    name: 'a light drawing',
    make: sql(`UPDATE light_drawings SET drawing_json = json_set(drawing_json, '$.constraints[1].lit', json('false'))`),
    named: ['record-differs-from-entry L1'],
  },
  { name: 'a tag', make: sql(`UPDATE exhibit_marks SET text = 'Bookmark' WHERE id = 'T1'`), named: ['record-differs-from-entry T1'] },
  {
    name: 'what the file is said to be',
    make: sql(`UPDATE exhibits SET facts_json = json_set(facts_json, '$.container', 'avi') WHERE id = 'E2'`),
    named: ['record-differs-from-entry E2'],
  },
  {
    name: 'the presentation times of frames',
    make: sql(`UPDATE frame_indexes SET time_base_den = 30 WHERE exhibit_id = 'E2'`),
    named: ['record-differs-from-entry E2'],
  },
  {
    name: 'the hash of an exhibit, to fit a replaced file',
    make: (at) => {
      write(at, clipPath, flip);
      const sha = createHash('sha256')
        .update(readFileSync(join(at, clipPath)))
        .digest('hex');
      renameSync(join(at, dirname(clipPath)), join(at, 'exhibits', sha));
      const one = readFileSync(join(at, `exhibits/${sha}/original.mp4`));
      tamper(
        at,
        `UPDATE exhibits SET sha256 = '${sha}', sha1 = '${createHash('sha1').update(one).digest('hex')}', md5 = '${createHash('md5').update(one).digest('hex')}' WHERE id = 'E1'`,
      );
    },
    named: ['record-differs-from-entry E1'],
  },
  { name: 'the name of the case', make: sql(`UPDATE case_record SET name = 'Case two'`), named: ['record-differs-from-entry case'] },
  {
    name: 'the id of another case',
    make: sql(`UPDATE case_record SET id = '00000000-0000-4000-8000-000000000000'`),
    named: ['record-differs-from-entry case'],
  },
  {
    name: 'the database of another case with other exhibits',
    make: (at) => {
      cpSync(databaseOf(other), databaseOf(at));
      tamper(
        at,
        `DELETE FROM acquisitions WHERE exhibit_id = 'E2'; DELETE FROM frame_indexes WHERE exhibit_id = 'E2'; DELETE FROM exhibits WHERE id = 'E2'`,
      );
    },
    named: [
      'record-differs-from-entry E2',
      'numbering-wrong exhibits',
      `seal-hash-wrong ${sealPath}`,
      `exhibit-unrecorded ${soundPath}`,
      `seal-wrong ${sealPath}`,
    ],
  },
  {
    name: 'the version of the schema, to a later one',
    make: (at) => pragma(at, 'user_version = 999'),
    named: ['schema-unknown case.sqlite'],
  },
  {
    name: 'the mark that says whose database it is',
    make: (at) => pragma(at, 'application_id = 1'),
    named: ['schema-unknown case.sqlite'],
  },
  { name: 'a trigger dropped', make: (at) => plain(at, 'DROP TRIGGER reviews_no_update'), named: ['trigger-missing reviews_no_update'] },
  {
    name: 'a trigger that does nothing any more',
    make: (at) => plain(at, 'DROP TRIGGER ledger_no_delete; CREATE TRIGGER ledger_no_delete BEFORE DELETE ON ledger BEGIN SELECT 1; END'),
    named: ['trigger-missing ledger_no_delete'],
  },
  {
    name: 'a trigger that changes what is written',
    make: (at) => plain(at, `CREATE TRIGGER softly AFTER INSERT ON notes BEGIN DELETE FROM counters WHERE prefix = 'Q'; END`),
    named: ['schema-unexpected softly'],
  },
  {
    name: 'a view that hides rows',
    make: (at) => plain(at, `CREATE VIEW shown AS SELECT * FROM findings WHERE id <> 'F1'`),
    named: ['schema-unexpected shown'],
  },
  { name: 'a counter set back', make: sql(`UPDATE counters SET last = 1 WHERE prefix = 'E'`), named: ['numbering-wrong exhibits'] },
  {
    name: 'a torn page of the database',
    make: (at) => {
      const bytes = readFileSync(databaseOf(at));
      bytes.fill(0xee, 8192, 12288);
      writeFileSync(databaseOf(at), bytes);
    },
    named: ['database-unreadable case.sqlite'],
  },
  { name: 'the database removed', make: (at) => rmSync(databaseOf(at)), named: ['database-unreadable case.sqlite'] },
];

/** Whoever owns the case can do these, and nothing within the case shows it: only a head that was noted outside does. */
const unseen = unseenTamperings(lastSeq);

let count = 0;
const copy = (): string => {
  const folder = join(root, `copy-${count++}`);
  cpSync(original, folder, { recursive: true });
  return folder;
};
const namesOf = async (folder: string): Promise<string[]> => [
  ...new Set((await verifyCase(folder)).problems.map(({ kind, subject }) => `${kind} ${subject}`)),
];

describe('tamperings of case folders', () => {
  it('finds nothing wrong where nothing is', async () => {
    expect(await namesOf(copy())).toEqual([]);
    expect(await namesOf(other)).toEqual([]);
  });

  it.each(table)('names $name', async ({ make, named }) => {
    const folder = copy();
    make(folder);
    expect(await namesOf(folder)).toEqual(named);
  });

  it.each(unseen)('cannot name $name, but the head is another', async ({ make }) => {
    const folder = copy();
    make(folder);
    const said = await verifyCase(folder);
    expect(said.problems).toEqual([]);
    expect(said.headHash).not.toBe((await verifyCase(original)).headHash);
  });

  it('stands in the documentation, line by line', () => {
    const rows = table.map(({ name, named }) => {
      const kinds = [...new Set(named.map((one) => `\`${one.split(' ')[0] ?? ''}\``))];
      return `| ${name} | ${kinds.join(', ')} |`;
    });
    const text = readFileSync(join(import.meta.dirname, '../../docs/validation/case-tamperings.md'), 'utf8');
    const [before = ''] = text.split('## Of a case whose head was sealed');
    const written = before.split('\n').filter((line) => /^\| .* \| `/.test(line));
    expect(written.map((line) => line.replace(/ +\|/g, ' |'))).toEqual(rows);
    for (const { name } of unseen) expect(text).toContain(`- ${name}`);
  });
});
