/** `penumbra examine`: runs the detectors over the exhibits of a case. */
import { resolve } from 'node:path';
import { Failure } from '../../base/failure.ts';
import type { Job } from '../../contract/analysis.ts';
import type { Exhibit } from '../../contract/exhibits.ts';
import { DetectorId } from '../../contract/values.ts';
import type { Application } from '../../core/application.ts';
import { readArguments } from '../arguments.ts';
import { type Command, type ExitCode, type Io, UsageError } from '../command.ts';
import { callInProcess } from '../in-process.ts';
import { passedOverInWords, PROVIDER_HELP, readProvider } from '../provider-option.ts';
import { combinedInWords, jobInWords, outcomeInWords, progressInWords } from '../words.ts';

export const examineCommand: Command = {
  name: 'examine',
  usage: 'examine <case> [--exhibit <id>] [--detectors a,b] [--provider <name>] [--rack <file>] [--fresh] [--json]',
  summary: 'examine the exhibits of a case, or one of them',
  help: `  --exhibit <id>     only this exhibit, for example E1
  --detectors a,b    only these detectors
  --provider <name>  ${PROVIDER_HELP}
  --rack <file>      on the workers of a laboratory instead of here, all exhibits at once; the file names the queue
                     (docs/howto/rack.md), as does the environment's PENUMBRA_RACK
  --fresh            begin anew where an earlier examination was cancelled, failed or broke off, instead of going on with it
  --json             print one JSON object for each examination
  Ctrl+C ends at the last checkpoint; the same command goes on from there.`,
  async run(args, io) {
    const { values, positionals } = readArguments(args, ['<case>'], {
      exhibit: { type: 'string' },
      detectors: { type: 'string' },
      provider: { type: 'string' },
      rack: { type: 'string' },
      fresh: { type: 'boolean' },
      json: { type: 'boolean' },
    });
    const detectorIds = values.detectors === undefined ? undefined : readDetectors(values.detectors);
    const provider = readProvider(values.provider);
    const app = await io.openApp(values.rack === undefined ? undefined : resolve(values.rack));
    const state = await app.openCaseAt(resolve(positionals[0] ?? ''));
    const exhibits = state.exhibits.filter(({ id }) => values.exhibit === undefined || id === values.exhibit);
    if (exhibits.length === 0) {
      if (values.exhibit !== undefined) throw new Failure('EXHIBIT_NOT_FOUND', values.exhibit);
      io.say('this case has no exhibits; "penumbra import" takes files into it');
      return 3;
    }
    const begin = async (exhibit: Exhibit): Promise<Job> => {
      const earlier = state.jobs.filter(({ exhibitId }) => exhibitId === exhibit.id).at(-1);
      const resumed = values.fresh === true || detectorIds !== undefined || provider !== undefined ? null : await resume(app, io, earlier);
      return (
        resumed ??
        callInProcess(app, 'analysis.start', {
          exhibitId: exhibit.id,
          ...(detectorIds === undefined ? {} : { detectorIds }),
          ...(provider === undefined ? {} : { provider }),
        })
      );
    };
    let code: ExitCode = 0;
    const waiting = exhibits.values();
    const examineNext = async (): Promise<void> => {
      for (const exhibit of waiting) {
        const job = io.signal.aborted ? null : await examineOne(app, io, exhibit, begin);
        if (job === null) code = 3;
        else {
          io.out(values.json === true ? JSON.stringify(job) : describe(job));
          if (job.state !== 'finished') code = 3;
        }
      }
    };
    await Promise.all(Array.from({ length: app.examinationsAtOnce }, examineNext));
    return code;
  },
};

async function examineOne(app: Application, io: Io, exhibit: Exhibit, begin: (exhibit: Exhibit) => Promise<Job>): Promise<Job | null> {
  const unsubscribe = app.subscribe((event) => {
    if (event.type === 'analysis.progressed') io.progress(progressInWords(event.progress));
  });
  try {
    const { id: jobId } = await begin(exhibit);
    const cancel = (): void => {
      io.say(`cancelling ${jobId} at its next checkpoint`);
      callInProcess(app, 'analysis.cancel', { jobId }).catch((error: unknown) => io.say(String(error)));
    };
    if (io.signal.aborted) cancel();
    io.signal.addEventListener('abort', cancel, { once: true });
    try {
      await app.whenJobEnds(jobId);
    } finally {
      io.signal.removeEventListener('abort', cancel);
    }
    const { jobs } = await callInProcess(app, 'cases.state', {});
    const job = jobs.find(({ id }) => id === jobId);
    if (!job) throw new Failure('JOB_NOT_FOUND', jobId);
    return job;
  } catch (error) {
    // One exhibit that cannot be examined stops no other.
    if (!(error instanceof Failure)) throw error;
    io.say(`${exhibit.id}: ${error.code}: ${error.message}`);
    return null;
  } finally {
    unsubscribe();
  }
}

async function resume(app: Application, io: Io, earlier: Job | undefined): Promise<Job | null> {
  if (earlier === undefined || !(earlier.state === 'interrupted' || earlier.state === 'cancelled' || earlier.state === 'failed'))
    return null;
  try {
    const job = await callInProcess(app, 'analysis.resume', { jobId: earlier.id });
    io.say(
      `${earlier.exhibitId}: going on with examination ${earlier.id} after ${String(earlier.framesDone)} frames${earlier.blocksDone > 0 ? ` and ${String(earlier.blocksDone)} s of sound` : ''}`,
    );
    return job;
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'JOB_PLAN_CHANGED') throw error;
    io.say(`${earlier.exhibitId}: ${error.message} Beginning anew.`);
    return null;
  }
}

function readDetectors(text: string): DetectorId[] {
  return text.split(',').map((part) => {
    const id = DetectorId.safeParse(part.trim());
    if (!id.success) throw new UsageError(`--detectors: "${part}" is no detector's name`);
    return id.data;
  });
}

function describe(job: Job): string {
  const { provider, providerChoice } = job.plan;
  return [
    jobInWords(job),
    ...passedOverInWords(provider, providerChoice).map((line) => `  ${line}`),
    ...job.outcomes.map(({ detectorId, outcome }) => `  ${detectorId}: ${outcomeInWords(outcome)}`),
    ...(job.combined ?? []).map((combined) => `  ${combinedInWords(combined)}`),
  ].join('\n');
}
