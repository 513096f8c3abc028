/** Thread entry: one recording, decoded once, that answers while it is being decoded. */
import { parentPort, workerData } from 'node:worker_threads';
import { must } from '../../../base/assert.ts';
import { Failure } from '../../../base/failure.ts';
import type { FromSound, SoundFailure, SoundTask, ToSound } from './messages.ts';
import { Recording } from './recording.ts';

const port = must(parentPort, 'this file is the entry of a worker thread');
const post = (message: FromSound, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer);

/** Errors that are no Failure are bugs: they end the thread, and its owner hears of it. */
function failureOf(error: unknown): SoundFailure {
  if (!(error instanceof Failure)) throw error;
  return { code: error.code, detail: error.detail };
}

let recording: Recording | null = null;
port.on('message', (message: ToSound) => {
  if (message.kind === 'close') {
    recording?.close();
    port.close();
    return;
  }
  try {
    const answer = must(recording, 'asked after the start').answer(message.ask);
    if (answer instanceof ArrayBuffer) post({ kind: 'bytes', id: message.id, bytes: answer }, [answer]);
    else post({ kind: 'measures', id: message.id, measures: answer });
  } catch (error) {
    post({ kind: 'refused', id: message.id, failure: failureOf(error) });
  }
});

try {
  const opened = new Recording(workerData as SoundTask);
  recording = opened;
  const tell = (): void => post({ kind: 'state', state: opened.state });
  tell();
  await opened.decode(tell);
} catch (error) {
  // Asked to close in the middle of decoding.
  if (!(error instanceof DOMException && error.name === 'AbortError')) post({ kind: 'failed', failure: failureOf(error) });
}
