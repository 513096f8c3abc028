/** Follows faces through a film: finds them every so many frames, and in between cuts each face's crop from its own last mesh. */
import type { Box } from '../../contract/values.ts';
import type { Networks } from '../inference/networks.ts';
import type { WorkingFrame } from '../media/frame.ts';
import { iou } from './boxes.ts';
import type { Crop } from './crop.ts';
import { FaceDetector, type Detection } from './detect.ts';
import type { FaceItem } from './face.ts';
import { IrisReader } from './iris.ts';
import { boxOfMesh, cropOfDetection, cropOfMesh, MeshReader, type Mesh } from './mesh.ts';
import { isCut, isFlat, thumbnail } from './scene.ts';
import { DOUBTFUL_FRAMES, MERGED_TRACKS_IOU, MIN_MESH_CONFIDENCE, MIN_STEP_IOU, SAME_FACE_IOU, SEARCH_EVERY } from './thresholds.ts';
import { parseTrackerState, type TrackState } from './tracker-state.ts';

/** Ids of the networks that tracking runs, as in models.lock.json. */
export const TRACKING_WEIGHTS = ['blazeface', 'facemesh', 'iris'] as const;

export interface FaceTrackerOptions {
  readonly networks: Networks;
  readonly maxFaces: number;
  /**
   * Faces are looked for in the first frame, in frames whose index is a multiple of this, behind a cut, whenever one is in doubt or was lost,
   * and every 5 frames while there is none.
   */
  readonly detectEvery: number;
  /** What `state()` of an earlier tracker gave; absent or `null` at the start. */
  readonly state?: unknown;
}

export interface FaceTracker {
  /** Faces of this frame, by track id. Frames come in order; the items' arrays are the caller's to keep. */
  track(frame: WorkingFrame): Promise<FaceItem[]>;
  /** Plain JSON; a tracker made from it goes on with bit-identical results. */
  state(): unknown;
}

interface Seen {
  readonly mesh: Mesh;
  readonly box: Box;
}
type LiveTrack = { -readonly [K in keyof TrackState]: TrackState[K] };
const asCrop = ({ x, y, size, angle }: Crop): TrackState['crop'] => ({ x, y, size, angle, mirrored: false });

/** Loads the three networks (and fails as `Networks.load` does), then tracks. */
export async function createFaceTracker(options: FaceTrackerOptions): Promise<FaceTracker> {
  const [detector, mesh, iris] = await Promise.all(TRACKING_WEIGHTS.map((id) => options.networks.load(id)));
  if (!detector || !mesh || !iris) throw new Error('unreachable');
  return new Tracker(options, new FaceDetector(detector), new MeshReader(mesh), new IrisReader(iris));
}

class Tracker implements FaceTracker {
  readonly #detector: FaceDetector;
  readonly #meshes: MeshReader;
  readonly #irises: IrisReader;
  readonly #maxFaces: number;
  readonly #detectEvery: number;
  #tracks: LiveTrack[];
  #nextTrackId: number;
  #lookNext: boolean;
  #thumbnail: readonly number[] | null;

  constructor(options: FaceTrackerOptions, detector: FaceDetector, meshes: MeshReader, irises: IrisReader) {
    this.#detector = detector;
    this.#meshes = meshes;
    this.#irises = irises;
    this.#maxFaces = options.maxFaces;
    this.#detectEvery = options.detectEvery;
    const state = parseTrackerState(options.state);
    this.#tracks = state.tracks;
    this.#nextTrackId = state.nextTrackId;
    this.#lookNext = state.lookNext;
    this.#thumbnail = state.thumbnail;
  }

