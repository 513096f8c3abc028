/** How much memory a process and all that it started hold at one moment; Linux only, from /proc. */
import { readdirSync, readFileSync } from 'node:fs';

const SAMPLE_MS = 100;

/** MiB resident, pages that several of them share counted in each; `null` where the system does not say. */
export function treeMiB(pid: number): number | null {
  let kib = 0;
  let seen = 0;
  const add = (one: number): void => {
    const status = wordsOf(`/proc/${String(one)}/status`);
    const resident = /VmRSS:\s+(\d+) kB/.exec(status)?.[1];
    if (resident === undefined) return;
    kib += Number(resident);
    seen += 1;
    for (const thread of threadsOf(one))
      for (const child of wordsOf(`/proc/${String(one)}/task/${thread}/children`).split(' ')) if (child !== '') add(Number(child));
  };
  add(pid);
  return seen === 0 ? null : kib / 1024;
}

/** Samples it until it is asked; what is held for less than a tenth of a second may be missed. */
export function watchTree(pid: number): () => number | null {
  let peak: number | null = null;
  const timer = setInterval(() => {
    const now = treeMiB(pid);
    if (now !== null) peak = Math.max(peak ?? 0, now);
  }, SAMPLE_MS);
  return () => {
    clearInterval(timer);
    return peak;
  };
}

/** A process may end while it is looked at. */
function wordsOf(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
}

function threadsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${String(pid)}/task`);
  } catch {
    return [];
  }
}
