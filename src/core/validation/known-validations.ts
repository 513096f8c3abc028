/** Validations that are kept: those that came with the program, and the laboratory's own in the data folder. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../../base/node/make-folder.ts';
import { must } from '../../base/assert.ts';
import { Failure } from '../../base/failure.ts';
import { atomicWrite } from '../../base/node/atomic-write.ts';
import type { DetectorCard } from '../../contract/analysis.ts';
import type { ScoredDetector } from '../../contract/score.ts';
import { CURVE_POINTS, type KnownValidations, Validation, type ValidationCondition } from '../../contract/validation.ts';
import { modelsFolder } from '../analysis/models-folder.ts';
import { parametersSha256 } from '../analysis/plan.ts';
import { histogram, type Point, rocPoints, thinned } from './curves.ts';
import { readFusions } from './fusions.ts';
import type { Validation as Measured } from './validate.ts';
import type { NumbersRow } from './write-validation.ts';

const BINS = 24;
const shippedFolder = (): string => join(modelsFolder(), 'validations');
const ownFolder = (dataFolder: string): string => join(dataFolder, 'validations');

export interface ValidationParts {
  readonly title: string;
  readonly date: Date;
  readonly penumbraVersion: string;
  readonly decoderVersion: string;
  readonly provider: string;
  readonly result: Measured;
  readonly cards: readonly DetectorCard[];
  readonly numbers: readonly NumbersRow[];
}

/** Of the detectors that gave at least one score or anomaly. Throws APP_BAD_REQUEST where none did: there is nothing to keep. */
export function validationOf({ title, date, result, cards, numbers, ...made }: ValidationParts): Validation {
  const spoke = cards.filter((card) =>
    result.files.some(({ scored }) => {
      const one = (scored.detectors as Readonly<Record<string, ScoredDetector>>)[card.id];
      return one?.score !== undefined || one?.findings.some(({ weight }) => weight === 'anomaly') === true;
    }),
  );
  if (spoke.length === 0) throw new Failure('APP_BAD_REQUEST', 'no detector gave a score for any of these files');
  return Validation.parse({
    format: 'penumbra-validation/1',
    title,
    date: date.toISOString().slice(0, 10),
    ...made,
    labelsSha256: result.labelsSha256,
    failed: result.failed.length,
    detectors: spoke.map((card) => {
      const summary = must(
        result.summaries.find(({ detectorId }) => detectorId === card.id),
        'every detector has a summary',
      );
      return {
        id: card.id,
        version: card.version,
        parametersSha256: parametersSha256(card),
        scoreUnit: card.score.unit,
        assessable: summary.assessable,
        flagged: summary.flagged,
        conditions: numbers.filter(({ detectorId }) => detectorId === card.id).map(conditionOf),
      };
    }),
  });
}

function conditionOf({ condition, numbers, files }: NumbersRow): ValidationCondition {
  const bins = histogram(files, BINS);
  const [first, last] = [bins[0], bins.at(-1)];
  return {
    name: condition,
    files: numbers.files,
    groups: numbers.groups,
    auc: numbers.auc,
    aucInterval: pair(numbers.aucInterval),
    equalErrorRate: numbers.equalErrorRate,
    equalErrorInterval: pair(numbers.equalErrorInterval),
    cllr: numbers.ratios?.cllr ?? null,
    cllrInterval: pair(numbers.ratios?.cllrInterval ?? null),
    leastCllr: numbers.leastCllr,
    histogram:
      first === undefined || last === undefined
        ? null
        : {
            from: first.from,
            to: last.to,
            genuine: bins.map(({ genuine }) => short(genuine)),
            synthetic: bins.map((bin) => short(bin.synthetic)),
          },
    roc: thinned(rocPoints(files), CURVE_POINTS).map(([falsely, truly]): [number, number] => [short(falsely), short(truly)]),
  };
}

const pair = (interval: Point | null): [number, number] | null => (interval === null ? null : [interval[0], interval[1]]);
/** Shares to a ten-thousandth: finer than any set of files here. */
const short = (share: number): number => Number(share.toFixed(4));

/** Gives the path; a validation of the same name is replaced. */
export async function keepValidation(dataFolder: string, name: string, validation: Validation): Promise<string> {
  const folder = ownFolder(dataFolder);
  makeFolder(folder);
  const path = join(folder, `${name}.json`);
  await atomicWrite(path, `${JSON.stringify(validation)}\n`);
  return path;
}

/** A file that cannot be read is named in `problems`, and the others are given all the same. */
export function knownValidations(dataFolder: string): KnownValidations {
  const problems: string[] = [];
  const validations = [shippedFolder(), ownFolder(dataFolder)].flatMap((folder) =>
    (existsSync(folder) ? readdirSync(folder).sort() : [])
      .filter((name) => name.endsWith('.json'))
      .flatMap((name): Validation[] => {
        const read = reading(join(folder, name));
        if (read === null) problems.push(`${name} is not a validation that this version can read.`);
        return read === null ? [] : [read];
      }),
  );
  const fusions = readFusions().flatMap((one) => {
    if ('problem' in one) problems.push(`${one.cues.join(' + ')}: ${one.problem}`);
    return 'problem' in one ? [] : [one];
  });
  return { validations: validations.sort((a, b) => (a.date < b.date ? 1 : a.date > b.date ? -1 : 0)), fusions, problems };
}

function reading(path: string): Validation | null {
  try {
    return Validation.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
