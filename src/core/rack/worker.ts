/** A worker of the rack: takes one examination after another from the queue until it is asked to stop. */
import { arch, cpus, hostname, platform } from 'node:os';
import { join } from 'node:path';
import { Failure, toWireError } from '../../base/failure.ts';
import { findTools } from '../../engine/media/tools.ts';
import { spawnEngine } from '../../engine/spawn.ts';
import { modelsFolder } from '../analysis/models-folder.ts';
import { packsFolder } from '../packs/pack-shelf.ts';
import { attemptRun } from './attempt.ts';
import { deadLetter, giveBack, Link } from './link.ts';
import { RackJob, type WorkerFacts } from './messages.ts';
import { refuseOtherPlan } from './plan-here.ts';
import type { RackAccess } from './rack-file.ts';
import { findExhibit } from './shared-exhibits.ts';

export interface WorkerOptions {
  readonly access: RackAccess;
  readonly name: string;
  /** Folders of shared storage in which exhibits lie by hash. */
  readonly exhibits: readonly string[];
  readonly version: string;
  readonly dataFolder: string;
  /** How long a job stays this worker's without a sign of life. */
  readonly leaseSeconds: number;
  /** One line for whoever looks after the machine. */
  readonly say: (words: string) => void;
  readonly progress: (words: string) => void;
  /** Stops it: what it examines is given back, at its last checkpoint. */
  readonly signal: AbortSignal;
}

/** Resolves when it was asked to stop. Rejects with RACK_UNREACHABLE or TOOL_MISSING. */
export async function runWorker(options: WorkerOptions): Promise<void> {
  const { access, name, version, signal, say } = options;
  const tools = await findTools();
  const facts: WorkerFacts = {
    name,
    host: hostname(),
    version,
    processor: `${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${platform()} ${arch()}`,
  };
  const link = await Link.open(access);
  try {
    const worker = link.work(
      async (job, token, lost) => {
        const words = RackJob.safeParse(link.unsealJob(job));
        if (!words.success) throw deadLetter(JSON.stringify(toWireError(new Failure('RACK_REFUSED', 'the job is not sealed by us'))));
        const { plan } = words.data;
        say(`${name}: exhibit ${plan.exhibitSha256}, try ${String(job.attemptsStarted)}`);
        try {
          await refuseOtherPlan(plan, { decoderVersion: tools.version, penumbraVersion: version, dataFolder: options.dataFolder });
          const end = await attemptRun(words.data, {
            link,
            worker: facts,
            here: {
              path: await findExhibit(options.exhibits, plan.exhibitSha256),
              plan,
              ffmpegPath: tools.ffmpegPath,
              ffprobePath: tools.ffprobePath,
              weightsFolder: join(modelsFolder(), 'weights'),
              packsFolder: packsFolder(options.dataFolder),
            },
            spawnEngine,
            signal: AbortSignal.any([signal, lost]),
            onProgress: (done) => options.progress(`${name}: ${plan.exhibitSha256.slice(0, 12)}… ${done}`),
          });
          if (end === 'left' && signal.aborted) await giveBack(job, token);
          say(`${name}: exhibit ${plan.exhibitSha256} ${end === 'done' ? 'done' : 'left: the case was closed, or another worker has it'}`);
        } catch (error) {
          throw inWords(error, say);
        }
      },
      name,
      1000 * options.leaseSeconds,
    );
    say(`${name}: waiting for examinations`);
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    await worker.close();
  } finally {
    await link.close();
  }
}

/** Wrong everywhere, or evidence that is not what it was: no other try could go better. */
const HOPELESS = new Set(['RACK_REFUSED', 'EXHIBIT_ALTERED']);

function inWords(error: unknown, say: (words: string) => void): unknown {
  // Given back: BullMQ knows this error by its kind.
  if (error instanceof Error && error.name === 'WaitingError') return error;
  const wire = toWireError(error);
  say(`${wire.code}: ${wire.message}${wire.detail === undefined ? '' : ` (${wire.detail})`}`);
  if (!(error instanceof Failure)) console.error('the worker:', error);
  const words = JSON.stringify(wire);
  return HOPELESS.has(wire.code) ? deadLetter(words) : new Error(words);
}
