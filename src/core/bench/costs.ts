/** What each detector took when `penumbra bench` last ran on this machine: shown where detectors are chosen. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../../base/node/make-folder.ts';
import { isMissing } from '../../base/node/is-missing.ts';
import { atomicWrite } from '../../base/node/atomic-write.ts';
import { DetectorCosts } from '../../contract/costs.ts';
import type { BenchResult } from './bench.ts';

const pathIn = (dataFolder: string): string => join(dataFolder, 'costs.json');

export async function keepCosts(dataFolder: string, result: BenchResult, now: Date): Promise<void> {
  const costs: DetectorCosts = {
    measuredOn: now.toISOString().slice(0, 10),
    machine: result.machine,
    width: result.width,
    height: result.height,
    frames: result.frames,
    msPerFrame: Object.fromEntries(
      result.detectors.filter(({ notRun }) => notRun === null).map(({ detectorId, observeMsPerFrame }) => [detectorId, observeMsPerFrame]),
    ),
    msPerSecondOfSound: Object.fromEntries(
      (result.sound?.detectors ?? []).map(({ detectorId, observeMsPerSecond }) => [detectorId, observeMsPerSecond]),
    ),
  };
  makeFolder(dataFolder);
  await atomicWrite(pathIn(dataFolder), `${JSON.stringify(DetectorCosts.parse(costs), null, 2)}\n`, 0o600);
}

/** `null` where nothing was measured, or by a version that wrote it otherwise. */
export function knownCosts(dataFolder: string): DetectorCosts | null {
  let text: string;
  try {
    text = readFileSync(pathIn(dataFolder), 'utf8');
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
  try {
    return DetectorCosts.safeParse(JSON.parse(text)).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
