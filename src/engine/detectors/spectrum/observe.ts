/** The spectrum of one face at the pixels as they are: rings, peaks, and what lies above the fall of the middle. */
import { at } from '../../../base/at.ts';
import type { MediaFacts } from '../../../contract/exhibits.ts';
import type { FaceItem } from '../../faces/face.ts';
import { hann, powerSpectrum } from '../../signal/fft.ts';
import { mean, median } from '../../signal/stats.ts';
import type { Column, Values } from '../interface.ts';
import { everyNthOf } from '../sampling.ts';
import { PARAMETERS, PEAKS } from './parameters.ts';

const BANDS = PARAMETERS.bands.value;

export const COLUMNS: readonly Column[] = [
  { name: 'window', unit: 'working px' },
  { name: 'slope of the middle', unit: 'decades of power for one of frequency' },
  { name: 'high band over that slope', unit: 'decades' },
  ...PEAKS.map(({ name }): Column => ({ name: `peak ${name}`, unit: 'decades', internal: true })),
  ...Array.from({ length: BANDS }, (_, band): Column => ({ name: `ring ${String(band)}`, unit: 'decades', internal: true })),
];
export const FIRST_PEAK = 3;
export const FIRST_RING = FIRST_PEAK + PEAKS.length;

/** Every so many frames one is sampled. */
export const samplingOf = (facts: MediaFacts): number => everyNthOf(facts, PARAMETERS.samplesPerSecond.value);

/** All columns but the first are `null` where the face is too small; all of them too where the picture was scaled down: its spectrum is another. */
export function observeSpectrum({ image, box }: FaceItem): Values {
  const nothing = (window: number | null): Values => [window, ...COLUMNS.slice(1).map(() => null)];
  if (image.scale !== 1) return nothing(null);
  const [left, top, width, height] = box;
  const least = Math.min(width, height, image.width, image.height);
  const side = least >= PARAMETERS.largeWindow.value ? PARAMETERS.largeWindow.value : PARAMETERS.smallWindow.value;
  if (least < PARAMETERS.smallWindow.value) return nothing(Math.max(0, Math.floor(least)));
  const within = (centre: number, whole: number): number => Math.max(0, Math.min(whole - side, Math.round(centre - side / 2)));
  const [x, y] = [within(left + width / 2, image.width), within(top + height / 2, image.height)];
  const power = windowedPower(image.y, image.width, x, y, side);
  const rings = ringsOf(power, side);
  const { slope, tail } = tailOf(rings);
  const rounded = (value: number): number => Math.round(value * 1000) / 1000;
  const peaks = PEAKS.map(({ u, v }) => peakOf(power, side, Math.round(u * side), Math.round(v * side)));
  return [side, ...[slope, tail, ...peaks, ...rings].map(rounded)];
}

function windowedPower(plane: Uint8Array, stride: number, left: number, top: number, side: number): Float64Array {
  const square = new Float64Array(side * side);
  let sum = 0;
  for (let row = 0; row < side; row += 1) {
    const from = (top + row) * stride + left;
    for (let k = 0; k < side; k += 1) sum += square[row * side + k] = plane[from + k] ?? 0;
  }
  const mean = sum / square.length;
  const window = hann(side);
  for (let row = 0; row < side; row += 1) {
    const down = window[row] ?? 0;
    for (let k = row * side, column = 0; column < side; k += 1, column += 1)
      square[k] = ((square[k] ?? 0) - mean) * down * (window[column] ?? 0);
  }
  return powerSpectrum(square, side);
}

/** Azimuthal mean of the power (Durall et al. 2020, eq. 3, here of the power itself), as a logarithm. */
function ringsOf(power: Float64Array, side: number): number[] {
  const sums = new Float64Array(BANDS + 1);
  const counts = new Uint32Array(BANDS + 1);
  const places = ringPlaces(side);
  for (let k = 0; k < power.length; k += 1) {
    const ring = places[k] ?? BANDS;
    sums[ring] = (sums[ring] ?? 0) + (power[k] ?? 0);
    counts[ring] = (counts[ring] ?? 0) + 1;
  }
  return Array.from({ length: BANDS }, (_, ring) => decades(at(sums, ring) / Math.max(1, at(counts, ring))));
}

const PLACES = new Map<number, Uint16Array>();

/** For each place of a power spectrum the number of its ring; BANDS in the corners, which no ring reaches. */
function ringPlaces(side: number): Uint16Array {
  const known = PLACES.get(side);
  if (known !== undefined) return known;
  const signed = (k: number): number => (k < side / 2 ? k : k - side);
  const ring = (k: number): number => Math.floor((BANDS * 2 * Math.hypot(signed(k % side), signed(Math.floor(k / side)))) / side);
  const places = Uint16Array.from({ length: side * side }, (_, k) => Math.min(BANDS, ring(k)));
  PLACES.set(side, places);
  return places;
}

/** The straight line through the middle rings in log-log, and the mean of the highest quarter over its continuation. */
function tailOf(rings: readonly number[]): { readonly slope: number; readonly tail: number } {
  const places = rings.map((value, ring) => ({ share: (ring + 0.5) / BANDS, value }));
  const middle = places.filter(({ share }) => share > PARAMETERS.fitFrom.value && share < PARAMETERS.fitTo.value);
  const [meanX, meanY] = [mean(middle.map(({ share }) => Math.log10(share))), mean(middle.map(({ value }) => value))];
  const slope =
    middle.reduce((sum, { share, value }) => sum + (Math.log10(share) - meanX) * (value - meanY), 0) /
    middle.reduce((sum, { share }) => sum + (Math.log10(share) - meanX) ** 2, 0);
  const above = places.filter(({ share }) => share > 0.75);
  return { slope, tail: mean(above.map(({ share, value }) => value - meanY - slope * (Math.log10(share) - meanX))) };
}

/** The largest of 3 x 3 over the median of the ring of cells 4 to 8 away, decades. */
function peakOf(power: Float64Array, side: number, u: number, v: number): number {
  let most = Number.NEGATIVE_INFINITY;
  const around: number[] = [];
  for (let down = -8; down <= 8; down += 1) {
    for (let across = -8; across <= 8; across += 1) {
      const value = at(power, ((v + down + side) % side) * side + ((u + across + side) % side));
      const away = Math.max(Math.abs(down), Math.abs(across));
      if (away <= 1) most = Math.max(most, value);
      else if (away >= 4) around.push(value);
    }
  }
  return decades(most) - decades(median(around));
}

const decades = (power: number): number => Math.log10(power + PARAMETERS.leastPower.value);
