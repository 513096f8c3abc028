/** A thread of detectors, as whoever uses it sees it, and how it is started. Loads nothing, so that it can be started first. */
import { type ResourceLimits, Worker } from 'node:worker_threads';
import { FRAME_THREAD } from './frame-thread.ts';
import type { FromLanes, LaneTask, ToLanes } from './lane-server.ts';
import type { EngineTask } from './protocol.ts';

/** As much of a thread as is needed here; tests have it in their own. */
export interface LanePort {
  post(message: ToLanes): void;
  onMessage(listener: (message: FromLanes) => void): void;
  /** Once, when the thread is gone, with what it broke on. */
  onExit(listener: (error: Error | null) => void): void;
}

/** Networks are loaded and threads started in the time in which so many frames are examined. */
const FRAMES_WORTH_A_THREAD = 50;

type LaneWish = Pick<EngineTask, 'facts' | 'plan' | 'pts' | 'looksAtPicture'> & {
  readonly resume?: Pick<NonNullable<EngineTask['resume']>, 'nextFrame'> | null;
};

/**
 * Threads for the detectors of the picture, beside that which tracks and that which decodes. None for a still or a short film, on a machine
 * with one core, where nobody looks at the picture or little of it is left, and where a graphics card runs the networks: sessions of two
 * threads on one card have not been measured.
 */
export function laneThreadsFor({ facts, plan, pts, resume, looksAtPicture }: LaneWish, cores: number): number {
  if (looksAtPicture === false || facts.kind !== 'video' || plan.provider !== 'cpu' || cores < 2) return 0;
  if (pts.length - (resume?.nextFrame ?? 0) < FRAMES_WORTH_A_THREAD) return 0;
  return cores < 4 ? 1 : 2;
}

/** Detectors that look at one frame in so many make the work uneven, and so does the search for faces; frames in store even it out. More bring nothing. */
const MOST_AHEAD = 12;
/** Twelve frames of 1080p; of larger ones fewer are kept in store. */
const AHEAD_BYTES = 40 << 20;

/** Frames that are tracked and not observed yet, at most. */
export const framesAhead = (threads: number, frameBytes: number): number =>
  Math.max(2 + 2 * threads, Math.min(MOST_AHEAD, Math.floor(AHEAD_BYTES / frameBytes)));

/** Started, and reading their modules; they open what they are told to later. */
export interface StartedLanes {
  readonly ports: readonly LanePort[];
  readonly ended: Int32Array<SharedArrayBuffer>;
}

export function startLanes(
  { plan, facts, weightsFolder, packsFolder }: Omit<LaneTask, 'ended'>,
  count: number,
  start: (task: LaneTask) => LanePort = (task) => startThread(task),
): StartedLanes {
  const ended = new Int32Array(new SharedArrayBuffer(4));
  const task = { plan, facts, weightsFolder, ended, ...(packsFolder === undefined ? {} : { packsFolder }) };
  return { ended, ports: Array.from({ length: count }, () => start(task)) };
}

/** Where nobody took them over: they would wait for their first message for ever. Resolves when they are gone. */
export async function leaveLanes({ ports, ended }: StartedLanes): Promise<void> {
  if (Atomics.exchange(ended, 0, 1) === 1) return;
  const gone = ports.map((port) => new Promise<unknown>((resolve) => port.onExit(resolve)));
  for (const port of ports) port.post({ type: 'end' });
  await Promise.all(gone);
}

// The build of the Electron door rewrites this name to the bundle's.
export function startThread(
  task: LaneTask,
  entry = new URL('./lane-worker.ts', import.meta.url),
  resourceLimits: ResourceLimits = FRAME_THREAD,
): LanePort {
  const worker = new Worker(entry, { workerData: task, name: 'detectors', resourceLimits });
  let thrown: Error | null = null;
  // It may be gone before anybody listens.
  const gone = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  worker.on('error', (error: unknown) => {
    thrown = error instanceof Error ? error : new Error(String(error));
  });
  return {
    post: (message) => worker.postMessage(message),
    // Plain data of our own protocol, written by the same program.
    onMessage: (listener) => worker.on('message', (message: FromLanes) => listener(message)),
    onExit: (listener) => void gone.then(() => listener(thrown)),
  };
}
