/** One thread's lanes behind a port: frames come in order and are answered one by one; what lane-threads.ts asks of a thread. */
import type { FileStructure } from '../contract/structure.ts';
import type { FaceItem } from './faces/face.ts';
import type { DetectorFailure, Lanes } from './lanes.ts';
import type { WorkingFrame } from './media/frame.ts';
import type { FrameRows } from './picture-lanes.ts';
import type { EngineTask } from './protocol.ts';

/** Given to the thread when it starts (workerData). */
export interface LaneTask extends Pick<EngineTask, 'plan' | 'facts' | 'weightsFolder' | 'packsFolder'> {
  readonly detectorIds: readonly string[];
  readonly structure: FileStructure | null;
  /** Shared: once it holds 1, frames that still wait are passed over. */
  readonly ended: Int32Array<SharedArrayBuffer>;
}

/** Frames lie in shared memory: only where they lie is sent. A face's picture is the frame that it comes with. */
export type ToLanes =
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

/** Takes one message after the other; rejects only with an error of ours. */
export function laneServer(lanes: Lanes, ended: Int32Array, post: (message: FromLanes) => void): (message: ToLanes) => Promise<void> {
  const words: string[] = [];
  const take = async (message: ToLanes): Promise<void> => {
    if (message.type === 'observe') {
      const rows = Atomics.load(ended, 0) === 1 ? [] : await lanes.begin(message.frame, message.faces)();
      post({ type: 'observed', rows, failed: lanes.takeFailures() });
    } else {
      words.push(...(await lanes.close(message.type === 'close' ? message.detectorIds : undefined)));
      if (message.type === 'end') post({ type: 'ended', words });
    }
  };
  let turn = Promise.resolve();
  return (message) => (turn = turn.then(() => take(message)));
}
