/** The face swap network, its limit, and the words of its finding. */
import type { LearnedNetwork } from '../../learned/learned-network.ts';
import { PARAMETERS } from './parameters.ts';

export const faceSwapNetwork: LearnedNetwork = {
  id: 'face-swap',
  hasMap: true,
  limit: null,
  heatSpan: PARAMETERS.heatSpan.value,
  like: 'the swapped and self-blended faces of its training',
  finding: {
    kind: 'like-swapped-face',
    title: 'A face like the swapped faces of the training',
    weight: 'anomaly',
    explanation:
      'The network was trained to tell face swaps and self-blended faces from genuine ones. One genuine face in a hundred of its calibration set ' +
      'gave as much; genuine faces of other cameras, coding, light or make-up may do so more often.',
    check:
      'Step through the face at full size: a seam along chin, cheeks and forehead, two sets of brows, a change of skin colour or sharpness at the ' +
      'edge of the face, features that flicker when the head turns. Do the other detectors of the face show anything in the same frames?',
  },
};
