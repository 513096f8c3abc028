/** One thread's lanes behind a port: frames come in order and are answered one by one; what lane-threads.ts asks of a thread. */
import { must } from '../base/assert.ts';
import type { FileStructure } from '../contract/structure.ts';
import type { FaceItem } from './faces/face.ts';
import type { DetectorFailure, Lanes } from './lanes.ts';
import type { WorkingFrame } from './media/frame.ts';
import type { FrameRows } from './picture-lanes.ts';
import type { EngineTask } from './protocol.ts';

/** Given to the thread when it starts (workerData). */
export interface LaneTask extends Pick<EngineTask, 'plan' | 'facts' | 'weightsFolder' | 'packsFolder'> {
  /** Shared: once it holds 1, frames that still wait are passed over. */
  readonly ended: Int32Array<SharedArrayBuffer>;
}

/** Frames lie in shared memory: only where they lie is sent. A face's picture is the frame that it comes with. */
export type ToLanes =
  /** The first one. */
  | { readonly type: 'open'; readonly detectorIds: readonly string[] }
  /** When the file has been read; detectors that need it are opened then. */
  | { readonly type: 'structure'; readonly structure: FileStructure | null }
  | { readonly type: 'observe'; readonly frame: WorkingFrame; readonly faces: readonly FaceItem[] }
  /** What has failed elsewhere. */
  | { readonly type: 'close'; readonly detectorIds: readonly string[] }
  | { readonly type: 'end' };

export type FromLanes =
  | { readonly type: 'opened'; readonly failed: readonly DetectorFailure[] }
  /** One for each frame, in the order in which they came. */
  | { readonly type: 'observed'; readonly rows: FrameRows; readonly failed: readonly DetectorFailure[] }
  /** The last one. */
  | { readonly type: 'ended'; readonly words: readonly string[] };

/** Opens the lanes, with the structure of the file still to come. */
export type OpenLanes = (detectorIds: readonly string[], structure: Promise<FileStructure | null>) => Promise<Lanes>;

/** Takes one message after the other; rejects only with an error of ours. */
export function laneServer(open: OpenLanes, ended: Int32Array, post: (message: FromLanes) => void): (message: ToLanes) => Promise<void> {
  const words: string[] = [];
  const structure = Promise.withResolvers<FileStructure | null>();
  let lanes: Lanes | null = null;
  const take = async (message: ToLanes): Promise<void> => {
    if (message.type === 'open') {
      lanes = await open(message.detectorIds, structure.promise);
      post({ type: 'opened', failed: lanes.takeFailures() });
    } else if (message.type === 'observe') {
      const opened = must(lanes, 'frames come when the lanes are open');
      const rows = Atomics.load(ended, 0) === 1 ? [] : await opened.begin(message.frame, message.faces)();
      post({ type: 'observed', rows, failed: opened.takeFailures() });
    } else if (message.type !== 'structure') {
      words.push(...((await lanes?.close(message.type === 'close' ? message.detectorIds : undefined)) ?? []));
      if (message.type === 'end') post({ type: 'ended', words });
    }
  };
  let turn = Promise.resolve();
  return (message) => {
    // Not in its turn: what opens waits for it. Whoever ends does not wait.
    if (message.type === 'structure') structure.resolve(message.structure);
    if (message.type === 'end') structure.resolve(null);
    return (turn = turn.then(() => take(message)));
  };
}
