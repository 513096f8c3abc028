/** Reads the scores and the description, makes the calibration, and puts it with its hash beside the others. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../../base/node/make-folder.ts';
import { isMissing } from '../../base/node/is-missing.ts';
import { readNamed } from '../../base/node/named-file.ts';
import * as z from 'zod';
import { Failure } from '../../base/failure.ts';
import { sha256Hex } from '../../base/node/sha256.ts';
import { Calibration, PoolDescription } from '../../contract/calibration.ts';
import { detectors as registry } from '../../engine/detectors/registry.ts';
import { lockedWeights } from '../../engine/inference/lock.ts';
import { modelsFolder } from '../analysis/models-folder.ts';
import { chosenDetectors, parametersSha256 } from '../analysis/plan.ts';
import { CALIBRATION_LOCK, CalibrationLock, calibrationsFolder } from './calibrations.ts';
import { makeCalibration, type Scores } from './make-calibration.ts';
import { parseScores, type ScoreRow } from './scores-csv.ts';

export interface StoreRequest {
  readonly scoresPath: string;
  readonly testPath: string | null;
  readonly describePath: string;
  readonly detectorId: string;
  /** The scores' column. */
  readonly column: string;
  /** `null`: the program's own. */
  readonly folder: string | null;
  readonly now: Date;
}

/** Rejects with FILE_NOT_FOUND, FILE_UNREADABLE, DETECTOR_UNKNOWN, APP_BAD_REQUEST (a file cannot be read) and CALIBRATION_REFUSED; then nothing is written. */
export async function storeCalibration(request: StoreRequest): Promise<{ path: string; calibration: Calibration }> {
  const detector = detectorOfToday(request.detectorId);
  const calibration = makeCalibration({
    detector,
    description: parsed(PoolDescription, String(await readNamed(request.describePath)), request.describePath),
    fit: await scores(request.scoresPath, detector, request.column),
    test: request.testPath === null ? null : await scores(request.testPath, detector, request.column),
    date: request.now.toISOString().slice(0, 10),
  });
  return { path: await keep(request.folder ?? calibrationsFolder(), Calibration.parse(calibration)), calibration };
}

/** Throws DETECTOR_UNKNOWN or WEIGHTS_MISSING. */
export function detectorOfToday(detectorId: string): Calibration['detector'] {
  const [detector] = chosenDetectors(registry, [detectorId]);
  if (detector === undefined) throw new Failure('DETECTOR_UNKNOWN', detectorId);
  const { card } = detector;
  const locked = lockedWeights(join(modelsFolder(), 'models.lock.json'));
  return {
    id: card.id,
    version: card.version,
    parametersSha256: parametersSha256(card),
    weights: card.weights.map((id) => {
      const sha256 = locked.get(id);
      if (sha256 === undefined) throw new Failure('WEIGHTS_MISSING', id);
      return { id, sha256 };
    }),
  };
}

async function keep(folder: string, calibration: Calibration): Promise<string> {
  makeFolder(folder);
  const lockPath = join(folder, CALIBRATION_LOCK);
  const lock = parsed(CalibrationLock, await readOr(lockPath, '{"format":1,"calibrations":[]}'), lockPath);
  const { id } = calibration.detector;
  const file = `${id}.json`;
  const text = `${JSON.stringify(calibration, null, 2)}\n`;
  const calibrations = [
    ...lock.calibrations.filter(({ detectorId }) => detectorId !== id),
    { detectorId: id, file, sha256: sha256Hex(text) },
  ];
  await writeFile(join(folder, file), text);
  await writeFile(
    lockPath,
    `${JSON.stringify({ format: 1, calibrations: calibrations.toSorted((a, b) => (a.file < b.file ? -1 : 1)) }, null, 2)}\n`,
  );
  return join(folder, file);
}

async function scores(path: string, detector: Calibration['detector'], column: string): Promise<Scores> {
  const text = String(await readNamed(path));
  return { rows: scoresOfToday(text, detector, column), sha256: sha256Hex(text) };
}

/** As `parseScores`. Throws APP_BAD_REQUEST too where the table names another version of the detector. */
export function scoresOfToday(text: string, { id, version }: Pick<Calibration['detector'], 'id' | 'version'>, column?: string): ScoreRow[] {
  const rows = parseScores(text, id, column);
  const other = rows.find(({ fields }) => (fields.version ?? version) !== version);
  if (other === undefined) return rows;
  throw new Failure(
    'APP_BAD_REQUEST',
    `the scores file has scores of ${id} ${String(other.fields.version)}, the detector is ${version}: measure the files again`,
  );
}

/** `empty`: what a file that is not there would hold. */
export async function readOr(path: string, empty: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    if (isMissing(error)) return empty;
    throw error;
  });
}

export function parsed<T>(schema: z.ZodType<T>, text: string, path: string): T {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (cause) {
    throw new Failure('APP_BAD_REQUEST', `${path} is not JSON`, { cause });
  }
  const result = schema.safeParse(data);
  if (!result.success) throw new Failure('APP_BAD_REQUEST', `${path}: ${z.prettifyError(result.error)}`);
  return result.data;
}
