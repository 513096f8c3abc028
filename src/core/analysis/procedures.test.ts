import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRows } from '../../base/signal-grid.ts';
import { FrameOverlay, Finding } from '../../contract/analysis.ts';
import { FindingId } from '../../contract/values.ts';
import { addExhibit, fakeCore, fakeEngine, type FakeCore } from '../../../tests/helpers/fake-context.ts';
import { fakeDetector, fakeSources } from '../../../tests/helpers/fake-engine.ts';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import { analysisProcedures, type Analysis } from './procedures.ts';

const root = tempFolder();
const registry = [fakeDetector('alpha', 'face'), fakeDetector('beta', 'frame')];
let core: FakeCore;
let analysis: Analysis;

beforeAll(async () => {
  const spawn = (task: Parameters<typeof fakeEngine>[0]) =>
    fakeEngine(task, fakeSources({ frames: 20, facesPerFrame: 2, detectors: registry }));
  core = fakeCore({ folder: join(root, 'case'), registry: () => registry, spawn });
  analysis = analysisProcedures(core.context, core.parts);
  const job = await analysis.handlers['analysis.start']({ exhibitId: addExhibit(core.store, 20).id });
  await analysis.whenJobEnds(job.id);
});
afterAll(() => core.store.close());

const J1 = { jobId: 'J1' as never };

describe('overlays', () => {
  it('give, for exactly the frames asked for, what was stored for each face', async () => {
    const overlays = await analysis.handlers['analysis.overlays']({ ...J1, firstFrame: 5, count: 3 });
    expect(FrameOverlay.array().parse(overlays)).toEqual(overlays);
    expect(overlays.map(({ frame, ptsUs }) => [frame, ptsUs])).toEqual([
      [5, 200_000],
      [6, 240_000],
      [7, 280_000],
    ]);
    const rows = core.store.observations('J1', 'alpha');
    for (const { frame, faces } of overlays) {
      expect(faces.map(({ trackId }) => trackId)).toEqual([1, 2]);
      for (const { trackId, values, box, leftEye, rightEye, leftIris } of faces) {
        expect(values).toEqual({ value: rows.find((row) => row.frame === frame && row.trackId === trackId)?.values[0] });
        // The fake face's points count up from the left side of its box.
        expect(leftEye[0]?.[0]).toBeCloseTo(box[0], 4);
        expect([leftEye.length, rightEye.length, leftIris.length]).toEqual([16, 16, 5]);
        expect(leftIris[0]?.[0]).toBeCloseTo(box[0] + 64, 4);
      }
    }
  });

  it('end where the examination ended', async () => {
    const overlays = await analysis.handlers['analysis.overlays']({ ...J1, firstFrame: 18, count: 500 });
    expect(overlays.map(({ frame }) => frame)).toEqual([18, 19]);
    expect(await analysis.handlers['analysis.overlays']({ ...J1, firstFrame: 20, count: 1 })).toEqual([]);
  });
});

it('lists cards, signals, tracks and findings of the job', async () => {
  expect((await analysis.handlers['analysis.detectors']({})).map(({ id }) => id)).toEqual(['alpha', 'beta']);
  expect((await analysis.handlers['analysis.detectors'](J1)).map(({ id }) => id)).toEqual(['alpha', 'beta']);
  expect((await analysis.handlers['analysis.signals'](J1)).map(({ detectorId, frames }) => [detectorId, frames?.length])).toEqual([
    ['alpha', 40],
    ['beta', 20],
  ]);
  expect((await analysis.handlers['analysis.tracks'](J1)).map(({ trackId, frames }) => [trackId, frames])).toEqual([
    [1, 20],
    [2, 20],
  ]);
  expect((await analysis.handlers['analysis.findings']({})).map(({ id, detectorId }) => [id, detectorId])).toEqual([
    ['F1', 'alpha'],
    ['F2', 'beta'],
  ]);
  expect(await analysis.handlers['analysis.findings']({ exhibitId: 'E9' as never })).toEqual([]);
  await expect(analysis.handlers['analysis.signals']({ jobId: 'J9' as never })).rejects.toMatchObject({ code: 'JOB_NOT_FOUND' });
});

it('gives plots of the signals, the values of one frame, and tiles of both', async () => {
  const plots = await analysis.handlers['analysis.plots'](J1);
  expect(plots.map(({ detectorId, series }) => [detectorId, series.length])).toEqual([
    ['alpha', 1],
    ['beta', 1],
  ]);
  const [, signal] = await analysis.handlers['analysis.signals'](J1);
  const values = await analysis.handlers['analysis.values']({ ...J1, plots: [1, 7], frame: 3, us: 0 });
  expect(values).toEqual([[signal?.values[3] ?? null], []]);
  const bytes = await analysis.signalBytes('J1/1/rows/0');
  expect([...readRows(bytes!.slice().buffer).values[0]!]).toEqual(signal?.values);
  expect(await analysis.signalBytes('J1/9/rows/0')).toBeNull();
  expect(await analysis.signalBytes('J1/0/rows')).toBeNull();
  await expect(analysis.signalBytes('J9/0/rows/0')).rejects.toMatchObject({ code: 'JOB_NOT_FOUND' });
});

it('records a review as a custody entry of the examiner, the newest standing', async () => {
  const review = (decision: 'confirmed' | 'rejected', reason: string) =>
    analysis.handlers['analysis.review']({ findingId: FindingId.parse('F1'), decision, reason });
  await review('confirmed', 'seen');
  const finding = await review('rejected', 'it was a shadow');
  expect(Finding.parse(finding).review).toMatchObject({ decision: 'rejected', reason: 'it was a shadow', by: 'Demo Examiner' });
  const entries = core.store.entries(1, 100).filter(({ action }) => action === 'finding.reviewed');
  expect(entries.map(({ subject, actor, payload }) => [subject, actor, payload])).toEqual([
    ['F1', 'Demo Examiner', { decision: 'confirmed', reason: 'seen', by: 'Demo Examiner' }],
    ['F1', 'Demo Examiner', { decision: 'rejected', reason: 'it was a shadow', by: 'Demo Examiner' }],
  ]);
  await expect(
    analysis.handlers['analysis.review']({ findingId: FindingId.parse('F9'), decision: 'confirmed', reason: 'x' }),
  ).rejects.toMatchObject({
    code: 'FINDING_NOT_FOUND',
  });
});
