import { expect, it } from 'vitest';
import { FindingDraft, Outcome } from '../../../contract/analysis.ts';
import type { FileStructure } from '../../../contract/structure.ts';
import { VIDEO_FACTS } from '../../../../tests/helpers/video-facts.ts';
import { containerDetector } from './detector.ts';
import { secondsOf } from './facts.ts';
import { tableWriter } from './tables.ts';
import { recogniseHandler, recogniseWriter } from './writers.ts';

const PLAIN: FileStructure = {
  format: 'isobmff',
  parts: [{ name: 'ftyp', depth: 0, offset: 0, sizeBytes: 20, note: null }],
  partsOmitted: 0,
  jpeg: null,
  problems: [],
};

function conclude(structure: FileStructure | null) {
  const conclusion = containerDetector.conclude({
    facts: VIDEO_FACTS,
    structure,
    rows: [],
    tracks: [],
    framesTotal: 0,
    framesDecoded: 0,
    faceAt: () => null,
  });
  expect(Outcome.parse(conclusion.outcome)).toEqual(conclusion.outcome);
  for (const finding of conclusion.findings) expect(FindingDraft.parse(finding)).toEqual(finding);
  return conclusion;
}

it('abstains without a structure, and without anything in it', () => {
  expect(conclude(null).outcome.status).toBe('abstained');
  expect(conclude({ ...PLAIN, parts: [] }).outcome.status).toBe('abstained');
});

it('says nothing of a plain file, and that its writer is unknown', () => {
  const { outcome, findings } = conclude(PLAIN);
  expect(findings).toEqual([]);
  expect(outcome).toMatchObject({ status: 'measured', score: 0 });
  expect(outcome.status === 'measured' && outcome.statement).toContain('an unknown program');
});

it('tells tracks that two writers named, a history of edits and damage', () => {
  const iso = { majorBrand: 'qt  ', brands: [], mediaDataFirst: null, fragmented: false, edits: [], unknownBoxes: [] };
  const handlers = [
    { type: 'vide', name: 'Core Media Video' },
    { type: 'soun', name: 'SoundHandler' },
  ];
  const tags = [{ group: 'XMP-xmpMM', name: 'HistoryAction', value: 'created, saved' }];
  const { findings } = conclude({
    ...PLAIN,
    iso: { ...iso, handlers },
    metadata: { status: 'available', tool: 'ExifTool', tags, omitted: 0 },
    problems: ['a', 'b'],
  });
  expect(findings.map(({ kind }) => kind)).toEqual(['camera-structure-lost', 'edit-history', 'mixed-handlers', 'damaged-structure']);
  expect(findings.every(({ weight }) => weight === 'note')).toBe(true);
});

// T.81 table K.1 itself is libjpeg's quality 50.
const ANNEX_K = [
  [16, 11, 10, 16, 24, 40, 51, 61],
  [12, 12, 14, 19, 26, 58, 60, 55],
  [14, 13, 16, 24, 40, 57, 69, 56],
  [14, 17, 22, 29, 51, 87, 80, 62],
  [18, 22, 37, 56, 68, 109, 103, 77],
  [24, 35, 55, 64, 81, 104, 113, 92],
  [49, 64, 78, 87, 103, 121, 120, 101],
  [72, 92, 95, 98, 112, 100, 103, 99],
].flat();
// As MozJPEG 4 writes at quality 75 (its default) and Photoshop for "maximum, for the web"; first rows of tables that are not symmetric by chance.
const MOZJPEG_75 = [
  [8, 8, 8, 9, 13, 19, 28, 43],
  [8, 9, 10, 14, 17, 20, 27, 38],
  [8, 10, 12, 16, 22, 31, 46, 68],
  [9, 14, 16, 20, 27, 37, 53, 78],
  [13, 17, 22, 27, 35, 47, 66, 95],
  [19, 20, 31, 37, 47, 62, 85, 119],
  [28, 27, 46, 53, 66, 85, 113, 156],
  [43, 38, 68, 78, 95, 119, 156, 209],
].flat();

it('speaks of a recorder where there is no picture', () => {
  const structure = { ...PLAIN, format: 'wave' as const, writers: [{ where: 'ISFT', text: 'Lavf61.7.100' }] };
  const said = (kind: 'audio' | 'video') =>
    containerDetector
      .conclude({ facts: { ...VIDEO_FACTS, kind }, structure, rows: [], tracks: [], framesTotal: 0, framesDecoded: 0, faceAt: () => null })
      .findings.map((finding) => [finding.kind, finding.title]);
  expect(said('audio')).toEqual([['recorder-structure-lost', 'Wrapped again: the recorder’s own structure is lost']]);
  expect(said('video')).toEqual([['camera-structure-lost', 'Wrapped again: the camera’s own structure is lost']]);
});

it('knows whose luminance table it is, and says nothing of another', () => {
  expect(tableWriter(ANNEX_K)).toMatchObject({ name: 'libjpeg', kind: 'common', quality: 50 });
  expect(tableWriter(new Array<number>(64).fill(1))).toMatchObject({ name: 'libjpeg', quality: 100 });
  expect(tableWriter(ANNEX_K.with(5, 41))).toBeNull();
  expect(tableWriter(MOZJPEG_75)).toMatchObject({ name: 'MozJPEG', kind: 'converter', quality: 75 });
  expect(tableWriter(MOZJPEG_75.with(63, 210))).toBeNull();
});

const still = (steps: readonly number[], tags: { group: string; name: string; value: string }[]): FileStructure => ({
  ...PLAIN,
  format: 'jpeg',
  jpeg: { quantisation: [{ id: 0, steps: [...steps] }], components: [{ horizontal: 2, vertical: 2, table: 0 }], progressive: false },
  metadata: { status: 'available', tool: 'ExifTool', tags, omitted: 0 },
});
const CAMERA = [{ group: 'IFD0', name: 'Make', value: 'Example' }];

it('finds a camera named over a converter’s table; a table of libjpeg contradicts no camera', () => {
  const kinds = (structure: FileStructure) => conclude(structure).findings.map(({ kind, weight }) => `${weight} ${kind}`);
  expect(kinds(still(MOZJPEG_75, CAMERA))).toEqual(['anomaly camera-and-table']);
  expect(kinds(still(ANNEX_K, CAMERA))).toEqual([]);
  expect(kinds(still(MOZJPEG_75, []))).toEqual(['note camera-structure-lost']);
  expect(conclude(still(ANNEX_K, CAMERA)).outcome).toMatchObject({
    score: 0,
    statement: expect.stringContaining('the table of libjpeg at quality 50') as string,
    measures: expect.arrayContaining([{ name: 'quality of libjpeg', value: 50, unit: 'of 100' }]) as unknown[],
  });
});

it('knows the writers of its table and calls others unknown', () => {
  expect(recogniseWriter('Lavf61.7.100', 'tag').name).toBe('ffmpeg (libavformat)');
  expect(recogniseWriter('HandBrake 1.7.3', 'tag').name).toBe('HandBrake');
  expect(recogniseWriter('A program of 2031', 'tag')).toMatchObject({ name: 'unknown', source: null });
  expect(recogniseHandler('VideoHandle').kind).toBe('camera');
  expect(recogniseHandler('VideoHandler').kind).toBe('converter');
});

it('reads times of EXIF, and none where a clock was never set', () => {
  expect(secondsOf('1970:01:02 00:00:01')).toBe(86_401);
  expect(secondsOf('0000:00:00 00:00:00')).toBeNull();
  expect(secondsOf(undefined)).toBeNull();
});
