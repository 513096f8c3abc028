/** How far an exhibit has been looked at, as shares with their exact counts: what was not examined is said with what was. */
import { facesSought } from '../../base/faces-sought.ts';
import { framesExamined } from '../../base/frames-examined.ts';
import type { Job, Progress } from '../../contract/analysis.ts';
import type { Exhibit, ExhibitCoverage } from '../../contract/exhibits.ts';
import { named } from '../words/names.ts';

export interface Share {
  readonly name: string;
  readonly done: number;
  readonly total: number;
  /** Whole, exact sentence. */
  readonly words: string;
  /** The other side of it. */
  readonly rest: string;
}

const share = (name: string, done: number, total: number, words: string, rest: string): Share => ({ name, done, total, words, rest });

/** Rounded down: what is not quite all never reads as 100 %. */
export const percent = (done: number, total: number): string => (total === 0 ? '–' : `${String(Math.floor((100 * done) / total))} %`);

/** Of the examination shown; empty where there was none. `ofFaces`: the detector is fed with faces. */
export function sharesOf(
  kind: Exhibit['kind'],
  job: Job | null,
  progress: Progress | undefined,
  coverage: ExhibitCoverage | null,
  ofFaces: (detectorId: string) => boolean,
): Share[] {
  if (job === null) return [];
  const now = job.state === 'running' ? (progress ?? job) : job;
  // It is of the newest examination; an older one may be shown.
  const own = coverage?.jobId === job.id ? coverage : null;
  return [
    ...(kind === 'audio' ? [heardShare(now)] : framesShares(job, now, ofFaces)),
    ...assessableShare(job),
    ...(own !== null && job.state === 'finished' ? [reviewedShare(own)] : []),
  ];
}

const heardShare = ({ blocksDone, blocksTotal }: Progress | Job): Share =>
  share(
    'heard',
    blocksDone,
    blocksTotal,
    // The last second is as long as it is: the whole is not said in seconds.
    blocksDone < blocksTotal ? `${blocksDone} of ${blocksTotal} s of sound heard` : 'The whole sound heard',
    `${Math.max(0, blocksTotal - blocksDone)} s not heard`,
  );

function framesShares(job: Job, now: Progress | Job, ofFaces: (detectorId: string) => boolean): Share[] {
  const decoded = job.state === 'running' ? now.framesDone : job.framesDecoded;
  const left = now.framesTotal - decoded;
  const { everyNthFrame } = job.plan.sampling;
  return [
    share(
      'decoded',
      decoded,
      now.framesTotal,
      everyNthFrame === 1
        ? `${decoded} of ${now.framesTotal} frames decoded and examined`
        : `${decoded} of ${now.framesTotal} frames decoded, one in ${everyNthFrame} of them examined`,
      left === 1 ? '1 frame not examined' : `${left} frames not examined`,
    ),
    // While it runs nobody has counted yet.
    ...(job.state === 'running' ? [] : [faceShare(job, ofFaces)]),
  ];
}

/** Of the frames that were examined: of the others nobody knows. */
function faceShare(job: Job, ofFaces: (detectorId: string) => boolean): Share {
  if (!facesSought(job, ofFaces))
    return share(
      'face',
      0,
      job.framesTotal,
      'Faces were not looked for',
      'No detector of faces was asked, or none could run: whether there are faces is not known',
    );
  const { frames, exact } = framesExamined(job);
  const without = frames - job.framesWithFace;
  return share(
    'face',
    job.framesWithFace,
    frames,
    exact
      ? `${job.framesWithFace} of ${frames} frames examined have a face`
      : `${job.framesWithFace} of about ${frames} frames examined have a face`,
    without === 1
      ? '1 frame without a face, where no detector of faces has anything to measure'
      : `${without} frames without a face, where no detector of faces has anything to measure`,
  );
}

/** None before the first outcome. */
function assessableShare(job: Job): Share[] {
  const outcomes = job.outcomes.map(({ outcome }) => outcome.status);
  if (outcomes.length === 0) return [];
  const count = (status: string) => outcomes.filter((one) => one === status).length;
  const foreign = count('notApplicable');
  const [measured, applicable] = [count('measured'), outcomes.length - foreign];
  const [abstained, failed] = [count('abstained'), count('failed')];
  return [
    share(
      'assessable',
      measured,
      applicable,
      `${measured} of ${applicable} detectors that apply could measure`,
      foreign === 0
        ? `${abstained} abstained, ${failed} failed`
        : foreign === 1
          ? `${abstained} abstained, ${failed} failed; 1 more does not apply to this kind of exhibit`
          : `${abstained} abstained, ${failed} failed; ${foreign} more do not apply to this kind of exhibit`,
    ),
  ];
}

const reviewedShare = ({ reviewed, findings }: ExhibitCoverage): Share =>
  share(
    'reviewed',
    reviewed,
    findings,
    findings === 0 ? 'No findings to review' : `${reviewed} of ${findings} findings reviewed`,
    findings - reviewed === 1 ? '1 finding not reviewed' : `${findings - reviewed} findings not reviewed`,
  );

/** Short words beside the bar of a row: of the examination that is shown, then how a newer one stands and whether there are warnings. */
export function rowWords(job: Job | null, shares: readonly Share[], later: Job | null, warnings: number): string {
  return [
    ofShown(job, shares),
    ...(later === null ? [] : [`${later.id} ${named(later.state)}`]),
    ...(warnings === 0 ? [] : [warnings === 1 ? '1 warning' : `${warnings} warnings`]),
  ].join(' · ');
}

function ofShown(job: Job | null, shares: readonly Share[]): string {
  if (job === null) return 'not examined';
  const [first] = shares;
  const examined = first === undefined ? '' : percent(first.done, first.total);
  if (job.state === 'running') return `${examined} · running`;
  if (job.state !== 'finished') return `${examined} · ${named(job.state)}`;
  const reviewed = shares.find(({ name }) => name === 'reviewed');
  if (reviewed === undefined) return examined;
  return reviewed.total === 0 ? `${examined} · no findings` : `${examined} · ${reviewed.done}/${reviewed.total} reviewed`;
}
