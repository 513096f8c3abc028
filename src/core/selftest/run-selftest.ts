/** Runs every detector on the samples, as triage does, and compares with the golden results that come with the program. */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { temporaryPrefix } from '../../base/node/temporary-folder.ts';
import type { ScoredFile } from '../../contract/score.ts';
import { Golden, type SelfTestLine, type SelfTestResult, type Surroundings } from '../../contract/selftest.ts';
import { Failure } from '../../base/failure.ts';
import { detectors } from '../../engine/detectors/registry.ts';
import { TRACKING_WEIGHTS } from '../../engine/faces/track.ts';
import { lockedWeights } from '../../engine/inference/lock.ts';
import { runtimeVersion } from '../../engine/inference/providers.ts';
import type { Tools } from '../context.ts';
import { modelsFolder } from '../analysis/models-folder.ts';
import { parametersSha256 } from '../analysis/plan.ts';
import { scoreFiles } from '../analysis/score.ts';
import { penumbraVersion } from '../version.ts';
import { compareDetector, type FoundDetector } from './compare.ts';
import { numbersOf } from './numbers.ts';
import { SAMPLES, type Sample } from './samples.ts';

/** Beside the networks' folder, from the sources and from a bundle alike. */
const goldenPath = (): string => join(dirname(modelsFolder()), 'resources/selftest/golden.json');

/** A part of the program: when it cannot be read, that is our bug, so it throws as it is. */
export const readGolden = (): Golden => Golden.parse(JSON.parse(readFileSync(goldenPath(), 'utf8')));

export interface SelfTestWish {
  readonly fast: boolean;
  readonly tools: Tools;
  readonly onProgress?: (words: string) => void;
}

export function surroundingsHere(tools: Tools): Surroundings {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    platform: `${process.platform} ${process.arch}`,
    decoder: tools.version,
    runtime: runtimeVersion(),
    node: process.version,
  };
}

export interface Examined {
  readonly file: ScoredFile;
  readonly detectors: Readonly<Record<string, FoundDetector>>;
}

/** What a sample gives on this machine, or why there is nothing. */
export async function examineSample(sample: Sample, folder: string, wish: SelfTestWish): Promise<Examined | { readonly missing: string }> {
  const made = await sample.make(folder, wish.tools.ffmpegPath);
  if ('missing' in made) return made;
  const ids = sample.only ?? detectors.map(({ card }) => card.id).filter((id) => sample.without?.includes(id) !== true);
  const lines = scoreFiles([made.path], {
    tools: wish.tools,
    version: penumbraVersion(),
    detectorIds: ids,
    signals: true,
    onProgress: (_, done, total, unit) => wish.onProgress?.(`${sample.name}: ${String(done)}/${String(total)} ${unit}`),
  });
  for await (const line of lines) {
    if ('error' in line) return { missing: `${line.error.code}: ${line.error.message}` };
    return { file: line, detectors: foundIn(line) };
  }
  return { missing: 'nothing came of it' };
}

function foundIn(file: ScoredFile): Record<string, FoundDetector> {
  const locked = lockedWeights(join(modelsFolder(), 'models.lock.json'));
  return Object.fromEntries(
    detectors.flatMap(({ card }) => {
      const scored = file.detectors[card.id];
      if (scored === undefined) return [];
      const networks = [...new Set([...card.weights, ...(card.feed === 'face' ? TRACKING_WEIGHTS : [])])].sort();
      const found: FoundDetector = {
        version: card.version,
        parametersSha256: parametersSha256(card),
        weights: Object.fromEntries(networks.map((id) => [id, locked.get(id) ?? 'not in the lock'])),
        outcome: scored.outcome,
        numbers: numbersOf(scored),
      };
      return [[card.id, found]];
    }),
  );
}

/** Never rejects for what a sample gives; a sample or detector that cannot be run is said. */
export async function runSelfTest(wish: SelfTestWish, golden: Golden = readGolden()): Promise<SelfTestResult> {
  const folder = await mkdtemp(temporaryPrefix('selftest'));
  const lines: SelfTestLine[] = [];
  try {
    for (const sample of SAMPLES) if (sample.fast || !wish.fast) lines.push(...(await testSample(sample, folder, wish, golden)));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return {
    format: 'penumbra-selftest-result/1',
    atUtc: new Date().toISOString(),
    version: penumbraVersion(),
    extent: wish.fast ? 'fast' : 'whole',
    here: surroundingsHere(wish.tools),
    madeOn: golden.madeOn,
    lines,
  };
}

async function testSample(sample: Sample, folder: string, wish: SelfTestWish, golden: Golden): Promise<SelfTestLine[]> {
  const expected = golden.samples[sample.name];
  if (expected === undefined) throw new Failure('APP_INTERNAL', `no golden result of ${sample.name}`);
  const found = await examineSample(sample, folder, wish);
  const notRun = (detectorId: string, words: string): SelfTestLine => {
    return { detectorId, sample: sample.name, state: 'notRun', numbers: 0, words, differences: [] };
  };
  if ('missing' in found) return Object.keys(expected.detectors).map((id) => notRun(id, found.missing));
  const { file } = found;
  if (sample.sameBytes && file.sha256 !== expected.sha256)
    return Object.keys(expected.detectors).map((id) => notRun(id, `the sample is another file here (SHA-256 ${file.sha256})`));
  const reasons = new Map<string, string | undefined>(Object.entries(file.detectors).map(([id, { reason }]) => [id, reason]));
  const lines = Object.entries(expected.detectors).map(([detectorId, wanted]): SelfTestLine => {
    const have = found.detectors[detectorId];
    if (have === undefined) return notRun(detectorId, 'there is no such detector here');
    if (have.outcome === 'failed') return notRun(detectorId, reasons.get(detectorId) ?? 'it failed');
    return { detectorId, sample: sample.name, ...compareDetector(wanted, have) };
  });
  const fresh = Object.keys(found.detectors).filter((id) => !(id in expected.detectors));
  return [...lines, ...fresh.map((id) => notRun(id, 'there is no golden result of this detector'))];
}
