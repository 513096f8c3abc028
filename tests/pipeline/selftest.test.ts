// The fast part of `penumbra selftest` with the real networks: this machine measures what the golden results say, and a change is seen.
import { expect, it } from 'vitest';
import type { Golden } from '../../src/contract/selftest.ts';
import { readGolden, runSelfTest } from '../../src/core/selftest/run-selftest.ts';
import { summarise } from '../../src/core/selftest/summary.ts';
import { detectors } from '../../src/engine/detectors/registry.ts';
import { findTools } from '../../src/engine/media/tools.ts';

it('every detector gives its golden result, and only a change that was made is found', async () => {
  // One number moved by twice its tolerance, one network exchanged, one version raised: in the golden results, which is the same.
  const golden = structuredClone(readGolden());
  const still = golden.samples.still!.detectors;
  const moved = Object.entries(still['gan-image']!.numbers)[0]!;
  still['gan-image']!.numbers[moved[0]] = { ...moved[1], value: moved[1].value + 2 * moved[1].tolerance };
  still['face-swap']!.weights['face-swap'] = '0'.repeat(64);
  still.spectrum!.version = '99.0.0';
  const result = await runSelfTest({ fast: true, tools: await findTools() }, golden satisfies Golden);
  const said = new Map(result.lines.map(({ detectorId, sample, state, words }) => [`${sample} ${detectorId}`, `${state}: ${words}`]));
  expect(said.get('still gan-image')).toMatch(/^differs: \d+ of \d+ numbers differ: /);
  expect(said.get('still gan-image')).toContain(moved[0]);
  expect(said.get('still face-swap')).toBe('otherWeights: other weights here: face-swap');
  expect(said.get('still spectrum')).toContain('otherVersion: version ');
  const others = [...said].filter(([name]) => !/^still (gan-image|face-swap|spectrum)$/.test(name));
  // The tolerances were measured on one kind of processor: on another a number may lie outside of them, and only that it was compared is asked.
  const known = result.here.processor === golden.madeOn.processor ? /^(same|withinTolerance):/ : /^(same|withinTolerance|differs):/;
  expect(others.filter(([, words]) => !known.test(words))).toEqual([]);
  expect(
    summarise(result)
      .map(({ detectorId }) => detectorId)
      .sort(),
  ).toEqual(detectors.map(({ card }) => card.id).sort());
});
