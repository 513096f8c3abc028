/**
 * Our own mathematics against programs of other people, on signals that anyone can make again: librosa 0.11.0, numpy 2, scipy 1.17.1,
 * scikit-image 0.26.0, Praat 6.1.38 (through parselmouth 0.4.7). The call stands beside each value.
 */
import { expect, it } from 'vitest';
import { probit } from '../../base/probit.ts';
import { blockTransform, lowFrequencies } from './dct.ts';
import { formantTrack } from './formants.ts';
import { burg } from './lpc.ts';
import { perturbation } from './periods.ts';
import { pitchTrack } from './pitch.ts';
import { periodogram, phasor } from './spectrum.ts';
import { angleBetween, compose, fitSimilarity, turn, type Point, type Quaternion } from './rotation.ts';
import { deviation, quantile } from './stats.ts';

/** The minimal standard generator (Park & Miller 1988): the same numbers in any language. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
}

const expectClose = (found: Iterable<number>, expected: readonly number[], digits: number): void => {
  const all = [...found];
  expect(all).toHaveLength(expected.length);
  all.forEach((value, k) => expect(value).toBeCloseTo(expected[k] ?? NaN, digits));
};

it('predictors are those of librosa.lpc(x, order=8), with the other sign', () => {
  const random = numbers(11);
  const x = new Float64Array(512);
  for (let n = 0; n < x.length; n += 1) x[n] = 2 * random() - 1 + 0.9 * (x[n - 1] ?? 0) - 0.5 * (x[n - 2] ?? 0);
  const expected = [0.897798859, -0.568594917, 0.065513593, -0.08726543, 0.104898684, -0.142221671, 0.036888815, 0.038562594];
  expectClose(burg(x, 8).coefficients, expected, 8);
});

it('quantiles are those of numpy.percentile, the deviation that of numpy.std', () => {
  const random = numbers(5);
  const values = Array.from({ length: 257 }, () => Math.round(40 * random()) / 4 - 3);
  expectClose(
    [0.025, 0.1, 1 / 3, 0.5, 0.9, 0.975].map((q) => quantile(values, q)),
    [-2.75, -2.1, 0.25, 1.5, 5.5, 6.5],
    9,
  );
  expect(deviation(values)).toBeCloseTo(2.766001278, 8);
});

it('a block has the frequencies of scipy.fft.dctn(block, norm="ortho")', () => {
  const random = numbers(9);
  const block = Uint8Array.from({ length: 64 }, () => Math.floor(256 * random()));
  const out = new Float64Array(15);
  blockTransform([{ u: 0, v: 0 }, ...lowFrequencies(4)]).into(out, 0, block, 8, 0, 0);
  expectClose(
    out,
    [
      1051, -105.848408, -75.618979, -131.300646, -17.505009, -156.146223, -121.984288, -154.37537, -71.428061, 122.159162, -5, 24.644288,
      65.24963, -4.585916, 36.5,
    ],
    5,
  );
});

it('the inverse of the normal distribution is that of scipy.stats.norm.ppf', () => {
  const shares = [1e-9, 1e-4, 0.02, 0.0242, 0.0243, 0.3, 0.6, 0.976, 0.9999];
  const expected = [
    -5.997807015, -3.719016485, -2.053748911, -1.973839463, -1.972084159, -0.524400513, 0.253347103, 1.977368428, 3.719016485,
  ];
  expectClose(shares.map(probit), expected, 7);
});

it('rotations are joined as by scipy.spatial.transform.Rotation, of the two quaternions the one with w >= 0', () => {
  const a: Quaternion = [0.4193139347, 0.1048284837, -0.7337993857, 0.5241424184];
  const b: Quaternion = [0.7071067812, 0.6060915267, -0.2020305089, -0.3030457634];
  expectClose(compose(a, b), [0.2435533469, 0.656535109, -0.2541426229, 0.667124385], 9);
  expect(angleBetween(a, b)).toBeCloseTo(139.09311948233426, 6);
  // 300 degrees are 60 the other way round.
  expectClose(turn([0, 0, 1], 300), [Math.sqrt(3) / 2, 0, 0, -0.5], 12);
  // Whatever length they have.
  const times = (of: number, [w, x, y, z]: Quaternion): Quaternion => [of * w, of * x, of * y, of * z];
  expectClose(compose(times(2, a), times(3, b)), compose(a, b), 9);
});

it('short spectra are those of scipy: signal.czt of signal.detrend(x, "constant") under signal.windows.hann(129)[1::2], times 4 / n', () => {
  const random = numbers(19);
  const values = Array.from({ length: 64 }, () => 5 + 2 * random());
  expectClose(phasor(values, 25, 0.7), [0.315420112, -0.033122289], 8);
  expectClose(periodogram(values, 25, [0.7, 1.3, 3.1]), [0.100586933, 0.00926707, 0.031242523], 8);
});

it('points are laid over each other as by skimage.transform.SimilarityTransform (Umeyama)', () => {
  const random = numbers(21);
  const from = Array.from({ length: 9 }, (): Point => [random(), random(), random()]);
  const to = from.map(([x, y, z]): Point => [3 * y + 0.2 * random() + 1, -2.5 * x + 0.3 * random() + 4, 2.7 * z + 0.2 * random() - 2]);
  const { rotation, scale, residual } = fitSimilarity(from, to);
  expect(scale).toBeCloseTo(2.741450248, 8);
  expectClose(rotation, [0.68467462, -0.00056743, -0.019561827, -0.728586081], 7);
  // numpy: the root of the mean square distance of the points.
  expect(residual).toBeCloseTo(0.159859472, 8);
});

it('a voice that rises and falls is followed as by Praat, and its periods differ as much', () => {
  const [rate, random] = [16_000, numbers(3)];
  let phase = 0;
  const sound = Float32Array.from({ length: rate }, (_, n) => {
    phase += (2 * Math.PI * (110 + 90 * Math.sin((Math.PI * n) / rate) ** 2)) / rate;
    let value = 0;
    for (let h = 1; h <= 12; h += 1) value += Math.cos(h * phase + h * h) / h;
    return 0.1 * value + 0.004 * (2 * random() - 1);
  });
  const track = pitchTrack(sound, rate);
  // "To Pitch (ac)", 75 to 600 Hz: 97 frames, the first at 0.02 s.
  expect(track).toHaveLength(97);
  const heard = [5, 20, 35, 48, 60, 75, 90].map((k) => track[k]?.hz ?? 0);
  const praat = [114.3087, 146.5765, 185.7769, 199.979, 187.808, 149.3547, 115.5979];
  praat.forEach((hz, k) => expect(Math.abs((heard[k] ?? 0) / hz - 1)).toBeLessThan(2e-5));
  // "To PointProcess (periodic, cc)", jitter (local): most of it is the melody itself.
  expect(Math.abs((perturbation(sound, rate, track).jitterLocal ?? 0) / 0.00836462 - 1)).toBeLessThan(0.02);
});

it('formants and their bandwidths are those of Praat’s "To Formant (burg)": 6.25 ms, five below 5500 Hz, 25 ms, from 50 Hz', () => {
  const [rate, random] = [11_000, numbers(11)];
  const sound = Float64Array.from({ length: 4450 }, (_, n) => (n % 100 === 0 ? 1 : 0) + 0.002 * (2 * random() - 1));
  const resonators = [
    [700, 80],
    [1200, 90],
    [2500, 120],
    [3500, 150],
    [4500, 200],
  ] as const;
  for (const [hz, width] of resonators) {
    const radius = Math.exp((-Math.PI * width) / rate);
    const twice = 2 * radius * Math.cos((2 * Math.PI * hz) / rate);
    sound.forEach((value, n) => (sound[n] = value + twice * (sound[n - 1] ?? 0) - radius * radius * (sound[n - 2] ?? 0)));
  }
  const track = formantTrack(Float32Array.from(sound, (value) => 0.05 * value));
  expect(track).toHaveLength(57);
  expect(track[0]?.seconds).toBeCloseTo(0.0272727, 7);
  const middle = track[24]?.formants ?? [];
  expectClose(
    middle.map(({ hz }) => hz),
    [870.878, 1197.246, 2544.25, 3533.808, 4525.291],
    2,
  );
  expectClose(
    middle.map(({ bandwidthHz }) => bandwidthHz),
    [542.84, 286.28, 139.69, 121.62, 139.32],
    1,
  );
});
