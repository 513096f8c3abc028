// A table of stated tamperings of a case folder. Each must be named by exactly these problems; docs/validation/case-tamperings.md is this table.
import { createHash } from 'node:crypto';
import { chmodSync, cpSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { verifyCase } from '../../src/verify/case/verify-case.ts';
import { closeUp, databaseOf, flip, plain, pragma, rechained, sql, write } from '../helpers/tamper-case.ts';
import { unseenTamperings } from '../helpers/unseen-tamperings.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { clipPath, hash, SOUND, tamper, wholeCase } from '../helpers/whole-case.ts';

const root = tempFolder();
const original = join(root, 'original');
wholeCase(original);
const other = join(root, 'other');
wholeCase(other, 'Case two');
const soundPath = `exhibits/${hash('sha256', SOUND)}/original.mp4`;
const lastSeq = new Database(databaseOf(original), { readonly: true }).prepare('SELECT max(seq) FROM ledger').pluck().get() as number;

interface Tampering {
  readonly name: string;
  readonly make: (folder: string) => void;
  /** Problem and subject, in their order; each once, however many words there are for it. */
  readonly named: readonly string[];
}

const J1 = 'record-differs-from-entry J1';
const unheld = (subject: string): string => `record-without-entry ${subject}`;
const table: readonly Tampering[] = [
  { name: 'one bit of an exhibit', make: (at) => write(at, clipPath, flip), named: [`exhibit-hash-wrong ${clipPath}`] },
  {
    name: 'an exhibit replaced by another file',
    make: (at) => write(at, clipPath, () => Buffer.from('another clip')),
    named: [`exhibit-size-wrong ${clipPath}`],
  },
  { name: 'an exhibit removed', make: (at) => rmSync(join(at, clipPath)), named: [`exhibit-missing ${clipPath}`] },
  {
    name: 'an exhibit renamed',
    make: (at) => renameSync(join(at, clipPath), join(at, clipPath.replace('original.mp4', 'original.mov'))),
    named: [`exhibit-missing ${clipPath}`, `exhibit-unrecorded ${clipPath.replace('mp4', 'mov')}`],
  },
  {
    name: 'two exhibits swapped',
    make: (at) => {
      const clip = readFileSync(join(at, clipPath));
      const sound = readFileSync(join(at, soundPath));
      write(at, clipPath, () => sound);
      write(at, soundPath, () => clip);
    },
    named: [`exhibit-size-wrong ${clipPath}`, `exhibit-size-wrong ${soundPath}`],
  },
  { name: 'an exhibit made writable', make: (at) => chmodSync(join(at, clipPath), 0o644), named: [`exhibit-writable ${clipPath}`] },
  {
    name: 'an exhibit moved away behind a link',
    make: (at) => {
      renameSync(join(at, clipPath), join(at, 'elsewhere'));
      symlinkSync(join(at, 'elsewhere'), join(at, clipPath));
    },
    named: [`exhibit-missing ${clipPath}`],
  },
  {
    name: 'the folder of an exhibit moved away behind a link',
    make: (at) => {
      renameSync(join(at, dirname(clipPath)), join(at, 'elsewhere'));
      symlinkSync(join(at, 'elsewhere'), join(at, dirname(clipPath)));
    },
    named: [`exhibit-unrecorded ${dirname(clipPath)}`],
  },
  {
    name: 'a file slipped in among the exhibits',
    make: (at) => {
      mkdirSync(join(at, `exhibits/${'a'.repeat(64)}`));
      writeFileSync(join(at, `exhibits/${'a'.repeat(64)}/original.mp4`), 'x');
    },
    named: [`exhibit-unrecorded exhibits/${'a'.repeat(64)}/original.mp4`],
  },
  {
    name: 'a derived file edited',
    make: (at) => write(at, 'derived/E1-ffprobe.json', () => Buffer.from('[]\n')),
    named: ['derived-hash-wrong derived/E1-ffprobe.json'],
  },
  {
    name: 'a derived file removed',
    make: (at) => rmSync(join(at, 'derived/E1-ffprobe.json')),
    named: ['derived-missing derived/E1-ffprobe.json'],
  },
  { name: 'a report removed', make: (at) => rmSync(join(at, 'reports/R1.pdf')), named: ['report-missing reports/R1.pdf'] },
  {
    name: 'a report replaced',
    make: (at) => write(at, 'reports/R1.pdf', () => Buffer.from('%PDG')),
    named: ['report-hash-wrong reports/R1.pdf'],
  },
  {
    name: 'a report replaced and its record with it',
    make: (at) => {
      write(at, 'reports/R1.pdf', () => Buffer.from('%PDG'));
      tamper(at, `UPDATE reports SET sha256 = '${hash('sha256', '%PDG')}' WHERE id = 'R1'`);
    },
    named: ['record-differs-from-entry R1', 'countersignature-wrong R2'],
  },

  {
    name: 'the first entry of the ledger removed',
    make: sql('DELETE FROM ledger WHERE seq = 1'),
    named: ['ledger-gap 2', 'record-without-entry case'],
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
      ...['case', 'E1', 'E2', 'E1, acquisition 1', 'E2, acquisition 2', 'E1, acquisition 3', 'derived/E1-ffprobe.json', 'J1'].map(unheld),
      ...['F1', 'F2', 'F3', 'L1', 'N1', 'N2', 'N3', 'S1', 'T1', 'T2', 'R1', 'R2'].map(unheld),
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
    named: ['ledger-head-unknown 10'],
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
    named: ['record-differs-from-entry E2', 'numbering-wrong exhibits', `exhibit-unrecorded ${soundPath}`],
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
