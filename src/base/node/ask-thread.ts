/** One question to a thread of its own, which posts one answer: for libraries that read hostile files, within limited time. */
import type { Worker } from 'node:worker_threads';

/** How a thread ended that gave no answer: it took too long, threw or ran out of memory, or went without a word. */
export type Unanswered = 'timeout' | 'error' | 'exit';

/**
 * Resolves with what `worker` posts first, or calls `otherwise` for the answer where it posts nothing; what that throws is what it rejects
 * with. Rejects also with the reason of `signal`. The thread is ended in each case.
 */
export function askThread<T>(
  worker: Worker,
  {
    timeoutMs,
    signal,
    otherwise,
  }: { readonly timeoutMs: number; readonly signal: AbortSignal | undefined; readonly otherwise: (how: Unanswered) => T },
): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const without = (how: Unanswered) => (): void => {
    try {
      resolve(otherwise(how));
    } catch (error) {
      reject(error);
    }
  };
  const onAbort = (): void => reject(signal?.reason as Error);
  signal?.addEventListener('abort', onAbort, { once: true });
  const timer = setTimeout(without('timeout'), timeoutMs);
  // Plain data of our own thread.
  worker.once('message', resolve);
  worker.once('error', without('error'));
  worker.once('exit', without('exit'));
  return promise.finally(() => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
    void worker.terminate();
  });
}
