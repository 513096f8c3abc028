/** The face swap network, its limit, and the words of its finding. */
import type { LearnedNetwork } from '../../learned/learned-network.ts';
import { PARAMETERS } from './parameters.ts';

export const faceSwapNetwork: LearnedNetwork = {
  id: 'face-swap',
  hasMap: true,
  limit: PARAMETERS.limit.value,
  heatSpan: PARAMETERS.heatSpan.value,
  like: 'the swapped faces of its training',
  finding: {
    kind: 'like-swapped-face',
    title: 'A face like the swapped faces of the training',
    weight: 'note',
    explanation:
      'Of 100 genuine faces of the calibration set about one gives as much: most face swaps do not reach the limit, and genuine faces of other cameras, ' +
      'light or make-up may do so more often. It is a reason to look, not evidence by itself.',
    check:
      'Step through the face at full size: a seam along chin, cheeks and forehead, two sets of brows, a change of skin colour or sharpness at the ' +
      'edge of the face, features that flicker when the head turns. Do the other detectors of the face show anything in the same frames?',
  },
};
