/** Scoring without a case: one line for each file, the same conclusions as in a case, and errors that stop nothing. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ScoreLine } from '../../src/contract/score.ts';
import { scoreFiles, type ScoreOptions } from '../../src/core/analysis/score.ts';
import { findTools } from '../../src/engine/media/tools.ts';
import { ffmpeg } from '../fixtures/make-clips.ts';
import { examine, whatIsLeft } from '../helpers/examine.ts';
import { beginningOf, CAP13 } from '../helpers/real-clips.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

async function score(paths: readonly string[], more: Partial<ScoreOptions> = {}) {
  const lines: ScoreLine[] = [];
  for await (const line of scoreFiles(paths, { tools: await findTools(), version: '0.1.0', ...more })) lines.push(ScoreLine.parse(line));
  return lines;
}

it('says of a film what an examination in a case says', async () => {
  const folder = tempFolder();
  const clip = await beginningOf(CAP13, 50, join(folder, 'clip.mp4'));
  const told: [number, number][] = [];
  const [line] = await score([clip], { signals: true, onProgress: (_file, done, total) => told.push([done, total]) });
  await examine(join(folder, 'case'), [clip]);
  const { job, tracks, signals, findings } = whatIsLeft(join(folder, 'case'));
  const ofDetector = <T extends { detectorId: string }>(all: readonly T[], id: string): T[] =>
    all.filter(({ detectorId }) => detectorId === id);
  expect(line).toEqual({
    file: clip,
    sha256: createHash('sha256').update(readFileSync(clip)).digest('hex'),
    kind: 'video',
    // The container's own figure; its stream says 2 s.
    durationSeconds: 2.04,
    fps: 25,
    frames: 50,
    blocks: 0,
    facesTracked: tracks.length,
    detectors: Object.fromEntries(
      job.outcomes.map(({ detectorId, outcome }) => [
        detectorId,
        {
          outcome: outcome.status,
          ...(outcome.status === 'measured' ? { score: outcome.score } : {}),
          // The calibration that ships is of single pictures.
          ...(detectorId === 'face-swap' ? { notValidated: 'its kind is video; the validated value is image' } : {}),
          ...(outcome.status === 'abstained' || outcome.status === 'notApplicable' ? { reason: outcome.reason } : {}),
          signals: ofDetector(signals, detectorId).map(({ name, unit, trackId, frames, values }) => ({
            name,
            unit,
            trackId,
            frames,
            values,
          })),
          findings: ofDetector(findings, detectorId).map(({ kind, weight, startUs, endUs, firstFrame, lastFrame, measure }) => ({
            kind,
            weight,
            startUs,
            endUs,
            firstFrame,
            lastFrame,
            measure,
          })),
        },
      ]),
    ),
    // 400 x 300 pixels at 25 a second, no sound, one face.
    conditions: {
      kind: 'video',
      videoCodec: 'h264',
      widthPx: 400,
      heightPx: 300,
      durationSeconds: 2.04,
      bitRate: expect.any(Number) as number,
      interocularPx: tracks[0]?.medianInterocularPx,
    },
    provider: 'cpu',
    timing: { decodeSeconds: expect.any(Number) as number, totalSeconds: expect.any(Number) as number },
    version: '0.1.0',
  });
  expect(signals.length).toBeGreaterThan(0);
  expect(told.at(-1)).toEqual([50, 50]);
});

it('gives a line with an error for each file that cannot be examined, in order, and goes on', async () => {
  const folder = tempFolder();
  const at = (name: string): string => join(folder, name);
  writeFileSync(at('text.mp4'), 'This is no film.\n');
  writeFileSync(at('empty.mp4'), '');
  mkdirSync(at('folder'));
  execFileSync('mkfifo', [at('pipe')]);
  await ffmpeg('-f', 'lavfi', '-i', 'sine=duration=1', at('sound.wav'));
  const names = ['text.mp4', 'nothing.mp4', 'empty.mp4', 'folder', 'pipe', 'sound.wav'];
  const lines = await score(names.map(at));
  expect(lines.map((line) => ('error' in line ? line.error.code : line.kind))).toEqual([
    'MEDIA_UNRECOGNISED',
    'FILE_NOT_FOUND',
    'FILE_EMPTY',
    'FILE_NOT_REGULAR',
    'FILE_NOT_REGULAR',
    'audio',
  ]);
  expect(lines.map(({ file }) => file)).toEqual(names.map(at));
  expect(lines.at(-1)).toMatchObject({ durationSeconds: 1, fps: null, frames: 0, detectors: { blink: { outcome: 'notApplicable' } } });
});

it('knows only detectors of the registry', async () => {
  await expect(score(['/nowhere'], { detectorIds: ['oracle'] })).rejects.toMatchObject({ code: 'DETECTOR_UNKNOWN', detail: 'oracle' });
});
