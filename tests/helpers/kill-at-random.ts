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

/** One life of the process: at most `afterMs`, `null` for as long as it takes. */
function live(folder: string, media: string, afterMs: number | null): Promise<{ said: string[]; killed: boolean }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CHILD, folder, media], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    let timer: NodeJS.Timeout | undefined;
    child.stdout.on('data', (chunk: Buffer) => {
      // The clock runs from the first word, or a slow start would be all that is ever killed.
      if (said === '' && afterMs !== null) timer = setTimeout(() => void child.kill('SIGKILL'), afterMs);
      said += chunk.toString();
    });
    child.once('error', reject);
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      if (signal === null && code !== 0) reject(new Error(`the process ended with code ${String(code)}`));
      else resolve({ said: said.split('\n').filter((line) => line !== ''), killed: signal === 'SIGKILL' });
    });
  });
}

/** `moments`: milliseconds, one for each kill. Afterwards the work is let run to its end. */
export async function killAtRandom(folder: string, media: string, moments: readonly number[]): Promise<Kill[]> {
  const kills: Kill[] = [];
  for (const afterMs of [...moments, null]) {
    const { said, killed } = await live(folder, media, afterMs);
    const hashes = new Set(ledgerOf(folder).map(({ hash }) => hash));
    const claimed = said.flatMap((line) => line.split(' ')[2] ?? []);
    const { problems } = await verifyCase(folder);
    kills.push({
      afterMs: afterMs ?? 0,
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
