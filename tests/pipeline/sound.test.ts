/** Recordings without picture, and the sound of a film, from file to findings: by the real decoder, in a case and without one. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { ScoredDetector, ScoredFile } from '../../src/contract/score.ts';
import { scoreFiles } from '../../src/core/analysis/score.ts';
import { findTools } from '../../src/engine/media/tools.ts';
import { openCase } from '../../src/store/open-case.ts';
import { verifyCase } from '../../src/verify/case/verify-case.ts';
import { ffmpeg } from '../fixtures/make-clips.ts';
import { examine } from '../helpers/examine.ts';
import { writeWav } from '../helpers/made-sound.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const folder = tempFolder();
const at = (name: string): string => join(folder, name);
const RATE = 44_100;
const SECONDS = 5.5;

/** Noise of one sample after the other. */
function noise(seed: number): (n: number) => number {
  let [state, last] = [seed, -1];
  let value = 0;
  return (n) => {
    if (n !== last) {
      state = (state * 48_271) % 2_147_483_647;
      [last, value] = [n, state / 2_147_483_647 - 0.5];
    }
    return value;
  };
}

function byId(line: ScoredFile, id: string): ScoredDetector {
  const detector = (line.detectors as Readonly<Record<string, ScoredDetector>>)[id];
  if (detector === undefined) throw new Error(`no ${id}`);
  return detector;
}

it('are examined second by second, kept, verified, and give the same without a case', { timeout: 120_000 }, async () => {
  const one = noise(1);
  writeWav(at('twice.wav'), { sampleRate: RATE, samples: SECONDS * RATE, channels: [(n) => 0.4 * one(n), (n) => 0.4 * one(n)] });
  const [job] = await examine(at('case'), [at('twice.wav')]);
  expect(job).toMatchObject({ state: 'finished', framesTotal: 0, blocksTotal: 6, blocksDone: 6, error: null });
  const outcomes = new Map<string, string>(job?.outcomes.map(({ detectorId, outcome }) => [detectorId, outcome.status]));
  expect([outcomes.get('channels'), outcomes.get('bandwidth-and-floor'), outcomes.get('blink')]).toEqual([
    'measured',
    'measured',
    'notApplicable',
  ]);
  const store = openCase(at('case'), { now: () => new Date(), penumbraVersion: '0' });
  const found = store.findings().map(({ kind, startUs, endUs, firstFrame }) => ({ kind, startUs, endUs, firstFrame }));
  const signals = store.signals(job!.id);
  expect(found).toEqual([{ kind: 'channels-identical', startUs: 0, endUs: 5_500_000, firstFrame: null }]);
  expect(signals.find(({ name }) => name === 'levelFirst')).toMatchObject({ frames: null, ptsUs: [0, 1e6, 2e6, 3e6, 4e6, 5e6] });
  store.close();
  expect((await verifyCase(at('case'))).problems).toEqual([]);

  const tools = await findTools();
  for await (const line of scoreFiles([at('twice.wav')], { tools, version: '0', signals: true })) {
    if ('error' in line) throw new Error(line.error.code);
    expect([line.kind, line.frames, line.blocks]).toEqual(['audio', 0, 6]);
    expect(byId(line, 'channels').findings.map(({ kind, startUs, endUs }) => ({ kind, startUs, endUs, firstFrame: null }))).toEqual(found);
    const level = byId(line, 'channels').signals?.find(({ name }) => name === 'levelFirst');
    expect(level).toEqual({
      name: 'levelFirst',
      unit: 'dB re full scale',
      trackId: null,
      ptsUs: [0, 1e6, 2e6, 3e6, 4e6, 5e6],
      values: signals.find(({ name }) => name === 'levelFirst')?.values,
    });
  }
});

it('finds a recording of 8 kHz that was stored at 44.1 kHz in a film too, and not its untouched twin', { timeout: 120_000 }, async () => {
  const one = noise(7);
  writeWav(at('wide.wav'), { sampleRate: RATE, samples: 4 * RATE, channels: [(n) => 0.4 * one(n)] });
  await ffmpeg('-i', at('wide.wav'), '-ar', '8000', at('narrow.wav'));
  const film = (sound: string, to: string) =>
    ffmpeg('-f', 'lavfi', '-i', 'testsrc=size=64x48:rate=5:duration=4', '-i', sound, '-ar', '44100', '-c:a', 'flac', '-c:v', 'ffv1', to);
  await film(at('narrow.wav'), at('narrow.mkv'));
  await film(at('wide.wav'), at('wide.mkv'));
  const found: unknown[] = [];
  const options = { tools: await findTools(), version: '0', detectorIds: ['temporal', 'bandwidth-and-floor'] };
  for await (const line of scoreFiles([at('narrow.mkv'), at('wide.mkv')], options)) {
    if ('error' in line) throw new Error(line.error.code);
    const { outcome, findings } = byId(line, 'bandwidth-and-floor');
    found.push([line.kind, line.frames, line.blocks, outcome, findings.map(({ kind }) => kind)]);
    const edge = findings[0]?.measure.value ?? 3800;
    expect(edge).toBeGreaterThan(3500);
    expect(edge).toBeLessThanOrEqual(4400);
  }
  expect(found).toEqual([
    ['video', 20, 4, 'measured', ['bandwidth-below-rate']],
    ['video', 20, 4, 'measured', []],
  ]);
});
