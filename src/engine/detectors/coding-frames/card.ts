/** The coding-frames detector's method sheet. */
import { DetectorCard } from '../../../contract/analysis.ts';
import { PARAMETERS } from './parameters.ts';

export const codingFramesCard: DetectorCard & { readonly feed: 'audio' } = {
  ...DetectorCard.parse({
    id: 'coding-frames',
    version: '1.1.0',
    title: 'Coding frames',
    family: 'sound',
    question:
      'Was this sound coded in frames of 1024 samples, as AAC does it, or of 576, as MP3 does it, and do these frames go on unbroken?',
    method:
      'Each second of the mean of all channels is taken at the file’s own rate. At each of 1024 offsets the sound is taken through the transform of AAC (MDCT of 2048 samples with its Kaiser-Bessel-derived window, by a sliding Fourier transform), ' +
      'in three frames in the middle; the six best offsets are tried on up to twelve frames of the second. A coefficient counts as small if it has less than 0.2 % of the power of the complex coefficient (MDCT and MDST): 2.8 % do in sound whose phases are any, more where a coder rounded them to zero. ' +
      'The contrast is how many standard deviations (binomial) more are small. An offset is clear where it leads the next best by the limit, and is followed where two neighbouring clear seconds share it. ' +
      'For MP3 the sound is taken through the hybrid filter bank of Layer III (bands of 512 taps every 32 samples, MDCT of 36, alias reduction; the norm’s filter is replaced by a sinc under a Kaiser window) at each of 576 offsets, two granules at four places of the second; ' +
      'a coefficient is small if it has less than 0.1 % of the mean power of its eight neighbours, and the contrast is against the share over all offsets. ' +
      'Where the next stretch has another offset, and neither offset shows as best or next best within the other stretch, the frames shift. The score is the number of shifts.',
    feed: 'audio',
    citations: [
      {
        text: 'Yang R, Qu Z, Huang J. Detecting digital audio forgeries by checking frame offsets. Proceedings of the 10th ACM Workshop on Multimedia and Security, 2008 (the idea, for MP3; here with other measures, and for AAC too)',
      },
      {
        text: 'Princen JP, Johnson AW, Bradley AB. Subband/transform coding using filter bank designs based on time domain aliasing cancellation. ICASSP 1987 (the MDCT)',
      },
      {
        text: 'ISO/IEC 11172-3:1993, Coding of moving pictures and associated audio, part 3: Audio (the filter bank of Layer III, its windows and its alias reduction)',
      },
      { text: 'Jacobsen E, Lyons R. The sliding DFT. IEEE Signal Processing Magazine 20(2):74-80, 2003 (all offsets at the price of one)' },
    ],
    published: [],
    measured: [
      {
        measure: 'uncoded genuine recordings with any finding',
        value:
          'AAC: train 0 of 275, and 0 of 24 joined of three; dev 0 of 92 and 0 of 20. MP3: train 0 of 275 and 0 of 12 joined; dev 0 of 92 and 0 of 20',
        dataset:
          'LibriSpeech and genuine speech of the demonstrations of YourTTS, HiFi-GAN, Parallel WaveGAN (train), FastSpeech 2, FreeVC (dev); 16 kHz, mono; some were MP3 once',
        n: '275 recordings of about 4 s and 24 of 6 to 12 s; 92 and 20',
      },
      {
        measure: 'decoded from AAC, told with the right offset',
        value: 'train: 16 kHz at 32, 48, 64, 128 kbit/s asked for 24, 24, 22, 21; 44.1 kHz 24, 24, 24, 5. No shift in any',
        dataset: 'joined genuine recordings of train, coded by ffmpeg 5.1 (aac), decoded to 16 bit',
        n: '24 each',
      },
      {
        measure:
          'a piece taken out at random samples after decoding: shift found, with the right number of samples and the place within the told span',
        value:
          'train: 16 kHz at 32, 48, 64 kbit/s 20, 19, 6; 44.1 kHz at 64, 128 kbit/s 17, 2. Dev: 18, 18, 9; 18, 0. The told span is 2 s in the median, 7 s at most. ' +
          'Twins without a cut (48 and 64 kbit/s): none of 40, dev none of 40; whole frames taken out, train: none of 40',
        dataset: 'the same, and dev',
        n: '20 each',
      },
      {
        measure: 'the same cuts (16 kHz 48 kbit/s; 44.1 kHz 64 kbit/s) after a change',
        value:
          'gain of -4.3 dB: train 19 and 17, dev 18 and 17; MP3 128 kbit/s: 18 and 12, dev 18 and 13; AAC 128 kbit/s: 2 and 1, dev 6 and 0; resampled: train 0 and 0. ' +
          'Two AAC codings at different offsets without a cut: a shift is told in 1 of 80 (train)',
        dataset: 'the same',
        n: '20 each',
      },
      {
        measure: 'decoded from MP3, told',
        value:
          'train: 16 kHz at 32, 48, 64 kbit/s 12, 12, 12 of 12; 44.1 kHz at 64, 128 kbit/s 12, 10 of 12. Dev: 20, 20, 19 of 20; 20, 14 of 20',
        dataset: 'joined genuine recordings, coded by LAME (libmp3lame of ffmpeg 5.1), decoded to 16 bit',
        n: '12; 20 each',
      },
      {
        measure:
          'MP3: a piece taken out at random samples after decoding: shift found, with the right number of samples and the place within the told span',
        value:
          'train: 16 kHz at 32, 48, 64 kbit/s 12, 11, 8 of 12; 44.1 kHz at 64, 128 kbit/s 11, 3 of 12; the span is 2 s in the median, 8 s at most. Dev: 20, 19, 12; 20, 0 of 20. ' +
          'Without a cut a shift is told in none of 60 (train) and in 1 of 100 (dev): recordings that had been MP3 before were joined there, and old frames show beside new ones; whole granules taken out: none of 24 (train), none of 40 (dev)',
        dataset: 'the same',
        n: '12; 20 each',
      },
      {
        measure: 'MP3: the same cuts (16 kHz 48 kbit/s; 44.1 kHz 64 kbit/s) after a change',
        value:
          'gain of -4.3 dB: train 12 and 11 of 12, dev 19 and 20 of 20; MP3 128 kbit/s: 11 and 1, dev 18 and 3; AAC 128 kbit/s: 6 and 7, dev 8 and 5. Coded as MP3 twice at different offsets, no cut: no shift (train 12, dev 20)',
        dataset: 'the same',
        n: '12; 20 each',
      },
      {
        measure: 'recordings at 16 kHz brought to 44.1 kHz: frames of an MP3 coding show',
        value:
          '13 of 13 clips of LJSpeech, which was published as MP3 before; 0 of 19 of VCTK, CSMSC and JSUT, which were not; greatest lead there 1.2',
        dataset: 'train, genuine clips of 4 s; the coding of the original lay at 44.1 kHz or a simple part of it',
        n: '32 clips',
      },
    ],
    limits: [
      'That no frames are found says nothing: sound at high bit rates keeps hardly any zeros (AAC, 44.1 kHz at 128 kbit/s: 5 of 24), and at another sample rate the trace does not show. Brought back to the old rate it can show again.',
      'One cut in 1024 (AAC) or 576 (MP3) takes out whole frames and leaves no shift. Each side needs two clear seconds: a shorter piece is passed over.',
      'A shift also comes from two recordings rightly joined, a recorder that paused, and packets that were lost. It says that the sound was changed after coding, not why.',
      'Sound that was coded twice shows two offsets. Where both show in one stretch they are told apart from a shift; where they do not, a shift can be told that is none (1 of 80). Where the file itself is of that coding a shift is a note.',
      'Of AAC only frames of 1024 with the Kaiser-Bessel-derived window are sought, as ffmpeg’s coder makes them: sine windows, HE-AAC, AAC-LD, Opus and Vorbis are not. Of MP3 only long blocks are sought, and which of a frame’s two granules comes first is not told. Other coders, music and sound with more than one channel were not measured.',
      'The mean of the channels is read: where left and right were coded apart its coefficients are seldom zero.',
    ],
    score: { unit: 'count', meaning: 'places at which the frames of an earlier coding shift' },
    parameters: Object.entries(PARAMETERS).map(([name, parameter]) => ({ name, ...parameter })),
    weights: [],
  }),
  feed: 'audio',
};
