// For developers: makes resources/selftest/golden.json anew, with tolerances from running the networks in several ways on this machine.
// Usage: node scripts/selftest-golden.ts [--only ID,ID]: of the named detectors alone, the others' results are kept. Look at the difference before committing it: a number that moved has a reason.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InferenceSession } from '../src/engine/inference/onnx-runtime.ts';
import { must } from '../src/base/assert.ts';
import { Golden, type GoldenDetector, type GoldenNumber } from '../src/contract/selftest.ts';
import type { FoundDetector } from '../src/core/selftest/compare.ts';
import { examineSample, readGolden, surroundingsHere, type Examined } from '../src/core/selftest/run-selftest.ts';
import { SAMPLES, type Sample } from '../src/core/selftest/samples.ts';
import { findTools } from '../src/engine/media/tools.ts';

/** Our choice: other processors may round further apart than one processor does in several ways. */
const SPREADS = 8;
/** Our choice for numbers that came through a network: share of the value, or of the deviation of its series where that is larger. */
const NETWORK_FLOOR = 0.005;
/** Our choice for numbers that came through none: decoders of other builds may round once more. */
const PLAIN_FLOOR = 1e-6;

type Options = InferenceSession.SessionOptions;
const WAYS: readonly { readonly name: string; readonly options: Options }[] = [
  { name: 'as the program does', options: {} },
  { name: 'graph not optimised', options: { graphOptimizationLevel: 'disabled' } },
  { name: 'graph optimised without the blocked layout', options: { graphOptimizationLevel: 'extended' } },
];

const create = InferenceSession.create.bind(InferenceSession) as (bytes: Uint8Array, options: Options) => Promise<InferenceSession>;
const flag = process.argv.indexOf('--only');
const only = flag === -1 ? null : (process.argv[flag + 1] ?? '').split(',');
const kept = only === null ? null : readGolden();
/** What is examined anew of a sample. */
const wanted = (sample: Sample): Sample =>
  only === null
    ? sample
    : { ...sample, only: only.filter((id) => sample.only?.includes(id) !== false && sample.without?.includes(id) !== true) };
const tools = await findTools();
const folder = mkdtempSync(join(tmpdir(), 'penumbra-golden-'));
const samples: Golden['samples'] = {};
try {
  for (const sample of SAMPLES.map(wanted)) {
    const before = kept?.samples[sample.name];
    if (before !== undefined) samples[sample.name] = before;
    if (sample.only?.length === 0) continue;
    const runs: Examined[] = [];
    for (const { name, options } of WAYS) {
      Object.assign(InferenceSession, { create: (bytes: Uint8Array, given: Options) => create(bytes, { ...given, ...options }) });
      const startedAt = performance.now();
      const run = await examineSample(sample, folder, { fast: false, tools });
      if ('missing' in run) throw new Error(run.missing);
      console.error(`${sample.name}, ${name}: ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
      runs.push(run);
    }
    const first = must(runs[0], 'there is a first way');
    samples[sample.name] = {
      sha256: sample.sameBytes ? first.file.sha256 : null,
      frames: before?.frames ?? first.file.frames,
      blocks: before?.blocks ?? first.file.blocks,
      detectors: {
        ...before?.detectors,
        ...Object.fromEntries(
          Object.entries(first.detectors).map(([id, found]) => [
            id,
            goldenOf(
              id,
              found,
              runs.flatMap((run) => run.detectors[id] ?? []),
            ),
          ]),
        ),
      },
    };
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function goldenOf(id: string, found: FoundDetector, ways: readonly FoundDetector[]): GoldenDetector {
  const outcomes = new Set(ways.map(({ outcome }) => outcome));
  if (outcomes.size > 1) console.error(`${id}: the outcome depends on how the networks are run: ${[...outcomes].join(', ')}`);
  const numbers = Object.entries(found.numbers).map(([name, value]) => [name, numberOf(name, value, found, ways)] as const);
  const { version, parametersSha256, weights, outcome } = found;
  return { version, parametersSha256, weights: { ...weights }, outcome, numbers: Object.fromEntries(numbers) };
}

function numberOf(name: string, value: number, found: FoundDetector, ways: readonly FoundDetector[]): GoldenNumber {
  const others = ways.map(({ numbers }) => numbers[name] ?? Number.NaN);
  const spread = Math.max(...others.map((other) => Math.abs(other - value)).filter((one) => !Number.isNaN(one)));
  if (others.some(Number.isNaN)) console.error(`${name}: is not there in every way of running the networks`);
  const deviation = name.endsWith(', mean') ? (found.numbers[name.replace(/mean$/, 'deviation')] ?? 0) : 0;
  const floor = Object.keys(found.weights).length > 0 ? NETWORK_FLOOR : PLAIN_FLOOR;
  const tolerance = Math.max(SPREADS * spread, floor * Math.max(Math.abs(value), deviation));
  if (spread > 0) console.error(`  ${name}: ${String(value)}, spread ${spread.toPrecision(2)}, tolerance ${tolerance.toPrecision(2)}`);
  return { value, tolerance: Number(tolerance.toPrecision(3)) };
}

const golden: Golden = {
  format: 'penumbra-selftest/1',
  madeAtUtc: new Date().toISOString(),
  madeOn: surroundingsHere(tools),
  tolerances: `For each number the larger of: ${String(SPREADS)} times its largest distance between ${String(WAYS.length)} ways of running the networks on the machine named here (${WAYS.map(({ name }) => name).join('; ')}); ${String(100 * NETWORK_FLOOR)} % of the value, or of the deviation of its series, where the number came through a network; ${String(PLAIN_FLOOR)} of it where it came through none. The factor and the shares are our choice.`,
  samples,
};
writeFileSync(join(import.meta.dirname, '../resources/selftest/golden.json'), `${JSON.stringify(Golden.parse(golden), null, 1)}\n`);
