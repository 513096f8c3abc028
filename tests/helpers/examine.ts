/** The whole application over a case in a temporary folder: import, examine, and everything that this left in the case file. */
import type { Finding, Job, Signal, Track } from '../../src/contract/analysis.ts';
import type { CustodyEntry } from '../../src/contract/custody.ts';
import type { Application } from '../../src/core/application.ts';
import { createApp } from '../../src/core/app.ts';
import type { Input, Output, ProcedureName } from '../../src/contract/index.ts';
import type { ObservationRow } from '../../src/engine/detectors/interface.ts';
import { detectors } from '../../src/engine/detectors/registry.ts';
import type { FaceRow } from '../../src/engine/protocol.ts';
import { spawnEngine } from '../../src/engine/spawn.ts';
import { openCase } from '../../src/store/open-case.ts';

const now = (): Date => new Date();

export const openApp = (dataFolder: string): Promise<Application> =>
  createApp({ door: 'cli', dataFolder, version: '0.1.0', now, spawnEngine });

/** The value of an answer; throws what the answer says otherwise. */
export async function ask<K extends ProcedureName>(app: Application, name: K, input: Input<K>): Promise<Output<K>> {
  const answer = await app.call(name, input);
  if (!answer.ok) throw new Error(`${name}: ${answer.error.code}: ${answer.error.detail ?? ''}`);
  return answer.value as Output<K>;
}

/** Makes a case, imports the files, examines each as E1, E2, …, and closes the case. */
export async function examine(folder: string, files: readonly string[]): Promise<Job[]> {
  const app = await openApp(`${folder}-data`);
  try {
    await app.createCaseAt(folder, { name: 'Pipeline', examiner: 'Demo Examiner' });
    const outcomes = await app.importPaths(files);
    for (const outcome of outcomes) if (outcome.outcome === 'refused') throw new Error(`${outcome.name}: ${outcome.error.code}`);
    const { exhibits } = await ask(app, 'cases.state', {});
    for (const { id } of exhibits) {
      const job = await ask(app, 'analysis.start', { exhibitId: id });
      await app.whenJobEnds(job.id);
    }
    return (await ask(app, 'cases.state', {})).jobs;
  } finally {
    await app.close();
  }
}

export interface Left {
  readonly job: Job;
  readonly rows: Record<string, ObservationRow[]>;
  readonly faces: FaceRow[];
  readonly tracks: Track[];
  readonly signals: Signal[];
  /** Without their ids. */
  readonly findings: (Omit<Finding, 'id' | 'jobId' | 'exhibitId'> & Record<'id' | 'jobId' | 'exhibitId', null>)[];
  readonly warnings: string[];
  readonly entries: CustodyEntry[];
}

/** What one examination measured, whoever ran it and however often it was interrupted. */
export const RESULTS = ['rows', 'faces', 'tracks', 'signals', 'findings', 'warnings'] as const satisfies readonly (keyof Left)[];

/** Reads a closed case straight from its file. */
export function whatIsLeft(folder: string, jobId = 'J1'): Left {
  const store = openCase(folder, { now, penumbraVersion: '0.1.0' });
  try {
    const job = store.job(jobId);
    return {
      job,
      rows: Object.fromEntries(detectors.map(({ card }) => [card.id, store.observations(jobId, card.id)])),
      faces: store.faces(jobId, 0, job.framesTotal),
      tracks: store.tracks(jobId),
      signals: store.signals(jobId),
      findings: store.findings({ jobId }).map((finding) => ({ ...finding, id: null, jobId: null, exhibitId: null })),
      warnings: store.warnings(jobId).map(({ words }) => words),
      entries: store.entries(1, 1000),
    };
  } finally {
    store.close();
  }
}
