/** The network for generated faces, its limit, and the words of its finding. */
import type { LearnedNetwork } from '../../learned/learned-network.ts';
import { PARAMETERS } from './parameters.ts';

export const ganImageNetwork: LearnedNetwork = {
  id: 'gan-image',
  hasMap: true,
  limit: null,
  heatSpan: PARAMETERS.heatSpan.value,
  like: 'the StyleGAN2 faces of its training',
  finding: {
    kind: 'like-generated-face',
    title: 'A face like the StyleGAN2 faces of the training',
    weight: 'note',
    explanation:
      'The network was trained to tell StyleGAN2 faces at 256 pixels from photographs. It knows no other ' +
      'generator, and genuine pictures that were coded or scaled otherwise may give as much.',
    check:
      'Look at both irises and their highlights, ears and earrings, hair at the temples, teeth, spectacles and the background beside the head: ' +
      'do the two sides agree, and does anything melt into something else?',
  },
};
