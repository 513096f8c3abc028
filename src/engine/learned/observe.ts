/** One face of a sampled frame -> the network's logit and its map, with what says how well the face was seen. */
import { must } from '../../base/assert.ts';
import type { Values } from '../detectors/interface.ts';
import type { FaceItem } from '../faces/face.ts';
import { cropPixels, LEARNED_SIDE, learnedCrop, networkInput } from '../faces/learned-crop.ts';

import { headPose } from '../faces/pose.ts';
import { sharpness } from '../faces/sharpness.ts';
import type { Network } from '../inference/networks.ts';
import { CELLS, rowOf } from './columns.ts';
import { cellsOfMap } from './map-cells.ts';
import { obstaclesOf, qualityOf } from './quality.ts';

/** `step`: every so many frames one is looked at. A face that cannot be put before the network has a row without a logit. */
export function lookWith(network: Network, hasMap: boolean, step: number): (face: FaceItem) => Promise<Values | null> {
  const length = 3 * LEARNED_SIDE * LEARNED_SIDE;
  const [pixels, planes, data] = [new Uint8Array(length), new Float32Array(length), new Float32Array(length)];
  const image = { data, dims: [1, 3, LEARNED_SIDE, LEARNED_SIDE] };
  return async (face) => {
    if (face.image.frame % step !== 0) return null;
    const crop = learnedCrop(face);
    const { scale } = face.image;
    if (crop === null) return NOT_SEEN(hasMap);
    cropPixels(face, crop, pixels, planes);
    networkInput(pixels, data);
    const { yaw, pitch } = headPose(face.mesh);
    const facts = { square: crop.size, sharpness: sharpness(data, LEARNED_SIDE), yaw, pitch };
    const seen = obstaclesOf(facts).length === 0 ? await run(network, image, hasMap) : { logit: null, cells: blank(hasMap) };
    return rowOf(
      {
        logit: rounded(seen.logit, 4),
        quality: seen.logit === null ? null : rounded(qualityOf(facts, LEARNED_SIDE), 3),
        square: rounded(facts.square, 1),
        sharpness: rounded(facts.sharpness, 4),
        yaw: rounded(yaw, 1),
        pitch: rounded(pitch, 1),
        centreX: rounded(crop.x * scale, 1),
        centreY: rounded(crop.y * scale, 1),
        side: rounded(crop.size * scale, 1),
        angle: rounded(crop.angle, 4),
      },
      seen.cells.map((cell) => rounded(cell, 3)),
    );
  };
}

interface Answer {
  readonly logit: number | null;
  readonly cells: readonly (number | null)[];
}

async function run(
  network: Network,
  image: { readonly data: Float32Array; readonly dims: readonly number[] },
  hasMap: boolean,
): Promise<Answer> {
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
