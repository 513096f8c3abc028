/** One face of a sampled frame -> the network's logit and its map, with what says how well the face was seen. */
import { must } from '../../base/assert.ts';
import type { Values } from '../detectors/interface.ts';
import type { Crop } from '../faces/crop.ts';
import type { FaceItem } from '../faces/face.ts';
import { cropPixels, LEARNED_SIDE, learnedCrop, networkInput } from '../faces/learned-crop.ts';
import { headPose } from '../faces/pose.ts';
import { sharpness } from '../faces/sharpness.ts';
import type { Network } from '../inference/networks.ts';
import { CELLS, rowOf } from './columns.ts';
import { cellsOfMap } from './map-cells.ts';
import { obstaclesOf, qualityOf, type Facts } from './quality.ts';

interface Seen {
  readonly crop: Crop;
  readonly facts: Facts;
  /** `image` of the networks. */
  readonly image: { readonly data: Float32Array; readonly dims: readonly number[] };
}

const LENGTH = 3 * LEARNED_SIDE * LEARNED_SIDE;
const [PIXELS, PLANES] = [new Uint8Array(LENGTH), new Float32Array(LENGTH)];
/** Every network is shown the same crop, so it is cut once for each face. */
const SEEN = new WeakMap<FaceItem, Seen | null>();

function seen(face: FaceItem): Seen | null {
  const known = SEEN.get(face);
  if (known !== undefined) return known;
  const crop = learnedCrop(face);
  const result = crop === null ? null : look(face, crop);
  SEEN.set(face, result);
  return result;
}

function look(face: FaceItem, crop: Crop): Seen {
  const data = new Float32Array(LENGTH);
  cropPixels(face, crop, LEARNED_SIDE, PIXELS, PLANES);
  networkInput(PIXELS, data);
  const { yaw, pitch } = headPose(face.mesh);
  return {
    crop,
    facts: { square: crop.size, sharpness: sharpness(data, LEARNED_SIDE), yaw, pitch },
    image: { data, dims: [1, 3, LEARNED_SIDE, LEARNED_SIDE] },
  };
}

/** `step`: every so many frames one is looked at. A face that cannot be put before the network has a row without a logit. */
export function lookWith(network: Network, hasMap: boolean, step: number): (face: FaceItem) => Promise<Values | null> {
  return async (face) => {
    if (face.image.frame % step !== 0) return null;
    const shown = seen(face);
    if (shown === null) return NOT_SEEN(hasMap);
    const { crop, facts, image } = shown;
    const { scale } = face.image;
    const { logit, cells } = obstaclesOf(facts).length === 0 ? await run(network, image, hasMap) : { logit: null, cells: blank(hasMap) };
    return rowOf(
      {
        logit: rounded(logit, 4),
        quality: logit === null ? null : rounded(qualityOf(facts, LEARNED_SIDE), 3),
        square: rounded(facts.square, 1),
        sharpness: rounded(facts.sharpness, 4),
        yaw: rounded(facts.yaw, 1),
        pitch: rounded(facts.pitch, 1),
        centreX: rounded(crop.x * scale, 1),
        centreY: rounded(crop.y * scale, 1),
        side: rounded(crop.size * scale, 1),
        angle: rounded(crop.angle, 4),
      },
      cells.map((cell) => rounded(cell, 3)),
    );
  };
}

interface Answer {
  readonly logit: number | null;
  readonly cells: readonly (number | null)[];
}

async function run(network: Network, image: Seen['image'], hasMap: boolean): Promise<Answer> {
  const { logit, map } = await network.run({ image });
  const value = must(must(logit, 'a logit').data[0], 'a logit');
  return { logit: value, cells: hasMap ? cellsOfMap(must(map, 'a map'), value, CELLS) : [] };
}

const blank = (hasMap: boolean): null[] => Array.from({ length: hasMap ? CELLS * CELLS : 0 }, () => null);

/** Of a face whose mesh has no extent. */
const NOT_SEEN = (hasMap: boolean): Values =>
  rowOf(
    {
      logit: null,
      quality: null,
      square: null,
      sharpness: null,
      yaw: null,
      pitch: null,
      centreX: null,
      centreY: null,
      side: null,
      angle: null,
    },
    blank(hasMap),
  );

const rounded = (value: number | null, digits: number): number | null =>
  value === null || !Number.isFinite(value) ? null : Math.round(value * 10 ** digits) / 10 ** digits;
