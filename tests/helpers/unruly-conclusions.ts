/** Detectors whose conclusions go wrong in every way, and, where this file runs as a thread, the thread that draws them. */
import { parentPort } from 'node:worker_threads';
import { serveConclusions } from '../../src/core/analysis/conclude-server.ts';
import type { ConcludeInput, Conclusion } from '../../src/engine/detectors/interface.ts';
import { fakeDetector } from './fake-engine.ts';

const WAYS: Record<string, (input: ConcludeInput) => Conclusion> = {
  throws: () => {
    throw new Error('nothing fits');
  },
  dies: () => process.exit(7),
  greedy: () => {
    const kept: number[][] = [];
    for (;;) kept.push(new Array<number>(1_000_000).fill(0.5));
  },
  endless: () => {
    for (;;);
  },
};

/** `alpha` and `beta` take means. */
export const UNRULY = [
  fakeDetector('alpha', 'face'),
  ...Object.entries(WAYS).map(([id, conclude]) => fakeDetector(id, 'frame', { conclude })),
  fakeDetector('beta', 'frame'),
];

if (parentPort !== null) serveConclusions(parentPort, UNRULY);
