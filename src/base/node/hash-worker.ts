/** Thread entry: MD5 of what comes, piece by piece; each piece is answered when it has been read, the end with the digest. */
import { createHash } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import { must } from '../assert.ts';
import type { FromHashThread, ToHashThread } from './hash-thread.ts';

const port = must(parentPort, 'this file is the entry of a worker thread');
const hash = createHash('md5');

port.on('message', (piece: ToHashThread) => {
  if (piece === 'end') {
    port.postMessage({ digest: hash.digest('hex') } satisfies FromHashThread);
    port.close();
  } else {
    hash.update(piece);
    port.postMessage('read' satisfies FromHashThread);
  }
});
