/** Compares what two runs of one plan left in their case files: rows, then conclusions. Pure over both readers. */
import { isDeepStrictEqual } from 'node:util';
import type { Finding, Job, Outcome } from '../../contract/analysis.ts';
import type { Compared, Repetition } from '../../contract/repetition.ts';
import { canonicalJson } from '../../base/canonical-json.ts';
import type { ObservationRow } from '../../engine/detectors/interface.ts';
import type { FaceRow } from '../../engine/protocol.ts';
import type { CaseReader } from '../../store/case-store.ts';
import { compareRatios } from './compare-ratios.ts';

/** One run: where its rows lie, and under which job. */
export interface Ran {
  readonly store: CaseReader;
  readonly jobId: string;
}

export type Comparison = Pick<Repetition, 'result' | 'faces' | 'observations' | 'conclusions' | 'ratios'>;

export function compareJobs(stored: Ran, repeated: Ran): Comparison {
  const before = stored.store.job(stored.jobId);
  const now = repeated.store.job(repeated.jobId);
  const faces = compareRows(facesOf(stored), facesOf(repeated), faceNumbers);
  const observations = before.plan.detectors.map(({ id }) => ({
    detectorId: id,
    ...compareRows(observationsOf(stored, id), observationsOf(repeated, id), ({ values }) => values),
  }));
  const conclusions = before.plan.detectors.flatMap(({ id }) => {
    const differs = conclusionDiffers(id, { ...stored, job: before }, { ...repeated, job: now });
    return differs === null ? [] : [{ detectorId: id, differs }];
  });
  const equalRows = [faces, ...observations].every(({ differing }) => differing === 0);
  const { ratios, differing } = compareRatios(before, now);
  const same = conclusions.length === 0 && !differing.some(({ kind }) => kind === 'otherwise');
  const identical =
    equalRows &&
    same &&
    differing.length === 0 &&
    sameSignals(stored, repeated) &&
    isDeepStrictEqual(everythingElse(stored), everythingElse(repeated));
  return {
    result: identical ? 'identical' : same ? 'same-conclusions' : 'different',
    faces,
    observations,
    conclusions,
    ratios: { stored: ratios, differing },
  };
}

function* facesOf({ store, jobId }: Ran): IterableIterator<FaceRow> {
  for (const batch of store.faceBatches(jobId)) yield* batch;
}

function* observationsOf({ store, jobId }: Ran, detectorId: string): IterableIterator<ObservationRow> {
  for (const batch of store.observationBatches(jobId, detectorId)) yield* batch;
}

const faceNumbers = ({ confidence, box, points }: FaceRow): readonly number[] => [confidence, ...box, ...points];

interface Placed {
  readonly frame: number;
  readonly ptsUs: number;
  readonly trackId: number | null;
}

/** Row by row in the order in which they are kept; neither side lies in memory as a whole unless it is given as an array. */
export function compareRows<R extends Placed>(
  stored: Iterable<R>,
  repeated: Iterable<R>,
  numbersOf: (row: R) => readonly (number | null)[],
): Compared {
  const left = stored[Symbol.iterator]();
  const right = repeated[Symbol.iterator]();
  const found = { rows: 0, rowsRepeated: 0, differing: 0 };
  let greatest = 0;
  for (;;) {
    const a = left.next();
    const b = right.next();
    if (a.done === true && b.done === true) return { ...found, greatestDifference: greatest === 0 ? null : greatest };
    if (a.done !== true) found.rows += 1;
    if (b.done !== true) found.rowsRepeated += 1;
    if (a.done === true || b.done === true || !samePlace(a.value, b.value)) found.differing += 1;
    else {
      const { equal, difference } = compareNumbers(numbersOf(a.value), numbersOf(b.value));
      if (!equal) found.differing += 1;
      greatest = Math.max(greatest, difference);
    }
  }
}

const samePlace = (a: Placed, b: Placed): boolean => a.frame === b.frame && a.ptsUs === b.ptsUs && a.trackId === b.trackId;

function compareNumbers(a: readonly (number | null)[], b: readonly (number | null)[]): { equal: boolean; difference: number } {
  let equal = a.length === b.length;
  let difference = 0;
  for (let at = 0; at < Math.min(a.length, b.length); at += 1) {
    const x = a[at] ?? null;
    const y = b[at] ?? null;
    if (Object.is(x, y)) continue;
    equal = false;
    if (x !== null && y !== null) difference = Math.max(difference, Math.abs(x - y));
  }
  return { equal, difference };
}

/** What the same detector concluded, in words for what is not the same; `null` where nothing differs that a reader would be told. */
function conclusionDiffers(detectorId: string, stored: Ran & { job: Job }, repeated: Ran & { job: Job }): string | null {
  const before = outcomeOf(stored.job, detectorId);
  const now = outcomeOf(repeated.job, detectorId);
  if (before?.status !== now?.status) return `the outcome was ${before?.status ?? 'none'} and is ${now?.status ?? 'none'}`;
  const placesBefore = findingsOf(stored, detectorId).map(place);
  const placesNow = findingsOf(repeated, detectorId).map(place);
  const gone = placesBefore.filter((one) => !placesNow.includes(one)).length;
  const added = placesNow.filter((one) => !placesBefore.includes(one)).length;
  return gone + added === 0 ? null : `findings: ${String(gone)} of ${String(placesBefore.length)} not found again, ${String(added)} new`;
}

const outcomeOf = (job: Job, id: string): Outcome | undefined => job.outcomes.find(({ detectorId }) => detectorId === id)?.outcome;
const findingsOf = ({ store, jobId }: Ran, id: string): Finding[] =>
  store.findings({ jobId }).filter(({ detectorId }) => detectorId === id);
const place = ({ kind, weight, trackId, firstFrame, lastFrame, startUs, endUs }: Finding): string =>
  canonicalJson([kind, weight, trackId, firstFrame, lastFrame, startUs, endUs]);

/** By their canonical words, one after the other: parsed, those of hours of film would take gigabytes. */
function sameSignals(stored: Ran, repeated: Ran): boolean {
  const count = stored.store.signalCount(stored.jobId);
  if (repeated.store.signalCount(repeated.jobId) !== count) return false;
  for (let at = 0; at < count; at += 1)
    if (stored.store.signalWords(stored.jobId, at) !== repeated.store.signalWords(repeated.jobId, at)) return false;
  return true;
}

/** The rest of what a job leaves; ids and reviews are not of the run, and what a calibration makes of a score is compared apart. */
function everythingElse({ store, jobId }: Ran): unknown {
  return {
    structure: store.structure(jobId),
    warnings: store.warnings(jobId),
    failures: store.failures(jobId),
    tracks: store.tracks(jobId),
    outcomes: store.job(jobId).outcomes.map(({ detectorId, outcome }) => ({ detectorId, outcome: { ...outcome, evaluation: null } })),
    findings: store.findings({ jobId }).map((finding) => ({ ...finding, id: null, jobId: null, exhibitId: null, review: null })),
  };
}
