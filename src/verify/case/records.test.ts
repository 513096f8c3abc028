import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import { tamper, wholeCase } from '../../../tests/helpers/whole-case.ts';
import type { LightDrawing } from '../../contract/light.ts';
import { LightDrawingId } from '../../contract/values.ts';
import { entryFor } from '../../store/entries.ts';
import { openCase } from '../../store/open-case.ts';
import { verifyCase } from './verify-case.ts';

const root = tempFolder();
const original = join(root, 'original');
await wholeCase(original);
let count = 0;
const copy = (): string => {
  const folder = join(root, `copy-${count++}`);
  cpSync(original, folder, { recursive: true });
  return folder;
};

const problemsOf = async (folder: string): Promise<string[][]> =>
  (await verifyCase(folder)).problems.map(({ kind, subject, words }) => [kind, subject, words]);

describe('records', () => {
  it.each([
    [
      'a review',
      `UPDATE reviews SET decision = 'rejected' WHERE finding_id = 'F3'`,
      'F3',
      'decision: entry 10 states "confirmed", the record holds "rejected"',
    ],
    [
      'an exhibit',
      `UPDATE exhibits SET original_name = 'other.mp4' WHERE id = 'E2'`,
      'E2',
      'name: entry 3 states "sound.mp4", the record holds "other.mp4"',
    ],
    [
      'an acquisition',
      `UPDATE acquisitions SET name = 'x' WHERE acquisition_id = 3`,
      'E1, acquisition 3',
      'name: entry 4 states "copy.mp4", the record holds "x"',
    ],
    ['the case', `UPDATE case_record SET name = 'Case two'`, 'case', 'name: entry 1 states "Case one", the record holds "Case two"'],
    [
      'a recipe',
      `UPDATE derived_files SET recipe_json = '{}' WHERE kind = 'ffprobe-json'`,
      'derived/E1-ffprobe.json',
      'recipe: entry 5 states {"numbers":[1e+21,0.1,0,1e-7],"tool":"ffprobe"}, the record holds {}',
    ],
    [
      'the exhibit of a proxy',
      `UPDATE derived_files SET exhibit_id = 'E2' WHERE kind = 'proxy'`,
      'derived/E1-proxy.mp4',
      'exhibitId: entry 20 states "E1", the record holds "E2"',
    ],
    [
      'where a proxy begins',
      `UPDATE derived_files SET recipe_json = json_set(recipe_json, '$.startUs', 40000) WHERE kind = 'proxy'`,
      'derived/E1-proxy.mp4',
      'recipe: entry 20 states {"startUs":0,"tool":"ffmpeg"}, the record holds {"startUs":40000,"tool":"ffmpeg"}',
    ],
    ['a report', `UPDATE reports SET pages = 2 WHERE id = 'R1'`, 'R1', 'pages: entry 11 states 1, the record holds 2'],
    [
      'a light drawing',
      `UPDATE light_drawings SET drawing_json = json_set(drawing_json, '$.constraints[1].lit', json('false'))`,
      'L1',
      /^drawing: entry 12 states/,
    ],
    [
      'the solution of a light drawing',
      `UPDATE light_drawings SET solution_json = json_set(solution_json, '$.region[0][0][0]', 21)`,
      'L1',
      /^solutionSha256: entry 12 states/,
    ],
    [
      'who drew',
      `UPDATE light_drawings SET by = 'someone else'`,
      'L1',
      'by: entry 12 states "Demo Examiner", the record holds "someone else"',
    ],
    [
      'a deleted drawing',
      `DELETE FROM light_drawings; UPDATE counters SET last = 0 WHERE prefix = 'L'`,
      'L1',
      'entry 12 (light.kept) states a row of light_drawings that is not there',
    ],
    ['a note', `UPDATE notes SET text = 'No click' WHERE id = 'N1'`, 'N1', 'text: entry 13 states "A click", the record holds "No click"'],
    [
      'where a note is',
      `UPDATE notes SET start_us = 999999 WHERE id = 'N1'`,
      'N1',
      /^startUs: entry 13 states 1000000, the record holds 999999$/,
    ],
    [
      'the band of a note',
      `UPDATE notes SET band_json = json_set(band_json, '$.highHz', 400) WHERE id = 'N1'`,
      'N1',
      'band: entry 13 states {"highHz":4000,"lowHz":90.5}, the record holds {"highHz":400,"lowHz":90.5}',
    ],
    ['a withdrawal', `UPDATE note_withdrawals SET reason = 'none'`, 'N2', 'reason: entry 15 states "heard again", the record holds "none"'],
    [
      'a withdrawal taken back',
      `DELETE FROM note_withdrawals`,
      'N2',
      'entry 15 (note.withdrawn) states a row of note_withdrawals that is not there',
    ],
    [
      'a tag',
      `UPDATE exhibit_marks SET text = 'Bookmark' WHERE id = 'T1'`,
      'T1',
      'text: entry 24 states "Notable", the record holds "Bookmark"',
    ],
    [
      'the exhibit of a mark',
      `UPDATE exhibit_marks SET exhibit_id = 'E2' WHERE id = 'T1'`,
      'T1',
      'exhibitId: entry 24 states "E1", the record holds "E2"',
    ],
    [
      'the reason of a mark taken back',
      `UPDATE mark_withdrawals SET reason = NULL`,
      'T2',
      'reason: entry 26 states "It was a disk", the record holds null',
    ],
    [
      'a mark put back on',
      `DELETE FROM mark_withdrawals`,
      'T2',
      'entry 26 (exhibit.mark-withdrawn) states a row of mark_withdrawals that is not there',
    ],
    [
      'a region of a note',
      `UPDATE notes SET region_json = '[10,20.5,30,41]' WHERE id = 'N3'`,
      'N3',
      'region: entry 16 states [10,20.5,30,40], the record holds [10,20.5,30,41]',
    ],
    [
      'the frames of a note',
      `UPDATE notes SET last_frame = 3 WHERE id = 'N3'`,
      'N3',
      'frames: entry 16 states [0,2], the record holds [0,3]',
    ],
    ['how a snapshot was seen', `UPDATE snapshots SET seen_json = json_set(seen_json, '$.view.gamma', 1)`, 'S1', /^seen: entry 18 states/],
    ['the frame of a snapshot', `UPDATE snapshots SET frame = 5`, 'S1', 'frame: entry 18 states 4, the record holds 5'],
    [
      'a snapshot that stands again',
      `DELETE FROM snapshot_withdrawals`,
      'S1',
      'entry 19 (snapshot.withdrawn) states a row of snapshot_withdrawals that is not there',
    ],
    [
      'who took a review back',
      `UPDATE review_withdrawals SET by = 'someone else'`,
      'F2',
      'by: entry 17 states "Demo Examiner", the record holds "someone else"',
    ],
    [
      'a review that stands again',
      `DELETE FROM review_withdrawals`,
      'F2',
      'entry 17 (review.withdrawn) states a row of review_withdrawals that is not there',
    ],
    [
      'which review was taken back',
      `UPDATE review_withdrawals SET review_entry = 8`,
      'F2',
      'review: entry 17 states {"decision":"confirmed","entry":9}, the record holds {"decision":null,"entry":8}',
    ],
    [
      'the time of a review',
      `UPDATE reviews SET at_utc = '2020-01-01T00:00:00.000Z' WHERE finding_id = 'F1'`,
      'F1',
      /^time: entry 8 states "2026-.*, the record holds "2020-01-01T00:00:00.000Z"$/,
    ],
    ['a job', `UPDATE jobs SET frames_with_face = 3`, 'J1', 'framesWithFace: entry 7 states 10, the record holds 3'],
    ['the state of a job', `UPDATE jobs SET state = 'failed'`, 'J1', 'state: entry 7 is examination.finished, the record holds "failed"'],
    ['a plan', `UPDATE jobs SET plan_json = json_set(plan_json, '$.provider', 'cuda')`, 'J1', /^plan: entry 6 states/],
    ['a face', `UPDATE face_batches SET data = zeroblob(length(data)) WHERE last_frame = 9`, 'J1', /^observationsSha256: entry 7 states/],
    [
      'an observation',
      `UPDATE observation_batches SET data = CAST(substr(data, 1, length(data) - 1) || x'00' AS BLOB) WHERE last_frame = 3`,
      'J1',
      /^observationsSha256: entry 7/,
    ],
    ['a batch', `DELETE FROM observation_batches WHERE last_frame = 9`, 'J1', /^observationsSha256: entry 7/],
    [
      'a row of the sound',
      `UPDATE sound_batches SET data = CAST(substr(data, 1, length(data) - 1) || x'00' AS BLOB) WHERE last_block = 1`,
      'J1',
      /^observationsSha256: entry 7/,
    ],
    ['a batch of the sound', `DELETE FROM sound_batches WHERE last_block = 2`, 'J1', /^observationsSha256: entry 7/],
    ['how far the sound was heard', `UPDATE jobs SET next_block = 5`, 'J1', 'blocksDone: entry 7 states 3, the record holds 5'],
    ['the structure of a file', `UPDATE structures SET structure_json = '{}'`, 'J1', /^observationsSha256: entry 7/],
    ['a warning', `UPDATE job_warnings SET words = 'all well'`, 'J1', /^observationsSha256: entry 7/],
    ['a failure', `DELETE FROM job_failures`, 'J1', /^observationsSha256: entry 7/],
    ['an outcome', `UPDATE outcomes SET outcome_json = json_set(outcome_json, '$.statement', 'x')`, 'J1', /^conclusionsSha256: entry 7/],
    ['a combination', `UPDATE combined SET combined_json = json_set(combined_json, '$.verbal', 'x')`, 'J1', /^conclusionsSha256: entry 7/],
    ['a signal', `UPDATE signals SET signal_json = json_set(signal_json, '$.values[0]', 0.9)`, 'J1', /^conclusionsSha256: entry 7/],
    [
      'a finding',
      `UPDATE findings SET draft_json = json_set(draft_json, '$.weight', 'anomaly') WHERE id = 'F2'`,
      'J1',
      /^conclusionsSha256: entry 7/,
    ],
    ['a track', `DELETE FROM tracks`, 'J1', /^conclusionsSha256: entry 7/],
    [
      'the facts',
      `UPDATE exhibits SET facts_json = json_set(facts_json, '$.container', 'avi') WHERE id = 'E2'`,
      'E2',
      /^factsSha256: entry 3/,
    ],
    ['the frame index', `UPDATE frame_indexes SET time_base_den = 30 WHERE exhibit_id = 'E2'`, 'E2', /^frameIndexSha256: entry 3/],
    [
      'a deleted review',
      `DELETE FROM reviews WHERE finding_id = 'F1'`,
      'F1',
      'entry 8 (finding.reviewed) states a row of reviews that is not there',
    ],
  ])('names %s that was changed', async (_what, sql, subject, words) => {
    const folder = copy();
    tamper(folder, sql);
    const problems = await problemsOf(folder);
    expect(problems).toEqual([
      ['record-differs-from-entry', subject, typeof words === 'string' ? words : (expect.stringMatching(words) as string)],
    ]);
  });

  describe('of a light drawing that was withdrawn', () => {
    const withdrawn = (): string => {
      const folder = copy();
      const store = openCase(folder, { now: () => new Date('2026-03-05T05:00:00.000Z'), penumbraVersion: '0.1.0' });
      store.act(
        (drawing: LightDrawing) => entryFor.lightWithdrawn(drawing),
        (tx) => tx.withdrawLightDrawing({ drawingId: LightDrawingId.parse('L1'), reason: 'the ball is flat', by: 'Demo Examiner' }),
      );
      store.close();
      return folder;
    };

    it.each([
      ['nothing', '', []],
      [
        'another reason',
        `UPDATE light_withdrawals SET reason = 'none'`,
        [/^record-differs-from-entry L1 reason: entry \d+ states "the ball is flat", the record holds "none"$/],
      ],
      [
        'the drawing put back',
        `DELETE FROM light_withdrawals`,
        [/^record-differs-from-entry L1 entry \d+ \(light\.withdrawn\) states a row of light_withdrawals that is not there$/],
      ],
      [
        'the drawing deleted',
        `DELETE FROM light_drawings; UPDATE counters SET last = 0 WHERE prefix = 'L'`,
        [
          /^record-differs-from-entry L1 entry 12 \(light\.kept\) states a row of light_drawings that is not there$/,
          /^record-without-entry light_withdrawals 1 of the rows of light_withdrawals belong to a row of light_drawings that is not there$/,
        ],
      ],
    ])('names %s', async (_what, sql, named) => {
      const folder = withdrawn();
      tamper(folder, sql);
      const problems = (await problemsOf(folder)).map((words) => words.join(' '));
      expect(problems).toEqual(named.map((words) => expect.stringMatching(words) as string));
    });
  });

  it('names a record that was slipped in', async () => {
    const folder = copy();
    tamper(
      folder,
      `INSERT INTO reviews (finding_id, decision, reason, by, at_utc, entry_seq) VALUES ('F1', 'rejected', 'r', 'b', 't', 99)`,
    );
    expect(await problemsOf(folder)).toEqual([['record-without-entry', 'F1', 'a row of reviews names entry 99, which does not state it']]);
  });

  it('names an exhibit without an entry, and its missing file', async () => {
    const folder = copy();
    tamper(
      folder,
      `INSERT INTO exhibits SELECT 'E3', 3, kind, original_name, size_bytes, '${'9'.repeat(64)}', sha1, md5, extension, imported_at_utc,
        source_modified_at_utc, facts_json, 77 FROM exhibits WHERE id = 'E1'; UPDATE counters SET last = 3 WHERE prefix = 'E'`,
    );
    expect((await problemsOf(folder)).map(([kind, subject]) => [kind, subject])).toEqual([
      ['record-without-entry', 'E3'],
      ['exhibit-missing', `exhibits/${'9'.repeat(64)}/original.mp4`],
    ]);
  });
});
