/** What a file says about itself: a re-tagged and a signed, then altered file are found, their untouched twins are not. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { retagFilm, retagStill } from '../../scripts/recipes/retag-file.ts';
import { containerDetector } from '../../src/engine/detectors/container/detector.ts';
import type { Conclusion } from '../../src/engine/detectors/interface.ts';
import { provenanceDetector } from '../../src/engine/detectors/provenance/detector.ts';
import { probe } from '../../src/engine/media/probe.ts';
import { findTools, type MediaTools } from '../../src/engine/media/tools.ts';
import { readStructure } from '../../src/engine/structure/read-structure.ts';
import { ffmpeg } from '../fixtures/make-clips.ts';
import { CAP12, CAP13, FRANCK } from '../helpers/real-clips.ts';
import { signJpeg } from '../helpers/sign-c2pa.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const folder = tempFolder();
const at = (name: string): string => join(folder, name);
let tools: MediaTools;

beforeAll(async () => {
  tools = await findTools();
  await ffmpeg('-ss', '3', '-i', FRANCK, '-frames:v', '1', '-q:v', '3', '-fflags', '+bitexact', '-flags:v', '+bitexact', at('still.jpg'));
});

async function conclude(path: string): Promise<{ readonly container: Conclusion; readonly provenance: Conclusion }> {
  const { facts } = await probe(path, tools);
  const structure = await readStructure(path, facts, tools, new AbortController().signal);
  const input = { facts, structure, rows: [], tracks: [], framesTotal: 1, framesDecoded: 1, faceAt: () => null };
  return { container: containerDetector.conclude(input), provenance: provenanceDetector.conclude(input) };
}

const kinds = ({ findings }: Conclusion, weight: 'anomaly' | 'note'): string[] =>
  findings.filter((finding) => finding.weight === weight).map(({ kind }) => kind);
const score = ({ outcome }: Conclusion): number | null => (outcome.status === 'measured' ? outcome.score : null);

it.each([CAP12, CAP13, FRANCK])('finds no contradiction in a film as it is, and who wrote it: %s', { timeout: 60_000 }, async (path) => {
  const { container, provenance } = await conclude(path);
  expect(score(container)).toBe(0);
  expect(kinds(container, 'anomaly')).toEqual([]);
  expect(kinds(container, 'note')).toEqual(['camera-structure-lost']);
  expect(container.findings[0]?.explanation).toContain('x264');
  expect(provenance.outcome.status).toBe('abstained');
});

it('finds a film that was wrapped again and given the name of a camera', { timeout: 60_000 }, async () => {
  await retagFilm(CAP12, at('retagged.mov'), 'Example', 'Camera 1', tools);
  const { container } = await conclude(at('retagged.mov'));
  expect(score(container)).toBe(1);
  expect(kinds(container, 'anomaly')).toEqual(['camera-and-converter']);
});

it('finds EXIF that contradicts itself and the picture, and nothing in the still before', { timeout: 60_000 }, async () => {
  const untouched = await conclude(at('still.jpg'));
  expect([score(untouched.container), kinds(untouched.container, 'anomaly')]).toEqual([0, []]);
  expect(untouched.container.findings.map(({ explanation }) => explanation)).toEqual([
    expect.stringContaining('the table of ffmpeg (mjpeg) at quantiser scale 3'),
  ]);
  const tags = {
    'EXIF:Make': 'Example',
    'EXIF:DateTimeOriginal': '2024:05:01 10:00:00',
    'EXIF:ModifyDate': '2023:01:01 00:00:00',
    'EXIF:ExifImageWidth': '4000',
    'EXIF:ExifImageHeight': '3000',
  };
  await retagStill(at('still.jpg'), at('retagged.jpg'), tags);
  const { container } = await conclude(at('retagged.jpg'));
  expect(kinds(container, 'anomaly')).toEqual(['camera-and-table', 'exif-size', 'times-contradict']);
  // The still is ffmpeg's: only without the name of a camera does nothing contradict it.
  const agreeing: Record<string, string> = {
    'EXIF:DateTimeOriginal': tags['EXIF:DateTimeOriginal'],
    'EXIF:ModifyDate': '2024:05:01 10:00:00',
    'EXIF:ExifImageWidth': '368',
    'EXIF:ExifImageHeight': '288',
  };
  const { facts } = await probe(at('still.jpg'), tools);
  const stream = facts.streams.find(({ type }) => type === 'video');
  if (stream?.type === 'video') {
    agreeing['EXIF:ExifImageWidth'] = String(stream.width);
    agreeing['EXIF:ExifImageHeight'] = String(stream.height);
  }
  await retagStill(at('still.jpg'), at('agreeing.jpg'), agreeing);
  expect(kinds((await conclude(at('agreeing.jpg'))).container, 'anomaly')).toEqual([]);
});

it('tells a signed still from one that was altered afterwards', { timeout: 60_000 }, async () => {
  await signJpeg(at('still.jpg'), at('signed.jpg'));
  const signed = (await conclude(at('signed.jpg'))).provenance;
  expect(signed.outcome).toMatchObject({
    status: 'measured',
    statement: expect.stringContaining('well-formed, valid, trust not assessed') as string,
  });
  expect(kinds(signed, 'anomaly')).toEqual(['stated-by-algorithm']);
  const bytes = await readFile(at('signed.jpg'));
  bytes[bytes.length - 40] = (bytes[bytes.length - 40] ?? 0) ^ 1;
  await writeFile(at('altered.jpg'), bytes);
  const altered = (await conclude(at('altered.jpg'))).provenance;
  expect(kinds(altered, 'anomaly')).toEqual(['manifest-invalid', 'stated-by-algorithm']);
  expect(score(altered)).toBe(2);
  expect((await conclude(at('still.jpg'))).provenance.outcome).toMatchObject({
    status: 'abstained',
    reason: expect.stringContaining('not evidence') as string,
  });
});
