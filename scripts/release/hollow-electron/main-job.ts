/** The main job through the Electron door's bundle: every thread that the program has is started once, and what it answers is told. */
import { setTimeout as wait } from 'node:timers/promises';
import { ExhibitId } from '../../../src/contract/values.ts';
import type { Bundle } from './drive.ts';

export interface JobDone {
  readonly imported: readonly string[];
  readonly states: readonly string[];
  /** Detectors of the film. */
  readonly failed: readonly string[];
  readonly measured: number;
  readonly plots: number;
  readonly wave: number;
  /** Of a plot's rows, a still, the interface, and a thing that is not there. */
  readonly statuses: readonly number[];
  readonly pages: number;
  readonly signed: boolean;
  readonly problems: readonly unknown[];
  readonly entries: number;
}

/** `film` is E1 and has sound; the others are looked at too, each with what can be asked of it. Absent `detectorIds`: all. */
export async function mainJob(bundle: Bundle, film: string, others: readonly string[], detectorIds?: readonly string[]): Promise<JobDone> {
  await bundle.call('cases.create', { name: 'Packed', examiner: 'Demo Examiner' });
  const outcomes = await bundle.importPaths([film, ...others]);
  const exhibits = outcomes.flatMap((outcome) => (outcome.outcome === 'refused' ? [] : [outcome.exhibit.id]));
  const jobs = [];
  const wish = detectorIds === undefined ? {} : { detectorIds: [...detectorIds] };
  for (const exhibitId of exhibits) jobs.push((await bundle.call('analysis.start', { exhibitId, provider: 'cpu', ...wish })).id);
  const ends = (): number => bundle.events.filter(({ type }) => type === 'analysis.ended').length;
  while (ends() < jobs.length) await wait(100);
  const [jobId] = jobs;
  if (jobId === undefined) throw new Error('the film was refused');
  const state = await bundle.call('cases.state', {});
  const plots = await bundle.call('analysis.plots', { jobId });
  const exhibitId = ExhibitId.parse('E1');
  while (!(await bundle.call('sound.open', { exhibitId })).done) await wait(100);
  const measures = await bundle.call('sound.measure', { exhibitId, channel: '0', startUs: 0, endUs: 500_000 });
  const statuses: number[] = [];
  for (const path of [`/signal/${jobId}/0/rows/0`, '/still/E1/3', '/', '/still/E9/0']) statuses.push((await bundle.get(path)).status);
  const report = await bundle.call('report.export', { identity: null, remarks: null });
  const check = await bundle.call('report.verify', { reportId: report.id });
  const verification = await bundle.call('cases.verify', {});
  const outcomesOfFilm = state.jobs.find(({ id }) => id === jobId)?.outcomes ?? [];
  return {
    imported: outcomes.map(({ outcome }) => outcome),
    states: state.jobs.map(({ state }) => state),
    failed: outcomesOfFilm.filter(({ outcome }) => outcome.status === 'failed').map(({ detectorId }) => detectorId),
    measured: outcomesOfFilm.filter(({ outcome }) => outcome.status === 'measured').length,
    plots: plots.length,
    wave: measures.samples,
    statuses,
    pages: report.pages,
    signed: check.pdf.ok && check.asRecorded,
    problems: verification.problems,
    entries: verification.entries,
  };
}
