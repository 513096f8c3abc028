/** Faces of tracks, cut small out of ffmpeg's own frames, so that an examiner knows whom a track is of. */
import { Failure } from '../../base/failure.ts';
import type { Box } from '../../contract/values.ts';
import { decodeStill, type StillPart } from '../../engine/media/stills.ts';
import { examinedStream, fullSize } from '../../engine/media/working-size.ts';
import type { FaceRow } from '../../engine/protocol.ts';
import type { CaseReader } from '../../store/case-store.ts';
import type { FacePicture, FaceWish } from '../application.ts';
import type { Context } from '../context.ts';
import { KeptPictures } from './kept-pictures.ts';
import { stillSource } from './still.ts';

/** Twice the size of the tallest lane, for displays of double density. */
const MADE_SIDE = 128;
/** The square reaches so much further than the face's box, on either side, as a share of the box. */
const MARGIN = 0.2;
/** Stored faces are read so many frames at a time, and so many in all: what lies further off does not stand for this place. */
const READ_FRAMES = 64;
const MOST_FRAMES = 2048;

export class FacePictures {
  readonly #context: Context;
  /** Some twenty kilobytes each. */
  readonly #pictures = new KeptPictures<Uint8Array>({ mostKept: 1000, atATime: 1 });

  constructor(context: Context) {
    this.#context = context;
  }

  /** Rejects with JOB_NOT_FOUND, with FRAME_NOT_FOUND where the stretch has no such face, and as a still does. */
  async of(wish: FaceWish): Promise<FacePicture> {
    const { store } = this.#context.current();
    const { exhibitId } = store.job(wish.jobId);
    const face = firstFace(store, wish);
    if (face === null) throw new Failure('FRAME_NOT_FOUND', `T${String(wish.trackId)} from frame ${String(wish.firstFrame)}`);
    const { facts, hashes } = store.exhibit(exhibitId);
    const { frame } = face;
    const part = partAround(face.box, fullSize(examinedStream(facts)));
    const key = [hashes.sha256, frame, part.left, part.top, part.side].join('/');
    const png = await this.#pictures.of(key, async () =>
      decodeStill({ ...(await stillSource(this.#context, exhibitId, frame)), part, frame, format: 'png' }),
    );
    return { png, frame };
  }
}

function firstFace(store: CaseReader, { jobId, trackId, firstFrame, lastFrame }: FaceWish): FaceRow | null {
  const end = Math.min(lastFrame + 1, firstFrame + MOST_FRAMES);
  for (let from = firstFrame; from < end; from += READ_FRAMES) {
    const found = store.faces(jobId, from, Math.min(READ_FRAMES, end - from)).find((row) => row.trackId === trackId);
    if (found !== undefined) return found;
  }
  return null;
}

/** The square around a box that lies inside the picture; smaller where the picture is. */
export function partAround([x, y, width, height]: Box, size: { readonly width: number; readonly height: number }): StillPart {
  const wanted = Math.round(Math.max(width, height) * (1 + 2 * MARGIN));
  const side = Math.max(1, Math.min(wanted, size.width, size.height));
  const inside = (middle: number, most: number) => Math.min(most - side, Math.max(0, Math.round(middle - side / 2)));
  return { left: inside(x + width / 2, size.width), top: inside(y + height / 2, size.height), side, madeSide: MADE_SIDE };
}
