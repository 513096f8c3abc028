/** What was measured with the face-edge detector, for its card. */
import type { DetectorCard } from '../../../contract/analysis.ts';

export const MEASURED: DetectorCard['measured'] = [];
