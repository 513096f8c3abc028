/** Exhibits, their acquisitions, frame indexes and derived files: reading and, inside an act, writing. */
import { join } from 'node:path';
import * as z from 'zod';
import { Failure } from '../base/failure.ts';
import { assert } from '../base/assert.ts';
import { canonicalJson } from '../base/canonical-json.ts';
import { Exhibit, type FrameIndex, MediaFacts, MediaKind } from '../contract/exhibits.ts';
import { ExhibitId } from '../contract/values.ts';
import { exhibitRelativePath } from './case-files.ts';
import type { Connection } from './connection.ts';
import { packFrameNumbers, packPts, unpackFrameNumbers, unpackPts } from './packing.ts';
import type { Acquisition, DerivedFile, NewAcquisition, NewDerivedFile, NewExhibit } from './records.ts';
import { blob, integer, json, parsed, text, textOrNull, type Row } from './rows.ts';
import { nextId, type Stamp } from './stamp.ts';

export function exhibitReader(connection: Connection, folder: string) {
  const rowOf = (exhibitId: string): Row => {
    const row = connection.get('SELECT * FROM exhibits WHERE id = ?', exhibitId);
    if (row === undefined) throw new Failure('EXHIBIT_NOT_FOUND', exhibitId);
    return row;
  };
  return {
    exhibits: (): Exhibit[] => connection.all('SELECT * FROM exhibits ORDER BY number').map(toExhibit),
    exhibit: (exhibitId: string): Exhibit => toExhibit(rowOf(exhibitId)),
    exhibitBySha256: (sha256: string): Exhibit | null => {
      const row = connection.get('SELECT * FROM exhibits WHERE sha256 = ?', sha256);
      return row === undefined ? null : toExhibit(row);
    },
    exhibitCount: (): number => integer(connection.get('SELECT count(*) AS n FROM exhibits') ?? {}, 'n'),
    exhibitPath: (exhibitId: string): string => {
      const row = rowOf(exhibitId);
      return join(folder, exhibitRelativePath(text(row, 'sha256'), text(row, 'extension')));
    },
    acquisitions: (exhibitId: string): Acquisition[] =>
      connection.all('SELECT * FROM acquisitions WHERE exhibit_id = ? ORDER BY acquisition_id', exhibitId).map(toAcquisition),
    frameIndex: (exhibitId: string): FrameIndex | null => {
      rowOf(exhibitId);
      const row = connection.get('SELECT * FROM frame_indexes WHERE exhibit_id = ?', exhibitId);
      return row === undefined ? null : toFrameIndex(row);
    },
    derivedFiles: (exhibitId?: string): DerivedFile[] =>
      (exhibitId === undefined
        ? connection.all('SELECT * FROM derived_files ORDER BY derived_id')
        : connection.all('SELECT * FROM derived_files WHERE exhibit_id = ? ORDER BY derived_id', exhibitId)
      ).map(toDerivedFile),
  };
}

export function addExhibit(connection: Connection, stamp: Stamp, exhibit: NewExhibit): Exhibit {
  assert(/^[a-z0-9]{1,8}$/.test(exhibit.extension), 'an extension that is not plain letters and digits');
  const { id, number } = nextId(connection, 'E');
  const { hashes } = exhibit;
  connection.run(
    `INSERT INTO exhibits (id, number, kind, original_name, size_bytes, sha256, sha1, md5, extension, imported_at_utc,
       source_modified_at_utc, facts_json, entry_seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    id,
    number,
    exhibit.facts.kind,
    exhibit.originalName.toWellFormed(),
    exhibit.sizeBytes,
    hashes.sha256,
    hashes.sha1,
    hashes.md5,
    exhibit.extension,
    stamp.atUtc,
    exhibit.sourceModifiedAtUtc,
    canonicalJson(exhibit.facts),
    stamp.entrySeq,
  );
  if (exhibit.index !== null) {
    const { timeBase, pts, keyFrames } = exhibit.index;
    connection.run(
      'INSERT INTO frame_indexes (exhibit_id, time_base_num, time_base_den, frame_count, pts, key_frames) VALUES (?, ?, ?, ?, ?, ?)',
      id,
      timeBase.num,
      timeBase.den,
      pts.length,
      packPts(pts),
      packFrameNumbers(keyFrames),
    );
  }
  return exhibitReader(connection, '').exhibit(id);
}

export function addAcquisition(connection: Connection, stamp: Stamp, acquisition: NewAcquisition): Acquisition {
  connection.run(
    `INSERT INTO acquisitions (exhibit_id, name, size_bytes, source_modified_at_utc, received, at_utc, entry_seq)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
    acquisition.exhibitId,
    acquisition.name.toWellFormed(),
    acquisition.sizeBytes,
    acquisition.sourceModifiedAtUtc,
    acquisition.received,
    stamp.atUtc,
    stamp.entrySeq,
  );
  return toAcquisition(connection.get('SELECT * FROM acquisitions WHERE entry_seq = ?', stamp.entrySeq) ?? {});
}

export function addDerivedFile(connection: Connection, stamp: Stamp, file: NewDerivedFile): DerivedFile {
  assert(/^derived\/[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*$/.test(file.path) && !file.path.includes('..'), 'a derived file outside derived/');
  connection.run(
    `INSERT INTO derived_files (exhibit_id, kind, path, sha256, size_bytes, recipe_json, at_utc, entry_seq)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    file.exhibitId,
    file.kind,
    file.path,
    file.sha256,
    file.sizeBytes,
    canonicalJson(file.recipe),
    stamp.atUtc,
    stamp.entrySeq,
  );
  return toDerivedFile(connection.get('SELECT * FROM derived_files WHERE path = ?', file.path) ?? {});
}

const toExhibit = (row: Row): Exhibit => ({
  id: parsed(row, 'id', ExhibitId),
  kind: parsed(row, 'kind', MediaKind),
  originalName: text(row, 'original_name'),
  sizeBytes: integer(row, 'size_bytes'),
  hashes: { sha256: text(row, 'sha256'), sha1: text(row, 'sha1'), md5: text(row, 'md5') },
  importedAtUtc: text(row, 'imported_at_utc'),
  sourceModifiedAtUtc: textOrNull(row, 'source_modified_at_utc'),
  facts: json(row, 'facts_json', MediaFacts),
});

const toAcquisition = (row: Row): Acquisition => ({
  acquisitionId: integer(row, 'acquisition_id'),
  exhibitId: parsed(row, 'exhibit_id', ExhibitId),
  name: text(row, 'name'),
  sizeBytes: integer(row, 'size_bytes'),
  sourceModifiedAtUtc: textOrNull(row, 'source_modified_at_utc'),
  received: parsed(row, 'received', z.enum(['path', 'bytes'])),
  atUtc: text(row, 'at_utc'),
});

const toFrameIndex = (row: Row): FrameIndex => ({
  exhibitId: parsed(row, 'exhibit_id', ExhibitId),
  timeBase: { num: integer(row, 'time_base_num'), den: integer(row, 'time_base_den') },
  pts: unpackPts(blob(row, 'pts')),
  keyFrames: unpackFrameNumbers(blob(row, 'key_frames')),
});

const toDerivedFile = (row: Row): DerivedFile => ({
  derivedId: integer(row, 'derived_id'),
  exhibitId: parsed(row, 'exhibit_id', ExhibitId),
  kind: text(row, 'kind'),
  path: text(row, 'path'),
  sha256: text(row, 'sha256'),
  sizeBytes: integer(row, 'size_bytes'),
  recipe: json(row, 'recipe_json', z.json()),
  atUtc: text(row, 'at_utc'),
});
