/** Generated faces: how much each face is like the StyleGAN2 faces that our own network was trained with. */
import { learnedFaceDetector } from '../../learned/learned-face.ts';
import { ganImageCard } from './card.ts';
import { ganImageNetwork } from './network.ts';

export const ganImageDetector = learnedFaceDetector(ganImageCard, ganImageNetwork);
