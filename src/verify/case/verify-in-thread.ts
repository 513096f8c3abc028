/** The same verification in a thread of its own: reading a large database would keep a window waiting. */
import { Worker } from 'node:worker_threads';
import { CaseVerification } from '../../contract/cases.ts';

/** Rejects when the thread breaks. A program that ends meanwhile does not wait for it. */
export function verifyInThread(caseFolder: string): Promise<CaseVerification> {
  return new Promise((resolve, reject) => {
    // The build of the Electron door rewrites this name to the bundle's.
    const worker = new Worker(new URL('./verify-worker.ts', import.meta.url), { workerData: caseFolder, name: 'verify' });
    worker.unref();
    worker.once('message', (said: unknown) => {
      resolve(CaseVerification.parse(said));
    });
    worker.once('error', reject);
    worker.once('exit', (code) => {
      reject(new Error(`the verification's thread ended with code ${String(code)}`));
    });
  });
}
