/** The list beside the crops: where each comes from, and the square that was cut. */
import { csvLine } from '../../base/csv.ts';
import type { Crop } from '../../engine/faces/crop.ts';
import type { Box } from '../../contract/values.ts';

/** A file to cut faces out of; what is not known is an empty string. */
export interface CropSource {
  readonly path: string;
  /** As named by the person who asks. */
  readonly name: string;
  readonly label: string;
  readonly method: string;
  readonly group: string;
  readonly split: string;
}

export interface WrittenCrop {
  /** File name beside the list. */
  readonly crop: string;
  readonly source: CropSource;
  readonly frame: number;
  readonly ptsUs: number;
  /** Full-size pixels. */
  readonly box: Box;
  /** Full-size pixels, as the box; the angle in radians. */
  readonly square: Crop;
  /** The face's outline in the crop's pixels: x, y of each point of FACE_OVAL. */
  readonly outline: readonly number[];
  readonly sourceSha256: string;
  readonly cropSha256: string;
}

const COLUMNS: readonly (readonly [string, (crop: WrittenCrop) => string])[] = [
  ['crop', ({ crop }) => crop],
  ['source', ({ source }) => source.name],
  ['label', ({ source }) => source.label],
  ['method', ({ source }) => source.method],
  ['group', ({ source }) => source.group],
  ['split', ({ source }) => source.split],
  ['frame', ({ frame }) => String(frame)],
  ['ptsUs', ({ ptsUs }) => String(ptsUs)],
  ...(['boxX', 'boxY', 'boxWidth', 'boxHeight'] as const).map((name, k) => [name, ({ box }: WrittenCrop) => decimals(box[k])] as const),
  ...(['x', 'y', 'size'] as const).map((name) => [`${name}Px`, ({ square }: WrittenCrop) => decimals(square[name])] as const),
  ['angleRadians', ({ square }) => square.angle.toFixed(5)],
  ['outline', ({ outline }) => outline.map((value) => value.toFixed(1)).join(' ')],
  ['sourceSha256', ({ sourceSha256 }) => sourceSha256],
  ['cropSha256', ({ cropSha256 }) => cropSha256],
];

const decimals = (value: number | undefined): string => (value ?? Number.NaN).toFixed(2);

export const CROP_TABLE_HEAD = csvLine(COLUMNS.map(([name]) => name));

/** One line of the list (RFC 4180), without its end. */
export const cropLine = (crop: WrittenCrop): string => csvLine(COLUMNS.map(([, value]) => value(crop)));
