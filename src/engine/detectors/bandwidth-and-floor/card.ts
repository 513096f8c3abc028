/** The method sheet of the detector of bandwidth and floor. */
import { DetectorCard } from '../../../contract/analysis.ts';
import { PARAMETERS } from './parameters.ts';

export const bandwidthCard: DetectorCard & { readonly feed: 'audio' } = {
  ...DetectorCard.parse({
    id: 'bandwidth-and-floor',
    version: '1.0.1',
    title: 'Bandwidth and floor',
    family: 'sound',
    question: 'Does the spectrum end where sample rate and coder let it, everywhere alike, and is there a room between the words?',
    method:
      'Of each second the mean power spectrum (windows of Hann of about 40 ms, all channels) is kept in 96 bands from 0 to half the sample rate, and the level above 40 Hz in frames of ' +
      '20 ms. The edge of the spectrum is the place above 3 kHz where the three bands beneath lie farthest above everything higher; from 20 dB on it counts. In lossless sound nothing ' +
      'is expected below nine tenths of half the rate; in MP3 nothing below nine tenths of what LAME keeps at this bit rate; of other lossy coders the edge is told and not judged. Seconds in a ' +
      'row whose edge lies at 70 % of that of the whole or lower are an anomaly. Frames 30 dB below the loud ones (95th percentile) for 0.2 s and longer between words are pauses: one in ' +
      'which every sample has one value is digitally silent, one into which the level falls by 40 dB in 40 ms begins abruptly. The score counts which of the four were found.',
    feed: 'audio',
    citations: [
      {
        text: 'Welch P. The use of fast Fourier transform for the estimation of power spectra. IEEE Transactions on Audio and Electroacoustics 15(2):70-73, 1967 (here without overlap)',
      },
      { text: 'The LAME project. LAME 3.100, libmp3lame/lame.c, optimum_bandwidth: low pass by bit rate' },
    ],
    published: [],
    measured: [
      {
        measure: 'recordings with a finding',
        value:
          'train: genuine narrow whole 0, step 0, digital silence 3, abrupt pause 2 of 275; synthetic abrupt pause 1 of 271, nothing else. Dev: genuine digital silence 1 of 92; synthetic nothing in 80',
        dataset:
          'LibriSpeech and demonstrations of YourTTS, HiFi-GAN, Parallel WaveGAN (train), FastSpeech 2, FreeVC (dev); 16 kHz, mono, lossless',
        n: '546 and 172 recordings of about 4 s',
      },
      {
        measure: 'AUC of the score [95 % bootstrap over groups]',
        value: 'train 0.49 [0.48, 0.50], dev 0.49 [0.48, 0.50]: it separates nothing there',
        dataset: 'the same',
        n: '274 and 90 genuine, 271 and 69 synthetic measured',
      },
      {
        measure: 'known changes found',
        value:
          'up-sampled from 16 to 44.1 kHz: 19 of 20; through 8 kHz, stored at 16 kHz: 20 of 20; through MP3 32 kbit/s, stored at 44.1 kHz: 20 of 20; one of three joined recordings through 8 kHz, as a step: 12 of 20; joined and not narrowed: 0 of 20',
        dataset: 'LibriSpeech, train, changed by ffmpeg',
        n: '20 recordings of about 4 s (joined: 12 s), each change',
      },
    ],
    limits: [
      'An edge tells that the sound went through something narrower, never what: telephony, MP3 saved again without loss, synthesis at a lower rate and a filter look alike.',
      'Tones, whistles and birds can end like an edge; music without high overtones does not.',
      'Files of a sample rate of 8 kHz and less leave no room for an edge.',
      'An insert of less than two sounding seconds, or one as wide as the rest, is not seen as a step.',
      'Digital silence is common in calls, in studio work and in coders that send no silence; a synthesiser that adds noise has none.',
      'A floor that follows the speech is told only where it is cut off: by falls of 40 dB in 40 ms, and by digital silence. Noise reduction that lets the floor rise and sink slowly with the words is not measured; the level above 40 Hz is drawn, so that it can be seen.',
      'Speech in constant noise or over music has no pauses 30 dB deep: then there is nothing to say of the floor.',
      'In a file with two or more sound streams the first is examined.',
    ],
    score: {
      unit: 'of four observations',
      meaning:
        'how many of narrow whole, narrow stretch, digital silence and abrupt pauses were found; none of them is rare enough to mean more',
    },
    parameters: Object.entries(PARAMETERS).map(([name, parameter]) => ({ name, ...parameter })),
    weights: [],
  }),
  feed: 'audio',
};
