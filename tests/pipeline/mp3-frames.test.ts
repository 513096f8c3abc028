/** Sound that was MP3: coded by LAME and decoded here, so that the analysis is held against a coder that is not ours. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codingFramesDetector } from '../../src/engine/detectors/coding-frames/detector.ts';
import { openFrames } from '../../src/engine/detectors/coding-frames/observe.ts';
import type { ObservationRow } from '../../src/engine/detectors/interface.ts';
import { findTools } from '../../src/engine/media/tools.ts';
import { madeBlocks, soundFacts, writeWav } from '../helpers/made-sound.ts';

const RATE = 16_000;
const { ffmpegPath } = await findTools();
const run = (...args: string[]): string =>
  execFileSync(ffmpegPath, ['-v', 'error', '-nostdin', '-y', ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
const hasLame = run('-encoders').includes('libmp3lame');

/** Noise that rises and falls three times a second under a voice's formants, as far as a coder cares. */
function made(n: number): number {
  let x = Math.imul(n + 1, 0x9e3779b1);
  x = Math.imul(x ^ (x >>> 15), 0x2c1b3c6d);
  x = Math.imul(x ^ (x >>> 12), 0x297a2d39);
  const noise = ((x ^ (x >>> 15)) >>> 0) / 2 ** 32 - 0.5;
  const tone = (hz: number, level: number): number => level * Math.sin((2 * Math.PI * hz * n) / RATE + 3 * Math.sin(n / 2000));
  return (0.2 * noise + tone(310, 0.15) + tone(930, 0.1) + tone(2170, 0.05)) * (0.6 + 0.4 * Math.sin((6 * Math.PI * n) / RATE));
}

function told(samples: Float64Array, codec = 'pcm_s16le'): unknown[] {
  const observe = openFrames();
  const blocks = madeBlocks({ sampleRate: RATE, samples: samples.length, channels: [(n) => samples[n] ?? 0] });
  const rows = blocks.flatMap((block) => observe(block).map((row): ObservationRow => ({ frame: block.index, trackId: null, ...row })));
  const facts = soundFacts({ sampleRate: RATE, seconds: samples.length / RATE, codec });
  const { outcome, findings } = codingFramesDetector.conclude({
    facts,
    rows,
    tracks: [],
    framesTotal: 0,
    framesDecoded: 0,
    faceAt: () => null,
  });
  return [
    outcome.status === 'measured' ? outcome.score : outcome.status,
    ...findings.map(({ kind, weight, measure }) => [kind, weight, measure.value]),
  ];
}

describe.skipIf(!hasLame)('sound that was MP3 (this ffmpeg has LAME)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'penumbra-test-'));
  let plain: Float64Array;
  let decoded: Float64Array;

  beforeAll(() => {
    const [wav, mp3, raw] = [join(folder, 'a.wav'), join(folder, 'a.mp3'), join(folder, 'a.raw')];
    writeWav(wav, { sampleRate: RATE, samples: 6 * RATE, channels: [made] });
    run('-i', wav, '-c:a', 'libmp3lame', '-b:a', '32k', mp3);
    run('-i', mp3, '-f', 's16le', raw);
    const bytes = readFileSync(raw);
    decoded = Float64Array.from({ length: bytes.length >> 1 }, (_, n) => bytes.readInt16LE(2 * n) / 32_768);
    plain = Float64Array.from({ length: 6 * RATE }, (_, n) => Math.round(made(n) * 32_767) / 32_768);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is told, and not in the same sound that was not coded', () => {
    expect(told(decoded)).toEqual([0, ['coded-before', 'note', expect.any(Number)]]);
    expect(told(plain)).toEqual(['abstained']);
  });

  it('shifts its granules where samples were taken out, by as many; as a note where the file itself is MP3', () => {
    const cut = Float64Array.from([...decoded.subarray(0, 50_000), ...decoded.subarray(51_000)]);
    // 1000 samples less: 1000 - 576 = 424, and 576 - 424 = 152.
    expect(told(cut)).toEqual([1, ['coded-before', 'note', expect.any(Number)], ['frame-offset-changes', 'anomaly', 152]]);
    expect(told(cut, 'mp3')).toEqual([1, ['frame-offset-changes', 'note', 152]]);
  });

  it('keeps its offset where whole granules were taken out', () => {
    const cut = Float64Array.from([...decoded.subarray(0, 50_000), ...decoded.subarray(50_000 + 2 * 576)]);
    expect(told(cut)).toEqual([0, ['coded-before', 'note', expect.any(Number)]]);
  });
});
