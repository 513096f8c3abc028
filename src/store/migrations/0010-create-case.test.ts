import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import { Connection } from '../connection.ts';
import { migrate } from '../migrate.ts';
import { createCase } from './0010-create-case.ts';

/** The version before is an empty database; what must come out of it is written here in full. */
const TABLES: Record<string, string[]> = {
  acquisitions: ['acquisition_id', 'exhibit_id', 'name', 'size_bytes', 'source_modified_at_utc', 'received', 'at_utc', 'entry_seq'],
  case_record: ['one', 'id', 'name', 'examiner', 'created_at_utc', 'entry_seq'],
  counters: ['prefix', 'last'],
  derived_files: ['derived_id', 'exhibit_id', 'kind', 'path', 'sha256', 'size_bytes', 'recipe_json', 'at_utc', 'entry_seq'],
  exhibits: [
    'id',
    'number',
    'kind',
    'original_name',
    'size_bytes',
    'sha256',
    'sha1',
    'md5',
    'extension',
    'imported_at_utc',
    'source_modified_at_utc',
    'facts_json',
    'entry_seq',
  ],
  face_batches: ['job_id', 'last_frame', 'first_frame', 'row_count', 'data'],
  findings: ['id', 'number', 'job_id', 'exhibit_id', 'draft_json'],
  frame_indexes: ['exhibit_id', 'time_base_num', 'time_base_den', 'frame_count', 'pts', 'key_frames'],
  job_failures: ['failure_id', 'job_id', 'detector_id', 'error_json'],
  job_warnings: ['warning_id', 'job_id', 'frame', 'words'],
  jobs: [
    'id',
    'number',
    'exhibit_id',
    'state',
    'plan_json',
    'frames_total',
    'next_frame',
    'frames_decoded',
    'frames_with_face',
    'tracker_state_json',
    'started_at_utc',
    'finished_at_utc',
    'error_json',
    'entry_seq',
  ],
  ledger: ['seq', 'prev_hash', 'at_utc', 'actor', 'action', 'subject', 'payload_json', 'hash'],
  observation_batches: ['job_id', 'detector_id', 'last_frame', 'first_frame', 'row_count', 'data'],
  outcomes: ['job_id', 'detector_id', 'position', 'outcome_json'],
  reports: ['id', 'number', 'created_at_utc', 'path', 'sha256', 'size_bytes', 'pages', 'signature_json', 'ledger_head', 'entry_seq'],
  reviews: ['review_id', 'finding_id', 'decision', 'reason', 'by', 'at_utc', 'entry_seq'],
  signals: ['job_id', 'position', 'signal_json'],
  tracks: ['job_id', 'track_id', 'track_json'],
};

it('makes every table, empty but for the counters, and every trigger', () => {
  const connection = new Connection(join(tempFolder(), 'case.sqlite'), { mustExist: false, timeoutMs: 0 });
  expect(migrate(connection, [createCase])).toEqual([10]);
  const names = connection.all(`SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`).map((row) => String(row.name));
  expect(
    Object.fromEntries(names.map((name) => [name, connection.all(`SELECT name FROM pragma_table_info(?)`, name).map((row) => row.name)])),
  ).toEqual(TABLES);
  const contents = Object.fromEntries(names.map((name) => [name, connection.all(`SELECT * FROM ${name}`)]));
  expect(contents).toEqual({
    ...Object.fromEntries(names.map((name) => [name, []])),
    counters: ['E', 'F', 'J', 'R'].map((prefix) => ({ prefix, last: 0 })),
  });
  const mutable = ['counters', 'jobs', 'ledger'];
  const expected = ['ledger_no_update', 'ledger_no_delete', 'ledger_only_next'].concat(
    names.filter((name) => !mutable.includes(name)).flatMap((name) => [`${name}_no_update`, `${name}_no_delete`]),
  );
  const triggers = connection.all(`SELECT name FROM sqlite_schema WHERE type = 'trigger'`).map((row) => String(row.name));
  expect(triggers.sort()).toEqual(expected.sort());
  connection.close();
});
