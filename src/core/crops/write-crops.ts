/** Cuts the largest face out of pictures and of films now and then, by the engine's own tracking, as the face networks see it. */
import { createHash } from 'node:crypto';
import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../../base/node/make-folder.ts';
import { must } from '../../base/assert.ts';
import { toWireError } from '../../base/failure.ts';
import { pngOf } from '../../base/node/png.ts';
import { sha256File } from '../../base/node/sha256-file.ts';
import type { FaceItem } from '../../engine/faces/face.ts';
import { cropPixels, LEARNED_SIDE, learnedCrop, outlineInCrop } from '../../engine/faces/learned-crop.ts';
import { createFaceTracker } from '../../engine/faces/track.ts';
import type { Networks } from '../../engine/inference/networks.ts';
import { openNetworks } from '../../engine/inference/session.ts';
import { decodeFrames } from '../../engine/media/decode.ts';
import { probe } from '../../engine/media/probe.ts';
import { modelsFolder } from '../analysis/models-folder.ts';
import { samplingOf } from '../analysis/plan.ts';
import type { Tools } from '../context.ts';
import { CROP_TABLE_HEAD, cropLine, type CropSource } from './crop-table.ts';

export interface CropOptions {
  readonly sources: readonly CropSource[];
  /** Made where absent; crops of an earlier run are written over, and the list begins anew. */
  readonly folder: string;
  /** Of a film, one crop in so many seconds. */
  readonly everySeconds: number;
  readonly tools: Tools;
  readonly onFile?: (done: number, name: string) => void;
  readonly signal?: AbortSignal;
}

export interface CropsWritten {
  readonly crops: number;
  /** Files in which no face was tracked. */
  readonly withoutFace: readonly string[];
  readonly failed: readonly { readonly name: string; readonly code: string }[];
}

/** Rejects where the folder cannot be written or the tracker's networks are missing; a file that cannot be read stops no other. */
export async function writeCrops(options: CropOptions): Promise<CropsWritten> {
  makeFolder(options.folder);
  const list = join(options.folder, 'crops.csv');
  await writeFile(list, `${CROP_TABLE_HEAD}\n`);
  const networks = await openNetworks({ weightsFolder: join(modelsFolder(), 'weights'), provider: 'cpu' });
  const withoutFace: string[] = [];
  const failed: { name: string; code: string }[] = [];
  let crops = 0;
  try {
    for (const [done, source] of options.sources.entries()) {
      if (stopped(options)) break;
      options.onFile?.(done, source.name);
      try {
        const lines = await cropsOf(source, done, options, networks);
        await appendFile(list, lines.map((line) => `${line}\n`).join(''));
        crops += lines.length;
        if (lines.length === 0) withoutFace.push(source.name);
      } catch (error) {
        if (!stopped(options)) failed.push({ name: source.name, code: toWireError(error).code });
      }
    }
  } finally {
    await networks.close();
  }
  return { crops, withoutFace, failed };
}

const stopped = ({ signal }: CropOptions): boolean => signal?.aborted === true;

async function cropsOf(source: CropSource, place: number, options: CropOptions, networks: Networks): Promise<string[]> {
  const { tools, signal, everySeconds, folder } = options;
  const sourceSha256 = await sha256File(source.path);
  const { facts, index } = await probe(source.path, tools, signal);
  if (index === null) return [];
  const { maxWorkingWidth, maxFaces, detectFacesEvery: detectEvery } = samplingOf(facts.kind);
  const tracker = await createFaceTracker({ networks, maxFaces, detectEvery });
  const { timeBase, pts } = index;
  const pixels = new Uint8Array(3 * LEARNED_SIDE ** 2);
  const planes = new Float32Array(pixels.length);
  const lines: string[] = [];
  let dueUs = -Infinity;
  const decoding = decodeFrames({
    path: source.path,
    ffmpegPath: tools.ffmpegPath,
    facts,
    timeBase,
    pts,
    maxWorkingWidth,
    ...(signal === undefined ? {} : { signal }),
  });
  for await (const frame of decoding) {
    // Every frame is tracked, as in an examination, so that a crop is the one that a detector is given.
    const face = largest(await tracker.track(frame));
    const crop = face === null || frame.ptsUs < dueUs ? null : learnedCrop(face);
    if (face === null || crop === null) continue;
    cropPixels(face, crop, LEARNED_SIDE, pixels, planes);
    const png = pngOf(pixels, LEARNED_SIDE, LEARNED_SIDE);
    const name = `${String(place).padStart(6, '0')}-${String(frame.frame).padStart(6, '0')}.png`;
    await writeFile(join(folder, name), png);
    const { scale } = frame;
    const square = { ...crop, x: crop.x * scale, y: crop.y * scale, size: crop.size * scale };
    const cropSha256 = createHash('sha256').update(png).digest('hex');
    lines.push(
      cropLine({
        crop: name,
        source,
        frame: frame.frame,
        ptsUs: frame.ptsUs,
        box: face.box,
        square,
        outline: outlineInCrop(face, crop),
        sourceSha256,
        cropSha256,
      }),
    );
    dueUs = frame.ptsUs + 1e6 * everySeconds;
  }
  return lines;
}

function largest(faces: readonly FaceItem[]): FaceItem | null {
  const area = ({ box }: FaceItem): number => box[2] * box[3];
  return faces.length === 0 ? null : faces.reduce((best, face) => (area(face) > area(best) ? face : best), must(faces[0], 'a face'));
}
