/** Reads the scores of several detectors and the description, makes the fusion, and puts it with its hash beside the calibrations. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../../base/node/make-folder.ts';
import { Failure } from '../../base/failure.ts';
import { readNamed } from '../../base/node/named-file.ts';
import { sha256Hex } from '../../base/node/sha256.ts';
import { PoolDescription } from '../../contract/calibration.ts';
import { Fusion } from '../../contract/fusion.ts';
import { calibrationsFolder } from './calibrations.ts';
import { FUSION_LOCK, FusionLock } from './fusions.ts';
import { makeFusion, type CueScores } from './make-fusion.ts';
import { detectorOfToday, parsed, readOr, scoresOfToday } from './store-calibration.ts';

export interface StoreFusionRequest {
  readonly scoresPath: string;
  readonly testPath: string | null;
  readonly describePath: string;
  readonly detectorIds: readonly string[];
  /** `null`: the program's own. */
  readonly folder: string | null;
  readonly now: Date;
}

/** Rejects with FILE_NOT_FOUND, FILE_UNREADABLE, DETECTOR_UNKNOWN, APP_BAD_REQUEST (a file cannot be read) and FUSION_REFUSED; then nothing is written. */
export async function storeFusion(request: StoreFusionRequest): Promise<{ path: string; fusion: Fusion }> {
  const cues = request.detectorIds.map(detectorOfToday);
  const fusion = makeFusion({
    cues,
    description: parsed(PoolDescription, String(await readNamed(request.describePath)), request.describePath),
    fit: await cueScores(request.scoresPath, cues),
    test: request.testPath === null ? null : await cueScores(request.testPath, cues),
    date: request.now.toISOString().slice(0, 10),
  });
  return { path: await keep(request.folder ?? calibrationsFolder(), Fusion.parse(fusion)), fusion };
}

async function keep(folder: string, fusion: Fusion): Promise<string> {
  makeFolder(folder);
  const lockPath = join(folder, FUSION_LOCK);
  const lock = parsed(FusionLock, await readOr(lockPath, '{"format":1,"fusions":[]}'), lockPath);
  const cues = fusion.cues.map(({ id }) => id);
  const file = `fusion-${cues.join('-')}.json`;
  const text = `${JSON.stringify(fusion, null, 2)}\n`;
  const fusions = [...lock.fusions.filter((one) => one.file !== file), { cues, file, sha256: sha256Hex(text) }];
  await writeFile(join(folder, file), text);
  await writeFile(lockPath, `${JSON.stringify({ format: 1, fusions: fusions.toSorted((a, b) => (a.file < b.file ? -1 : 1)) }, null, 2)}\n`);
  return join(folder, file);
}

async function cueScores(path: string, cues: Fusion['cues']): Promise<{ files: CueScores[]; sha256: string }> {
  const text = String(await readNamed(path));
  return { files: joinedScores(text, cues), sha256: sha256Hex(text) };
}

/** One file for each path; its rows must agree about what it is. Throws APP_BAD_REQUEST. */
export function joinedScores(text: string, cues: readonly Pick<Fusion['cues'][number], 'id' | 'version'>[]): CueScores[] {
  const files = new Map<string, CueScores & { readonly scores: Map<string, number> }>();
  for (const cue of cues)
    for (const { path, group, synthetic, score, fields } of scoresOfToday(text, cue)) {
      if (fields.detector === undefined) throw new Failure('APP_BAD_REQUEST', 'the scores file has no column "detector"');
      const file = files.get(path) ?? { group, synthetic, fields, scores: new Map<string, number>() };
      if (file.group !== group || file.synthetic !== synthetic || file.scores.has(cue.id))
        throw new Failure('APP_BAD_REQUEST', `the scores file says two things of ${path}`);
      file.scores.set(cue.id, score);
      files.set(path, file);
    }
  return [...files.values()];
}
