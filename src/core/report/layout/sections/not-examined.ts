/** What was not looked at, said in one place: items, frames, detectors, sound. */
import type { Job } from '../../../../contract/analysis.ts';
import type { ReportData, ReportExamination, ReportItem } from '../../report-data.ts';
import { count, titleOf } from '../../words.ts';
import type { Sheet } from '../sheet.ts';
import { bullets } from './propositions.ts';

export function notExamined(sheet: Sheet, data: ReportData): void {
  sheet.section('What was not examined');
  const lines = data.items.flatMap((item) => ofItem(item, data));
  bullets(
    sheet,
    [
      ...(lines.length === 0 ? ['Of the items, every frame and second that the chosen detectors can see was given to them.'] : lines),
      'Whatever no chosen detector measures, and the detectors that were not chosen; the recipe of each examination names those that ran.',
      'How the items came to whoever handed them over, and who or what they show.',
    ],
    0,
  );
}

function ofItem({ exhibit }: ReportItem, data: ReportData): string[] {
  const own = data.examinations.filter(({ job }) => job.exhibitId === exhibit.id);
  if (own.length === 0) return [`${exhibit.id} (${exhibit.originalName}): not examined by any detector.`];
  return own.flatMap((examination) =>
    ofExamination(examination, data, exhibit.facts.streams.filter(({ type }) => type === 'audio').length),
  );
}

function ofExamination({ job }: ReportExamination, data: ReportData, soundStreams: number): string[] {
  const { everyNthFrame, maxFaces, soundBlockSeconds } = job.plan.sampling;
  const left = job.framesTotal - job.framesDecoded;
  const of = `${job.exhibitId}, examination ${job.id}`;
  const lines: string[] = [];
  if (job.state !== 'finished') lines.push(`${of} did not finish (${job.state}): nothing is concluded from it.`);
  if (left > 0)
    lines.push(
      `${of}: ${count(left)} of ${count(job.framesTotal)} frames${everyNthFrame > 1 ? `; by plan only every ${String(everyNthFrame)}th frame was looked at` : ''}.`,
    );
  else if (everyNthFrame > 1) lines.push(`${of}: by plan only every ${String(everyNthFrame)}th frame was looked at.`);
  for (const words of failed(job, data)) lines.push(`${of}: ${words}`);
  if (job.framesWithFace > 0) lines.push(`${of}: faces beyond ${String(maxFaces)} at a time.`);
  if (soundStreams > 0 && soundBlockSeconds === undefined) lines.push(`${of}: its sound.`);
  if (soundStreams > 1 && soundBlockSeconds !== undefined) lines.push(`${of}: sound streams after the first.`);
  return lines;
}

/** Detectors that were asked and could not run, those with the same reason together. */
function failed({ outcomes }: Job, data: ReportData): string[] {
  const failures = outcomes.flatMap(({ detectorId, outcome }) =>
    outcome.status === 'failed' ? [{ title: titleOf(data, detectorId), error: outcome.error }] : [],
  );
  const reasons = Map.groupBy(failures, ({ error }) => `${error.message}${error.detail === undefined ? '' : ` (${error.detail})`}`);
  return [...reasons].map(([reason, all]) => `nothing was measured by ${all.map(({ title }) => title).join(', ')}: ${reason}`);
}
