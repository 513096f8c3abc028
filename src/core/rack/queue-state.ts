/** What a laboratory's queue holds: how much waits, who works, and what was given up and why. */
import { Link } from './link.ts';
import { RackJob } from './messages.ts';
import type { RackAccess } from './rack-file.ts';

export interface DeadLetter {
  readonly run: string;
  readonly exhibitSha256: string | null;
  readonly tries: number;
  readonly givenUpAtUtc: string | null;
  /** As the last worker said it. */
  readonly reason: string;
}

export interface QueueState {
  readonly waiting: number;
  readonly examining: number;
  /** To be tried again after a pause. */
  readonly pausing: number;
  /** Names of the workers that are connected. */
  readonly workers: readonly string[];
  readonly deadLetters: readonly DeadLetter[];
}

/** `forget`: removes the dead letters that it tells. Rejects with RACK_UNREACHABLE. */
export async function queueState(access: RackAccess, forget: boolean): Promise<QueueState> {
  const link = await Link.open(access);
  try {
    const queue = link.queue();
    const counts = await queue.getJobCounts('wait', 'active', 'delayed');
    const workers = (await queue.getWorkers()).map(
      ({ rawname, name }) =>
        String(rawname ?? name)
          .split(':')
          .at(-1) ?? '',
    );
    const failed = await queue.getFailed(0, 999);
    const deadLetters = failed.map((job) => {
      const words = RackJob.safeParse(link.unsealJob(job));
      return {
        run: String(job.id),
        exhibitSha256: words.success ? words.data.plan.exhibitSha256 : null,
        tries: job.attemptsStarted,
        givenUpAtUtc: job.finishedOn === undefined ? null : new Date(job.finishedOn).toISOString(),
        reason: job.failedReason,
      };
    });
    if (forget) for (const job of failed) await job.remove();
    return { waiting: counts.wait ?? 0, examining: counts.active ?? 0, pausing: counts.delayed ?? 0, workers, deadLetters };
  } finally {
    await link.close();
  }
}
