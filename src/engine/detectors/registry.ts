/** Every detector there is: the one list. */
import type { AnyDetector } from './interface.ts';

export const detectors: readonly AnyDetector[] = [];