  state(): unknown {
    const tracks = this.#tracks.map((track) => ({ ...track }));
    return { format: 1, nextTrackId: this.#nextTrackId, tracks, lookNext: this.#lookNext, thumbnail: this.#thumbnail };
  }

  async track(frame: WorkingFrame): Promise<FaceItem[]> {
    const before = this.#thumbnail;
    const now = thumbnail(frame);
    // Behind a cut stands another shot: whoever is there is not claimed to be the same person.
    const cut = before !== null && isCut(before, now);
    // A black frame is not remembered, so that a cut through black is still seen as a cut.
    if (before === null || !isFlat(now)) this.#thumbnail = now;
    let lost = cut && this.#tracks.length > 0;
    if (cut) this.#tracks = [];
    const every = this.#tracks.length === 0 ? Math.min(SEARCH_EVERY, this.#detectEvery) : this.#detectEvery;
    let look = before === null || cut || this.#lookNext || frame.frame % every === 0;

    const seen = new Map<number, Seen>();
    for (const track of this.#tracks) if (!(await this.#follow(frame, track, seen))) look = true;
    lost = this.#endMerged(seen) || lost;
    if (look) await this.#look(frame, seen);
    const alive = this.#tracks.filter((track) => track.doubtful < DOUBTFUL_FRAMES);
    this.#lookNext = lost || alive.length < this.#tracks.length;
    this.#tracks = alive;

    const items: FaceItem[] = [];
    for (const track of this.#tracks) {
      const found = seen.get(track.trackId);
      if (found) items.push(await this.#item(frame, track.trackId, found));
    }
    return items;
  }

  /** Reads the mesh where the track expects its face; false when no face, or one that jumped, is there. */
  async #follow(frame: WorkingFrame, track: LiveTrack, seen: Map<number, Seen>): Promise<boolean> {
    const found = await this.#read(frame, track.crop);
    if (!found || iou(found.box, track.box) < MIN_STEP_IOU) {
      track.doubtful += 1;
      return false;
    }
    this.#keep(track, found, seen);
    return true;
  }

  async #read(frame: WorkingFrame, crop: Crop): Promise<Seen | null> {
    // A crop far larger than the picture comes from a mesh that fell apart.
    if (!(crop.size < 4 * Math.max(frame.width, frame.height))) return null;
    const mesh = await this.#meshes.read(frame, crop);
    // Written so that a NaN counts as no face.
    if (!(mesh.confidence >= MIN_MESH_CONFIDENCE)) return null;
    const box = boxOfMesh(mesh.points);
    return box[2] > 0 && box[3] > 0 ? { mesh, box } : null;
  }

  #keep(track: LiveTrack, found: Seen, seen: Map<number, Seen>): void {
    track.doubtful = 0;
    track.box = found.box;
    track.crop = asCrop(cropOfMesh(found.mesh.points));
    seen.set(track.trackId, found);
  }

  /** Two tracks on one face: the older goes on. */
  #endMerged(seen: Map<number, Seen>): boolean {
    const kept: LiveTrack[] = [];
    for (const track of this.#tracks) {
      const merged = kept.some((older) => seen.has(older.trackId) && iou(older.box, track.box) > MERGED_TRACKS_IOU);
      if (merged) seen.delete(track.trackId);
      else kept.push(track);
    }
    const ended = kept.length < this.#tracks.length;
    this.#tracks = kept;
    return ended;
  }

  /** Detections on tracked faces are those faces; a doubtful track goes on where one lies on its last box; the others are new. */
  async #look(frame: WorkingFrame, seen: Map<number, Seen>): Promise<void> {
    for (const detection of await this.#detector.detect(frame)) {
      const near = this.#nearest(detection);
      if (near && seen.has(near.trackId)) continue;
      if (!near && this.#tracks.length >= this.#maxFaces) continue;
      const found = await this.#readNew(frame, detection);
      if (!found) continue;
      if (near) {
        this.#keep(near, found, seen);
        continue;
      }
      if (this.#tracks.some((track) => seen.has(track.trackId) && iou(track.box, found.box) > SAME_FACE_IOU)) continue;
      const track: LiveTrack = { trackId: this.#nextTrackId, crop: asCrop(cropOfMesh(found.mesh.points)), box: found.box, doubtful: 0 };
      this.#nextTrackId += 1;
      this.#tracks.push(track);
      seen.set(track.trackId, found);
    }
  }

  #nearest(detection: Detection): LiveTrack | null {
    let best: LiveTrack | null = null;
    let most = SAME_FACE_IOU;
    for (const track of this.#tracks) {
      const overlap = iou(detection.box, track.box);
      if (overlap >= most) [best, most] = [track, overlap];
    }
    return best;
  }

  /**
   * On a head that stands upside down the detector places the eyes as on an upright one, and the mesh network lays an upright face over it.
   * So a new face is read both ways, and the way counts in which the network is surer of a face (measured: docs/validation/false-flags.md).
   */
  async #readNew(frame: WorkingFrame, detection: Detection): Promise<Seen | null> {
    const crop = cropOfDetection(detection);
    const asFound = await this.#readTwice(frame, crop);
    const turned = await this.#readTwice(frame, { ...crop, angle: crop.angle + Math.PI });
    if (asFound === null || turned === null) return asFound ?? turned;
    return turned.mesh.confidence > asFound.mesh.confidence ? turned : asFound;
  }

  /** A detection's crop is coarse, so the mesh is read a second time, from the crop that the first one gives. */
  async #readTwice(frame: WorkingFrame, crop: Crop): Promise<Seen | null> {
    const first = await this.#read(frame, crop);
    return first && this.#read(frame, cropOfMesh(first.mesh.points));
  }

  async #item(frame: WorkingFrame, trackId: number, { mesh, box }: Seen): Promise<FaceItem> {
    const leftEye = await this.#irises.read(frame, mesh.points, 'left');
    const rightEye = await this.#irises.read(frame, mesh.points, 'right');
    const { scale } = frame;
    return {
      image: frame,
      trackId,
      confidence: mesh.confidence,
      box: [box[0] * scale, box[1] * scale, box[2] * scale, box[3] * scale],
      mesh: scale === 1 ? mesh.points : mesh.points.map((value) => value * scale),
      leftEye,
      rightEye,
    };
  }
}
