/** The thread's side of the conclusions: reads the case file beside the thread that writes it, one job after the other. */
import type { MessagePort } from 'node:worker_threads';
import { Failure, toWireError } from '../../base/failure.ts';
import type { AnyDetector } from '../../engine/detectors/interface.ts';
import { readBesideWriter } from '../../store/open-case.ts';
import { concludeInOrder, type ConcludeTask, type FromConcluding } from './conclude-in-order.ts';

export function serveConclusions(port: MessagePort, detectors: readonly AnyDetector[]): void {
  const answer = (message: FromConcluding): void => port.postMessage(message);
  // Written by our own core in the same program, so it is not parsed again.
  port.on('message', (task: ConcludeTask) => {
    try {
      const { read, close } = readBesideWriter(task.folder);
      try {
        for (const message of concludeInOrder(read, task, detectors)) answer(message);
      } finally {
        close();
      }
    } catch (error) {
      if (!(error instanceof Failure)) console.error('conclusions could not be drawn:', error);
      answer({ type: 'ended', error: toWireError(error) });
    }
  });
}
