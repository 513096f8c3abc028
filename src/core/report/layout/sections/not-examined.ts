/** What was not looked at, said in one place: items, frames, detectors, sound. */
import * as z from 'zod';
import type { Job, Track } from '../../../../contract/analysis.ts';
import type { CustodyEntry } from '../../../../contract/custody.ts';
import { ERROR_WORDS, ErrorCodeSchema } from '../../../../contract/errors.ts';
import { unfinishedImport } from '../../../cases/unfinished-import.ts';
import type { ReportData, ReportExamination, ReportItem } from '../../report-data.ts';
import { count, plural, titleOf, utc } from '../../words.ts';
import type { Sheet } from '../sheet.ts';
import { bullets } from './propositions.ts';

/** What is read of the entries of an import. */
const Refused = z.object({ code: ErrorCodeSchema });
const Imported = z.object({ name: z.string() });

/** Refused files that are named; the custody log has all. */
const NAMED_REFUSED = 12;

export function notExamined(sheet: Sheet, data: ReportData): void {
  sheet.section('What was not examined');
  const lines = data.items.flatMap((item) => ofItem(item, data));
  const neverItems = [...refusedFiles(data.custody.entries), ...killedImport(data.custody.entries)];
  bullets(
    sheet,
    [
      ...(lines.length === 0 ? ['Of the items, every frame and second that the chosen detectors can see was given to them.'] : lines),
      ...neverItems,
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

/** Files that were handed to an import and are no items of the case, those with the same reason together. */
export function refusedFiles(entries: readonly CustodyEntry[]): string[] {
  const refused = entries.filter(({ action }) => action === 'exhibit.refused');
  const reasons = Map.groupBy(refused, ({ payload }) => reasonOf(payload));
  const lines: string[] = [];
  let named = 0;
  for (const [reason, all] of reasons) {
    const names = [...new Set(all.map(({ subject, seq }) => `${subject}${takenInLater(entries, subject, seq)}`))];
    const shown = names.slice(0, Math.max(0, NAMED_REFUSED - named));
    named += shown.length;
    const more = names.length - shown.length;
    const which = [...shown, ...(more === 0 ? [] : [`${count(more)}${shown.length === 0 ? '' : ' more'}, named in the custody log`])];
    lines.push(
      `${plural(names.length, 'file was', 'files were')} refused at import and ${names.length === 1 ? 'is no item' : 'are no items'} (${reason}): ${which.join(', ')}.`,
    );
  }
  return lines;
}

function reasonOf(payload: CustodyEntry['payload']): string {
  const { code } = Refused.parse(payload);
  return ERROR_WORDS[code].replace(/\.$/, '');
}

/** Of a refused file only the name is sure: another one can bear it. */
function takenInLater(entries: readonly CustodyEntry[], name: string, seq: number): string {
  const later = entries.some(
    ({ seq: at, action, payload }) =>
      at > seq && (action === 'exhibit.imported' || action === 'exhibit.imported-again') && Imported.safeParse(payload).data?.name === name,
  );
  return later ? ' (a file of this name was imported later)' : '';
}

/** The last import of several files, where the custody log has no end of it. */
export function killedImport(entries: readonly CustodyEntry[]): string[] {
  const left = unfinishedImport({
    lastEntry: (wanted) => entries.findLast(({ action }) => action === wanted) ?? null,
    entries: (from, limit) => entries.slice(from - 1, from - 1 + limit),
  });
  if (left === null) return [];
  const begun = left.imported + left.again + left.refused;
  return [
    `An import of ${plural(left.files, 'file', 'files')}, begun ${utc(left.atUtc)} (entry ${count(left.entry)} of the custody log), has no end there: ${count(left.imported)} imported, ${count(left.again)} in the case already, ${count(left.refused)} refused, ${count(left.files - begun)} not come to. Their names are not known, only one hash of all names.`,
  ];
}

/** So many at the same time at most: a track is counted from its first frame to its last. */
function facesAtOnce(tracks: readonly Track[]): number {
  return Math.max(
    0,
    ...tracks.map(({ firstFrame }) => tracks.filter((other) => other.firstFrame <= firstFrame && firstFrame <= other.lastFrame).length),
  );
}

function ofExamination({ job, tracks }: ReportExamination, data: ReportData, soundStreams: number): string[] {
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
  // Where fewer were followed at a time, none was left out for their number.
  if (facesAtOnce(tracks) >= maxFaces) lines.push(`${of}: faces beyond ${String(maxFaces)} at a time.`);
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
