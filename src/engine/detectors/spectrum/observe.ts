/** The spectrum of one face at the pixels as they are: rings, peaks, and what lies above the fall of the middle. */
import { at } from '../../../base/at.ts';
import type { MediaFacts } from '../../../contract/exhibits.ts';
import type { FaceItem } from '../../faces/face.ts';
import { hann, powerSpectrum } from '../../signal/fft.ts';
import { median } from '../../signal/stats.ts';
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
  for (let k = 0; k < square.length; k += 1) {
    const value = plane[(top + Math.floor(k / side)) * stride + left + (k % side)] ?? 0;
    square[k] = value;
    sum += value;
  }
  const mean = sum / square.length;
  const window = hann(side);
  for (let k = 0; k < square.length; k += 1) {
    square[k] = (at(square, k) - mean) * at(window, Math.floor(k / side)) * at(window, k % side);
  }
  return powerSpectrum(square, side);
}

/** Azimuthal mean of the power (Durall et al. 2020, eq. 3, here of the power itself), as a logarithm. */
function ringsOf(power: Float64Array, side: number): number[] {
  const sums = new Float64Array(BANDS);
  const counts = new Uint32Array(BANDS);
  for (let v = 0; v < side; v += 1) {
    const down = v < side / 2 ? v : v - side;
    for (let u = 0; u < side; u += 1) {
      const across = u < side / 2 ? u : u - side;
      const ring = Math.floor((BANDS * 2 * Math.hypot(across, down)) / side);
      if (ring >= BANDS) continue;
      sums[ring] = at(sums, ring) + at(power, v * side + u);
      counts[ring] = at(counts, ring) + 1;
    }
  }
  return Array.from(sums, (sum, ring) => decades(sum / Math.max(1, at(counts, ring))));
}

/** The straight line through the middle rings in log-log, and the mean of the highest quarter over its continuation. */
function tailOf(rings: readonly number[]): { readonly slope: number; readonly tail: number } {
  const places = rings.map((value, ring) => ({ share: (ring + 0.5) / BANDS, value }));
  const middle = places.filter(({ share }) => share > PARAMETERS.fitFrom.value && share < PARAMETERS.fitTo.value);
  const mean = (list: readonly number[]): number => list.reduce((sum, value) => sum + value, 0) / list.length;
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
