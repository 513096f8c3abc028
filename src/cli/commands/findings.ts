/** `penumbra findings`: what the detectors want a person to look at, and what people decided. */
import { ratioWords } from '../../base/verbal-scale.ts';
import { figure, inUnit } from '../../base/figure.ts';
import { resolve } from 'node:path';
import { Failure } from '../../base/failure.ts';
import type { Finding, Job } from '../../contract/analysis.ts';
import { ExhibitId } from '../../contract/values.ts';
import { readArguments } from '../arguments.ts';
import { type Command, UsageError } from '../command.ts';
import { callInProcess } from '../in-process.ts';
import { combinedInWords, timeInWords } from '../words.ts';

export const findingsCommand: Command = {
  name: 'findings',
  usage: 'findings <case> [--exhibit <id>] [--json]',
  summary: 'list the findings of a case with their review decisions',
  help: `  --exhibit <id>  only of this exhibit
  --json          print one JSON object: the findings, and the likelihood ratios of detectors and of several together, by examination`,
  async run(args, io) {
    const { values, positionals } = readArguments(args, ['<case>'], { exhibit: { type: 'string' }, json: { type: 'boolean' } });
    const exhibitId = values.exhibit === undefined ? undefined : ExhibitId.safeParse(values.exhibit);
    if (exhibitId?.success === false) throw new UsageError(`--exhibit: "${values.exhibit ?? ''}" is no exhibit's name (E1, E2, …)`);
    const app = await io.openApp();
    const state = await app.openCaseAt(resolve(positionals[0] ?? ''));
    // "No findings" of an exhibit that is not there would be read as a result.
    if (exhibitId !== undefined && !state.exhibits.some(({ id }) => id === exhibitId.data))
      throw new Failure('EXHIBIT_NOT_FOUND', exhibitId.data);
    const { jobs } = state;
    const findings = await callInProcess(app, 'analysis.findings', exhibitId === undefined ? {} : { exhibitId: exhibitId.data });
    const shown = jobs.filter((one) => exhibitId === undefined || one.exhibitId === exhibitId.data);
    if (values.json === true) io.out(JSON.stringify({ findings, ratios: shown.flatMap(ratioList), combined: shown.flatMap(combinedList) }));
    else if (findings.length === 0) io.out('no findings');
    else for (const finding of findings) io.out(describe(finding));
    if (values.json !== true) {
      for (const job of shown) for (const line of [...ratiosOf(job), ...combinedOf(job)]) io.out(line);
    }
    return 0;
  },
};

/** What the scores of an examination are worth, for detectors whose calibration held. */
function ratiosOf({ id, exhibitId, outcomes }: Job): string[] {
  return outcomes.flatMap(({ detectorId, outcome }) => {
    if (outcome.status !== 'measured' || outcome.evaluation?.status !== 'evaluated') return [];
    const { log10LR, verbal, calibration } = outcome.evaluation;
    const { h1, h2 } = calibration.calibration.propositions;
    return [`${id}  ${exhibitId}  ${detectorId}  LR ${ratioWords(log10LR)} (${verbal}). H1: ${h1} H2: ${h2}`];
  });
}

const combinedOf = ({ id, exhibitId, combined = [] }: Job): string[] =>
  combined.map((one) => `${id}  ${exhibitId}  ${combinedInWords(one)}`);

/** Every one, whether or not there are findings; `evaluation` and `combined` say by their status whether there is a ratio. */
const ratioList = ({ id: jobId, exhibitId, outcomes }: Job) =>
  outcomes.flatMap(({ detectorId, outcome }) =>
    outcome.status === 'measured' && outcome.evaluation !== undefined
      ? [{ jobId, exhibitId, detectorId, evaluation: outcome.evaluation }]
      : [],
  );

const combinedList = ({ id: jobId, exhibitId, combined = [] }: Job) => combined.map((one) => ({ jobId, exhibitId, combined: one }));

function describe(finding: Finding): string {
  const { id, exhibitId, weight, title, startUs, endUs, firstFrame, lastFrame, measure, review } = finding;
  const frames = firstFrame === null || lastFrame === null ? '' : `  frames ${String(firstFrame)}-${String(lastFrame)}`;
  // Of the file itself, which states no length.
  const when = firstFrame === null && startUs === 0 && endUs === 0 ? 'whole file' : `${timeInWords(startUs)}-${timeInWords(endUs)}`;
  const decision = review === null ? 'not reviewed' : `${review.decision} by ${review.by}: ${review.reason}`;
  const measured = `${measure.name} ${inUnit(figure(measure.value), measure.unit)}`;
  return `${id}  ${exhibitId}  ${weight}  ${when}${frames}  ${title} (${measured})  [${decision}]`;
}
