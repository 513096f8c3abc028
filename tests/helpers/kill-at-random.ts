/** Kills the application again and again at moments of chance until its work is done, and looks at the case after each. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { openCase } from '../../src/store/open-case.ts';
import { verifyCase } from '../../src/verify/case/verify-case.ts';

const CHILD = fileURLToPath(new URL('./work-and-be-killed.ts', import.meta.url));

export interface Kill {
  readonly afterMs: number;
  /** The last thing that the process said it had committed. */
  readonly stage: string;
  readonly killed: boolean;
  /** What it said was committed and is not in the ledger. */
  readonly lost: readonly string[];
  /** What the independent checker says. */
  readonly problems: readonly string[];
}

/** Milliseconds after the first word of the process, or after it said that it begins a stage. */
export type Moment = number | { readonly afterMs: number; readonly stage: string };

/** One life of the process: until that moment, `null` for as long as it takes. */
function live(folder: string, media: string, moment: Moment | null): Promise<{ said: string[]; killed: boolean }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CHILD, folder, media], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    let timer: NodeJS.Timeout | undefined;
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (moment === null || timer !== undefined) return;
      // The clock runs from the first word, or a slow start would be all that is ever killed.
      if (typeof moment === 'object' && !said.split('\n').some((line) => line.startsWith(`${moment.stage} `))) return;
      timer = setTimeout(() => void child.kill('SIGKILL'), afterMsOf(moment));
    });
    child.once('error', reject);
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      if (signal === null && code !== 0) reject(new Error(`the process ended with code ${String(code)}`));
      else resolve({ said: said.split('\n').filter((line) => line !== ''), killed: signal === 'SIGKILL' });
    });
  });
}

const afterMsOf = (moment: Moment): number => (typeof moment === 'number' ? moment : moment.afterMs);

/** `moments`: one for each kill. Afterwards the work is let run to its end. */
export async function killAtRandom(folder: string, media: string, moments: readonly Moment[]): Promise<Kill[]> {
  const kills: Kill[] = [];
  for (const moment of [...moments, null]) {
    const { said, killed } = await live(folder, media, moment);
    const hashes = new Set(ledgerOf(folder).map(({ hash }) => hash));
    const claimed = said.flatMap((line) => line.split(' ')[2] ?? []);
    const { problems } = await verifyCase(folder);
    kills.push({
      afterMs: moment === null ? 0 : afterMsOf(moment),
      stage: said.at(-1)?.split(' ')[0] ?? '',
      killed,
      lost: claimed.filter((hash) => !hashes.has(hash)),
      problems: problems.map(({ kind, subject, words }) => `${kind} ${subject}: ${words}`),
    });
    if (!killed) break;
  }
  return kills;
}

export function ledgerOf(folder: string): readonly { readonly hash: string; readonly action: string }[] {
  const store = openCase(folder, { now: () => new Date(), penumbraVersion: '0.1.0' });
  try {
    return store.entries(1, 1000);
  } finally {
    store.close();
  }
}

/** What was concluded, without what differs from run to run: ids, times of day, how often it was interrupted. */
export function resultsOf(folder: string): unknown {
  const store = openCase(folder, { now: () => new Date(), penumbraVersion: '0.1.0' });
  try {
    return {
      exhibits: store.exhibits().map(({ originalName, hashes }) => [originalName, hashes.sha256]),
      notes: store.notes().map(({ text }) => text),
      reports: store.reports().length,
      jobs: store
        .jobs()
        .filter(({ state }) => state === 'finished')
        .map(({ id, exhibitId, framesDone, blocksDone, outcomes, plan }) => ({
          exhibitId,
          framesDone,
          blocksDone,
          outcomes,
          rows: plan.detectors.map((detector) => store.observations(id, detector.id)),
          signals: store.signals(id),
        }))
        .sort((a, b) => (a.exhibitId < b.exhibitId ? -1 : 1)),
    };
  } finally {
    store.close();
  }
}
