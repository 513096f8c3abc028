/** The fusions that the program has: files beside a lock with their hashes, in the folder of the calibrations; one that differs gives no likelihood ratio. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { sha256Hex } from '../../base/node/sha256.ts';
import { ERROR_WORDS } from '../../contract/errors.ts';
import { Fusion, type LockedFusion } from '../../contract/fusion.ts';
import { DetectorId, Sha256 } from '../../contract/values.ts';
import { calibrationsFolder } from './calibrations.ts';

export const FUSION_LOCK = 'fusions.lock.json';

export const FusionLock = z.strictObject({
  format: z.literal(1),
  fusions: z.array(
    z.strictObject({ cues: z.array(DetectorId).min(2).max(4), file: z.string().regex(/^fusion-[a-z0-9-]+\.json$/), sha256: Sha256 }),
  ),
});

export type ShelvedFusion = LockedFusion | { readonly sha256: string; readonly cues: readonly DetectorId[]; readonly problem: string };

/** A folder without a lock has none. The lock itself is part of the program: when it cannot be parsed, that throws. */
export function readFusions(folder: string = calibrationsFolder()): ShelvedFusion[] {
  const lock = join(folder, FUSION_LOCK);
  if (!existsSync(lock)) return [];
  return FusionLock.parse(JSON.parse(readFileSync(lock, 'utf8'))).fusions.map(({ cues, file, sha256 }): ShelvedFusion => {
    const broken = (why: string): ShelvedFusion => ({ sha256, cues, problem: `${ERROR_WORDS.CALIBRATION_MISMATCH} (${why})` });
    const path = join(folder, file);
    if (!existsSync(path)) return broken('the file is missing');
    const bytes = readFileSync(path);
    if (sha256Hex(bytes) !== sha256) return broken('another hash');
    const parsed = Fusion.safeParse(JSON.parse(bytes.toString('utf8')));
    if (!parsed.success) return broken('it cannot be read');
    return parsed.data.cues.map(({ id }) => id).join() === cues.join() ? { sha256, fusion: parsed.data } : broken('it is of other cues');
  });
}
