/** Runs a stored plan once more into a case of its own in a temporary folder, so that the real one is only read. */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryPrefix } from '../../base/node/temporary-folder.ts';
import type { Job, Plan } from '../../contract/analysis.ts';
import type { Repetition } from '../../contract/repetition.ts';
import { must } from '../../base/assert.ts';
import { Failure } from '../../base/failure.ts';
import type { CaseStore } from '../../store/case-store.ts';
import { entryFor } from '../../store/entries.ts';
import { createCase } from '../../store/open-case.ts';
import type { Context, OpenCase } from '../context.ts';
import { compareBeside } from './compare-beside.ts';
import { JobRun, type RunParts } from './run-job.ts';
import { storeEnd } from './store-end.ts';

export interface RepetitionParts extends Pick<RunParts, 'detectorIds' | 'concluder' | 'shelf' | 'makeTask'> {
  readonly context: Context;
  readonly opened: OpenCase;
  readonly stored: Job;
  /** That of the stored job; only the provider may be another. */
  readonly plan: Plan;
}

export interface BegunRepetition {
  readonly run: Pick<JobRun, 'cancel' | 'stop'>;
  /** Rejects with JOB_REPETITION_ENDED where it was cancelled or failed. The temporary case is gone when it settles. */
  compare(): Promise<Repetition>;
}

export function beginRepetition(parts: RepetitionParts): BegunRepetition {
  const { context, opened, stored, plan } = parts;
  let inner: JobRun | null = null;
  let wish: 'cancel' | 'stop' | null = null;
  /** Ends the comparison. */
  const ending = new AbortController();
  const ask = (asked: 'cancel' | 'stop'): void => {
    wish = asked;
    inner?.[asked]();
    ending.abort(new Failure('JOB_REPETITION_ENDED', asked === 'stop' ? 'interrupted' : 'cancelled'));
  };
  return {
    run: { cancel: () => ask('cancel'), stop: () => ask('stop') },
    compare: async () => {
      const startedAtMs = performance.now();
      const folder = mkdtempSync(temporaryPrefix('repeat'));
      const scratch = createCase(
        join(folder, 'case'),
        { name: `Repetition of ${stored.id}`, examiner: opened.actor },
        storeOptions(context),
      );
      try {
        const job = addJob(scratch, parts);
        inner = new JobRun({
          // Whoever watches knows the examination by its id in the real case.
          context: {
            ports: context.ports,
            emit: (event) => {
              if (event.type !== 'analysis.progressed') return;
              context.emit({ ...event, progress: { ...event.progress, jobId: stored.id, exhibitId: stored.exhibitId } });
            },
          },
          opened: { folder, store: scratch, actor: opened.actor },
          job,
          detectorIds: parts.detectorIds,
          concluder: parts.concluder,
          shelf: () => parts.shelf(),
          makeTask: () => parts.makeTask(),
        });
        if (wish !== null) inner[wish]();
        const end = await inner.run();
        if (end.state !== 'finished') throw new Failure('JOB_REPETITION_ENDED', end.error?.code ?? end.state);
        await storeEnd({ folder, store: scratch, actor: opened.actor }, end, { now: context.ports.now });
        const compared = await compareBeside({ store: opened.store, jobId: stored.id }, { store: scratch, jobId: job.id }, ending.signal);
        return {
          jobId: stored.id,
          exhibitId: stored.exhibitId,
          provider: { stored: stored.plan.provider, repeated: plan.provider },
          decoder: plan.decoder,
          runtime: plan.runtime,
          penumbraVersion: plan.penumbraVersion,
          ...compared,
          seconds: Math.round(performance.now() - startedAtMs) / 1000,
        };
      } finally {
        scratch.close();
        rmSync(folder, { recursive: true, force: true });
      }
    },
  };
}

const storeOptions = ({ ports }: Context) => ({ now: ports.now, penumbraVersion: ports.version });

/** The same exhibit as far as an examination reads it; its bytes stay where they are. */
function addJob(scratch: CaseStore, { opened, stored, plan }: RepetitionParts): Job {
  const { originalName, sizeBytes, hashes, facts, sourceModifiedAtUtc } = opened.store.exhibit(stored.exhibitId);
  const index = opened.store.frameIndex(stored.exhibitId);
  const fresh = { originalName, sizeBytes, hashes, extension: 'bin', sourceModifiedAtUtc, facts, index };
  scratch.act({ actor: opened.actor, action: 'exhibit.imported', subject: stored.exhibitId, payload: null }, (tx) => tx.addExhibit(fresh));
  const exhibit = must(scratch.exhibits()[0], 'the exhibit was added');
  return scratch.act(
    (added: Job) => entryFor.examinationStarted(opened.actor, added),
    (tx) => tx.addJob({ exhibitId: exhibit.id, plan, framesTotal: stored.framesTotal, blocksTotal: stored.blocksTotal }),
  );
}
