/** The same verification in a thread of its own: reading a large database would keep a window waiting. */
import { Worker } from 'node:worker_threads';
import * as z from 'zod';
import { CaseVerification, VerificationProgress } from '../../contract/cases.ts';

const FromThread = z.union([z.strictObject({ progress: VerificationProgress }), z.strictObject({ said: CaseVerification })]);

/** Rejects when the thread breaks. A program that ends meanwhile does not wait for it. */
export function verifyInThread(caseFolder: string, onProgress?: (progress: VerificationProgress) => void): Promise<CaseVerification> {
  return new Promise((resolve, reject) => {
    // The build of the Electron door rewrites this name to the bundle's.
    const worker = new Worker(new URL('./verify-worker.ts', import.meta.url), { workerData: caseFolder, name: 'verify' });
    worker.unref();
    worker.on('message', (message: unknown) => {
      const told = FromThread.parse(message);
      if ('said' in told) resolve(told.said);
      else onProgress?.(told.progress);
    });
    worker.once('error', reject);
    worker.once('exit', (code) => {
      reject(new Error(`the verification's thread ended with code ${String(code)}`));
    });
  });
}
