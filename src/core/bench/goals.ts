/** The goals of speed on two cores, what came out beside them, and the processes that measure it. */
import { fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { temporaryPrefix } from '../../base/node/temporary-folder.ts';
import { Failure } from '../../base/failure.ts';
import type { WireError } from '../../contract/errors.ts';
import { watchTree } from './process-tree.ts';

/** Films of so many seconds (frames for the parts of a frame): all together take a few minutes. */
const USUAL_LENGTH = {
  'visual-720': 10,
  'visual-1080': 10,
  'per-frame-720': 100,
  'per-frame-1080': 100,
  import: 240,
  seek: 600,
  'memory-short': 60,
  'memory-long': 600,
} as const;

export type GoalPart = keyof typeof USUAL_LENGTH;
export const GOAL_PARTS = Object.keys(USUAL_LENGTH) as readonly GoalPart[];

/** What was measured, by part; numbers of a part that was not measured are absent. */
export type Measured = Readonly<Partial<Record<GoalPart | 'human', Readonly<Record<string, unknown>>>>>;

export interface GoalRow {
  readonly words: string;
  readonly value: number;
  readonly unit: string;
  readonly goal: { readonly atLeast: number } | { readonly atMost: number };
}

export type FromGoalChild = { readonly numbers: object } | { readonly error: WireError };

/** In the order in which docs/performance.md tells them. */
export function goalRows(measured: Measured): GoalRow[] {
  const rows: GoalRow[] = [];
  const add = (words: string, value: number | null, unit: string, goal: GoalRow['goal']): void => {
    if (value !== null) rows.push({ words, value, unit, goal });
  };
  const number = (part: GoalPart | 'human', name: string): number | null => {
    const value = measured[part]?.[name];
    return typeof value === 'number' ? value : null;
  };
  const percent = (value: number | null): number | null => (value === null ? null : 100 * value);
  add('720p25, whole examination', number('visual-720', 'timesRealTime'), 'x real time', { atLeast: 3 });
  add('1080p30, whole examination', number('visual-1080', 'timesRealTime'), 'x real time', { atLeast: 1 });
  add('720p25, over decoding alone', number('visual-720', 'timesDecodeOnly'), 'x', { atMost: 2.5 });
  add('1080p30, over decoding alone', number('visual-1080', 'timesDecodeOnly'), 'x', { atMost: 2.5 });
  add('tracking, beside human', number('human', 'times'), 'x as fast', { atLeast: 6 });
  add('import, of sha256sum', percent(number('import', 'share')), '%', { atLeast: 80 });
  add('a frame anywhere, 95th of 100', number('seek', 'p95Ms'), 'ms', { atMost: 80 });
  // All processes where the system tells it, otherwise the program's own.
  const peakOf = (part: GoalPart): number | null => number(part, 'allPeakMiB') ?? number(part, 'peakMiB');
  const [short, long] = [peakOf('memory-short'), peakOf('memory-long')];
  const more = short === null || long === null ? null : long / short - 1;
  add('memory of the longer film', percent(more), '% more', { atMost: 15 });
  return rows;
}

export const isMet = ({ value, goal }: GoalRow): boolean => ('atLeast' in goal ? value >= goal.atLeast : value <= goal.atMost);

/** `folder`: where films are kept. `length`: as USUAL_LENGTH. Rejects with what the measurement rejects with, or the signal's reason. */
export async function measurePart(part: GoalPart, folder: string, signal: AbortSignal, length?: number): Promise<Record<string, unknown>> {
  signal.throwIfAborted();
  const args = [part, String(length ?? USUAL_LENGTH[part]), folder];
  // One that is killed must leave nothing either.
  const temporary = await mkdtemp(temporaryPrefix('bench'));
  const child = fork(new URL('./goal-child.ts', import.meta.url), args, {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: [],
    env: { ...process.env, TMPDIR: temporary, TEMP: temporary, TMP: temporary },
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()).once('error', () => resolve()));
  const peak = watchTree(child.pid ?? 0);
  const stop = (): void => void child.kill('SIGKILL');
  signal.addEventListener('abort', stop, { once: true });
  try {
    const said = await new Promise<FromGoalChild | null>((resolve, reject) => {
      // Whoever is asked writes our own messages.
      child.once('message', (message) => resolve(message as FromGoalChild));
      child.once('error', reject);
      child.once('exit', () => resolve(null));
    });
    signal.throwIfAborted();
    if (said === null) throw new Failure('APP_INTERNAL', `${part}: its process ended`);
    if ('error' in said) throw new Failure(said.error.code, said.error.detail);
    const allPeakMiB = peak();
    return { ...said.numbers, ...(allPeakMiB === null ? {} : { allPeakMiB }) };
  } finally {
    signal.removeEventListener('abort', stop);
    peak();
    stop();
    await gone;
    await rm(temporary, { recursive: true, force: true });
  }
}
