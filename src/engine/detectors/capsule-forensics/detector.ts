/** Face swaps once more, by a capsule network: another architecture on the same data. */
import { learnedFaceDetector } from '../../learned/learned-face.ts';
import { capsuleForensicsCard } from './card.ts';
import { capsuleForensicsNetwork } from './network.ts';

export const capsuleForensicsDetector = learnedFaceDetector(capsuleForensicsCard, capsuleForensicsNetwork);
