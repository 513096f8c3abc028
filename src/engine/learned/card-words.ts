/** What the cards of the detectors around the face networks say alike. */
import type { DetectorCard } from '../../contract/analysis.ts';
import { LEARNED } from './parameters.ts';

/** `network`: what it is and what it was trained with. */
export const learnedMethod = (network: string): string =>
  `In ${String(LEARNED.samplesPerSecond.value)} frames a second each face is cut out by its mesh, upright by the line of the eyes, as a square of 224 pixels; the ` +
  `cut is the one that training used. Faces that are small, blurred or turned too far are left out. The square goes through ${network}. The mean of a ` +
  'face’s logits over the film, each weighted by how large and how frontal the face was, is the measure of the face; the face with the greatest mean speaks ' +
  'for the file, because usually one of several faces is altered. Of a picture the one look counts.';

export const LEARNED_LIMITS: readonly string[] = [
  'It gives a likeness to its training, not a probability; what it responds to is not known as with a measured trace.',
  'A low logit says nothing in favour of the face: what the training did not hold is not recognised.',
  'The more faces a file has, the greater is the greatest of them by chance.',
  `It abstains for squares under ${String(LEARNED.leastSquarePx.value)} px, blurred faces, heads turned by more than ${String(LEARNED.mostYaw.value)} degrees, and in films without ${String(LEARNED.leastSamples.value)} usable pictures of one face.`,
  'A face that was altered for a part of the film only lowers or raises the mean by that part; the signal over time shows it.',
  'The persons of the training are those of a few collections; how it does for other ages, origins, make-up, masks and cameras was not measured.',
];

export const LEARNED_SCORE: DetectorCard['score'] = {
  unit: 'logit',
  meaning:
    'The mean logit of the face that is most like the synthetic faces of the training. Higher: more like them. Not a probability, and not comparable between networks.',
};
