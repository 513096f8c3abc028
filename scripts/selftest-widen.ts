// For developers: runs the samples of the self-test on a machine with another kind of processor than the golden results are from, and widens
// their tolerances to a multiple of what the two are apart. Values stay.
// Usage: node scripts/selftest-widen.ts. Prints each tolerance that becomes wider: whether two processors may be so far apart is for you to judge.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Golden, type GoldenDetector } from '../src/contract/selftest.ts';
import type { FoundDetector } from '../src/core/selftest/compare.ts';
import { examineSample, readGolden, surroundingsHere } from '../src/core/selftest/run-selftest.ts';
import { SAMPLES } from '../src/core/selftest/samples.ts';
import { findTools } from '../src/engine/media/tools.ts';

/** Our choice; half of what is taken between the ways of running the networks on one machine (selftest-golden.ts), for processors are what shall be allowed for. */
const SPREADS = 4;

const tools = await findTools();
const golden = readGolden();
const folder = mkdtempSync(join(tmpdir(), 'penumbra-widen-'));
try {
  for (const sample of SAMPLES) {
    const run = await examineSample(sample, folder, { fast: false, tools });
    if ('missing' in run) throw new Error(run.missing);
    for (const [id, known] of Object.entries(golden.samples[sample.name]?.detectors ?? {})) {
      const found = run.detectors[id];
      if (found === undefined || !isComparable(known, found)) throw new Error(`${sample.name}, ${id}: another version, weights or outcome`);
      widen(`${sample.name}, ${id}`, known, found);
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function isComparable(known: GoldenDetector, found: FoundDetector): boolean {
  const same = known.version === found.version && known.parametersSha256 === found.parametersSha256 && known.outcome === found.outcome;
  return same && Object.entries(known.weights).every(([name, hash]) => found.weights[name] === hash);
}

function widen(where: string, known: GoldenDetector, found: FoundDetector): void {
  for (const [name, number] of Object.entries(known.numbers)) {
    const here = found.numbers[name];
    if (here === undefined) throw new Error(`${where}: ${name} is not there`);
    const tolerance = Number((SPREADS * Math.abs(here - number.value)).toPrecision(3));
    if (tolerance <= number.tolerance) continue;
    console.error(
      `${where}: ${name}: ${String(number.value)}, here ${String(here)}: ± ${String(number.tolerance)} becomes ± ${String(tolerance)}`,
    );
    known.numbers[name] = { ...number, tolerance };
  }
}

const { processor } = surroundingsHere(tools);
const tolerances = `${golden.tolerances.replace(/ The factors? and the shares are our choice.*$/, '')} Or ${String(SPREADS)} times its distance on another kind of processor, where that is larger: ${processor}. The factors and the shares are our choice.`;
writeFileSync(
  join(import.meta.dirname, '../resources/selftest/golden.json'),
  `${JSON.stringify(Golden.parse({ ...golden, tolerances }), null, 1)}\n`,
);
