/** Numbers and outcomes as one line of a terminal. */
import type { ProviderReport } from '../contract/providers.ts';
import { signed } from '../base/signed.ts';
import { ratioWords } from '../base/verbal-scale.ts';
import type { ArchiveProgress } from '../contract/archives.ts';
import type { UnfinishedImport } from '../contract/cases.ts';
import type { Evaluation } from '../contract/calibration.ts';
import type { Combined } from '../contract/fusion.ts';
import type { Job, Outcome, Progress } from '../contract/analysis.ts';

export function bytesInWords(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  for (; value >= 1000 && unit < units.length - 1; unit++) value /= 1000;
  return `${unit === 0 ? String(value) : value.toFixed(1)} ${units[unit] ?? ''}`;
}

/** The source at hand, the same command takes in what is missing. */
export function unfinishedImportInWords({ entry, atUtc, files, imported, again, refused }: UnfinishedImport): string {
  const left = files - imported - again - refused;
  return `an import of ${String(files)} files, begun ${atUtc} (entry ${String(entry)}), has no end: ${String(imported)} taken in, ${String(again)} were in the case already, ${String(refused)} refused, ${String(left)} not come to; the same "penumbra import" takes in what is missing`;
}

/** Microseconds as h:mm:ss.mmm. */
export function timeInWords(us: number): string {
  const ms = Math.round(Math.abs(us) / 1000);
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  const text = `${String(Math.floor(ms / 3_600_000))}:${two((ms / 60_000) % 60)}:${two((ms / 1000) % 60)}.${String(ms % 1000).padStart(3, '0')}`;
  return us < 0 ? `-${text}` : text;
}

export function outcomeInWords(outcome: Outcome): string {
  switch (outcome.status) {
    case 'measured':
      return `measured, score ${outcome.score.toPrecision(3)}${evaluationInWords(outcome.evaluation)}: ${outcome.statement}`;
    case 'abstained':
      return `abstained: ${outcome.reason}`;
    case 'notApplicable':
      return `not applicable: ${outcome.reason}`;
    case 'failed':
      return `could not examine (${outcome.error.code}): ${outcome.error.message}`;
  }
}

/** The combined likelihood ratio of an examination with what each cue adds, or why there is none. */
export function combinedInWords(combined: Combined): string {
  const cues = combined.cues.join(' + ');
  if (combined.status === 'notValidated') return `combined (${cues}): no likelihood ratio: ${combined.reason}`;
  const { log10LR, verbal, bounded, constant, contributions, without } = combined;
  const parts = contributions.map((part) => `${part.detectorId} ${signed(part.log10LR)}`).join(', ');
  const missing = without.length === 0 ? '' : `; without ${without.map(({ detectorId }) => detectorId).join(', ')}`;
  return `combined (${cues}): LR ${ratioWords(log10LR)} (${verbal}${bounded === null ? '' : '; held at the bound'}); log10 LR: ${parts}, constant ${signed(constant)}${missing}`;
}

/** Number first, words second; a detector without a calibration adds nothing. */
function evaluationInWords(evaluation: Evaluation | undefined): string {
  if (evaluation === undefined) return '';
  if (evaluation.status === 'notValidated') return `, no relevant validation (${evaluation.reason})`;
  return `, LR ${ratioWords(evaluation.log10LR)} (${evaluation.verbal})`;
}

/** A bar of twenty steps, then whole percent: `[########············]  40 %`. */
function barInWords(share: number): string {
  const filled = Math.floor(share * 20);
  return `[${'#'.repeat(filled)}${'·'.repeat(20 - filled)}] ${String(Math.floor(share * 100)).padStart(3)} %`;
}

export function progressInWords(progress: Progress): string {
  const { exhibitId, stage, framesDone, framesTotal, framesPerSecond, blocksDone, blocksTotal, blocksPerSecond, remainingSeconds } =
    progress;
  const heard = stage === 'listening' || framesTotal === 0;
  const [done, total] = heard ? [blocksDone, blocksTotal] : [framesDone, framesTotal];
  const share = total === 0 ? 0 : Math.min(1, done / total);
  const parts = [`${exhibitId} ${stage} ${barInWords(share)}`, `${String(done)}/${String(total)} ${heard ? 's of sound' : 'frames'}`];
  if (framesPerSecond !== null) parts.push(`${framesPerSecond.toFixed(1)} frames/s`);
  if (blocksPerSecond !== null) parts.push(`${blocksPerSecond.toFixed(1)} times as quick as it plays`);
  if (remainingSeconds !== null) parts.push(`${timeInWords(remainingSeconds * 1e6).slice(0, -4)} left`);
  return parts.join(', ');
}

export function jobInWords(job: Job): string {
  const words = {
    running: 'is running',
    finished: 'is finished',
    cancelled: 'was cancelled',
    failed: 'failed',
    interrupted: 'was interrupted',
  };
  const why =
    job.error === null ? '' : ` (${job.error.code}: ${job.error.message}${job.error.detail === undefined ? '' : `; ${job.error.detail}`})`;
  const places = [
    ...(job.framesTotal > 0 ? [`frame ${String(job.framesDone)} of ${String(job.framesTotal)}`] : []),
    ...(job.blocksTotal > 0 ? [`second ${String(job.blocksDone)} of ${String(job.blocksTotal)} of sound`] : []),
  ];
  return `${job.exhibitId}: examination ${job.id} ${words[job.state]}${places.length === 0 ? '' : ` at ${places.join(', ')}`}${why}`;
}

/** `webgpu accepted (…): facemesh 12.1 ms`; `cuda absent: not in this build`. */
export function providerInWords({ provider, state, refusal, device, networks }: ProviderReport): string {
  if (refusal !== null) return `${provider} ${state}: ${refusal.code}, ${refusal.words}`;
  const speeds = networks.map(({ id, msPerRun }) => `${id} ${msPerRun.toFixed(1)} ms`);
  return `${provider} accepted (${device}): ${speeds.join(', ')}`;
}

export function archiveProgressInWords({ act, stage, filesDone, filesTotal, bytesDone, bytesTotal }: ArchiveProgress): string {
  if (stage === 'database') return `${act}: snapshot of the database, page ${String(bytesDone)} of ${String(bytesTotal)}`;
  return `${act}: file ${String(Math.min(filesDone + 1, filesTotal))} of ${String(filesTotal)}, ${bytesInWords(bytesDone)} of ${bytesInWords(bytesTotal)}`;
}
