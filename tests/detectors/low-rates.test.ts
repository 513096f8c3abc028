/** Sound of rates that no microphone has: every detector of sound says that it does not apply, or gives rows of numbers and tells nothing of noise. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chanceOf } from '../../scripts/hostile/random.ts';
import { modelsFolder } from '../../src/core/analysis/models-folder.ts';
import type { Detector, ObservationRow } from '../../src/engine/detectors/interface.ts';
import { detectors } from '../../src/engine/detectors/registry.ts';
import type { Networks } from '../../src/engine/inference/networks.ts';
import { openNetworks } from '../../src/engine/inference/session.ts';
import { measureSound } from '../../src/engine/sound/view/measure.ts';
import { madeBlocks, soundFacts } from '../helpers/made-sound.ts';

const SECONDS = 6;
const hearing = detectors.filter((detector): detector is Detector<'audio'> => detector.card.feed === 'audio');

describe('detectors of sound', () => {
  let networks: Networks;
  beforeAll(async () => {
    networks = await openNetworks({ weightsFolder: join(modelsFolder(), 'weights'), provider: 'cpu' });
  });
  afterAll(() => networks.close());

  it.each([1, 2, 50, 100, 1000, 2000, 4000])('at %d samples a second', async (sampleRate) => {
    const facts = soundFacts({ sampleRate, channels: 2, seconds: SECONDS });
    for (const detector of hearing.filter((one) => one.applies(facts).applies)) {
      const noise = chanceOf(sampleRate);
      const channel = (): number => noise.below(2000) / 2000 - 0.5;
      const observer = await detector.open({ networks, facts, structure: Promise.resolve(null) });
      const rows: ObservationRow[] = [];
      for (const block of madeBlocks({ sampleRate, samples: SECONDS * sampleRate, channels: [channel, channel] }))
        rows.push(...(await observer.observe(block)).map((row) => ({ frame: block.index, trackId: null, ...row })));
      const wrong = rows.flatMap(({ values }) => values).filter((value) => value !== null && !Number.isFinite(value));
      expect([detector.card.id, wrong]).toEqual([detector.card.id, []]);
      const { outcome, findings } = detector.conclude({ facts, rows, tracks: [], framesTotal: 0, framesDecoded: 0, faceAt: () => null });
      expect(['measured', 'abstained']).toContain(outcome.status);
      expect(findings.map(({ kind }) => kind).filter((kind) => kind !== 'offset')).toEqual([]);
    }
  });
});

it.each([1, 2, 24, 50, 1000])('the sound view measures sound of %d samples a second, and no voice in it', (sampleRate) => {
  const measures = measureSound(
    Float32Array.from({ length: SECONDS * sampleRate }, (_, n) => Math.sin(n * n) / 2),
    sampleRate,
  );
  expect(measures.samples).toBe(SECONDS * sampleRate);
  expect(measures.voice).toMatchObject({
    outcome: 'abstained',
    reason: expect.stringContaining(`${String(sampleRate)} samples`) as string,
  });
});
