/** The capsule network, its limit, and the words of its finding. */
import type { LearnedNetwork } from '../../learned/learned-network.ts';
import { PARAMETERS } from './parameters.ts';

export const capsuleForensicsNetwork: LearnedNetwork = {
  id: 'capsule-forensics',
  hasMap: false,
  limit: null,
  heatSpan: PARAMETERS.heatSpan.value,
  like: 'the swapped and self-blended faces of its training',
  finding: {
    kind: 'like-swapped-face-capsule',
    title: 'A face that the capsule network takes to be like swapped faces',
    weight: 'note',
    explanation:
      'A second network of another architecture, trained with the same faces as the first: where both agree they do not count twice.',
    check:
      'As for the face swap network: step through the face at full size and look at its edge, and at what changes when the head turns.',
  },
};
