/** The calibrations that the program has: files beside a lock with their hashes; one that differs gives no likelihood ratio. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { sha256Hex } from '../../base/node/sha256.ts';
import { Calibration, type LockedCalibration } from '../../contract/calibration.ts';
import { ERROR_WORDS } from '../../contract/errors.ts';
import { DetectorId, Sha256 } from '../../contract/values.ts';
import { modelsFolder } from '../analysis/models-folder.ts';

export const CALIBRATION_LOCK = 'calibrations.lock.json';

export const CalibrationLock = z.strictObject({
  format: z.literal(1),
  calibrations: z.array(z.strictObject({ detectorId: DetectorId, file: z.string().regex(/^[a-z0-9-]+\.json$/), sha256: Sha256 })),
});

/** What the program has for one detector. */
export type Shelved = LockedCalibration | { readonly sha256: string; readonly problem: string };
export type Calibrations = ReadonlyMap<string, Shelved>;

/** A laboratory's own set, or the one that came with the program. */
export function calibrationsFolder(): string {
  return process.env.PENUMBRA_CALIBRATIONS ?? join(modelsFolder(), 'calibrations');
}

/** A folder without a lock has none. The lock itself is part of the program: when it cannot be parsed, that throws. */
export function readCalibrations(folder: string = calibrationsFolder()): Calibrations {
  const lock = join(folder, CALIBRATION_LOCK);
  if (!existsSync(lock)) return new Map();
  const { calibrations } = CalibrationLock.parse(JSON.parse(readFileSync(lock, 'utf8')));
  return new Map(calibrations.map(({ detectorId, file, sha256 }) => [detectorId, shelved(join(folder, file), detectorId, sha256)]));
}

function shelved(path: string, detectorId: string, sha256: string): Shelved {
  const broken = (why: string): Shelved => ({ sha256, problem: `${ERROR_WORDS.CALIBRATION_MISMATCH} (${why})` });
  if (!existsSync(path)) return broken('the file is missing');
  const bytes = readFileSync(path);
  if (sha256Hex(bytes) !== sha256) return broken('another hash');
  const parsed = Calibration.safeParse(JSON.parse(bytes.toString('utf8')));
  if (!parsed.success) return broken('it cannot be read');
  return parsed.data.detector.id === detectorId ? { sha256, calibration: parsed.data } : broken('it belongs to another detector');
}
