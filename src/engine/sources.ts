/** The real parts of a pass: ffmpeg's frames, ONNX networks, the face tracker and the registry of detectors. */
import { availableParallelism } from 'node:os';
import type { AnyDetector } from './detectors/interface.ts';
import { packDetector } from './detectors/pack/detector.ts';
import { detectors } from './detectors/registry.ts';
import { overlayPoints } from './faces/overlay.ts';
import { createFaceTracker } from './faces/track.ts';
import type { Networks } from './inference/networks.ts';
import { openNetworks } from './inference/session.ts';
import { LaneThreads } from './lane-threads.ts';
import { decodeFrames } from './media/decode.ts';
import type { PassSources } from './pass.ts';
import type { EngineTask } from './protocol.ts';
import { readStructure } from './structure/read-structure.ts';
import { listen } from './sound/listen.ts';
import { soundBlocks } from './sound/sound-block.ts';

/** Networks are loaded and threads started in the time in which so many frames are examined. */
const FRAMES_WORTH_A_THREAD = 50;

export const detectorsOf = ({ packs = [] }: EngineTask['plan']): readonly AnyDetector[] => [...detectors, ...packs.map(packDetector)];

type NetworksTask = Pick<EngineTask, 'plan' | 'weightsFolder' | 'packsFolder'>;

export function networksOf({ plan: { provider }, weightsFolder, packsFolder }: NetworksTask): Promise<Networks> {
  return openNetworks({ weightsFolder, provider, ...(packsFolder === undefined ? {} : { packsFolder }) });
}

/**
 * Threads for the detectors of the picture, beside that which tracks and that which decodes. None for a still or a short film, on a machine
 * with one core, and where a graphics card runs the networks: sessions of two threads on one card have not been measured.
 */
export function laneThreadsFor({ facts, plan, pts }: Pick<EngineTask, 'facts' | 'plan' | 'pts'>, cores: number): number {
  if (facts.kind !== 'video' || plan.provider !== 'cpu' || pts.length < FRAMES_WORTH_A_THREAD || cores < 2) return 0;
  return cores < 4 ? 1 : 2;
}

/** `networks`: opened before, for whoever examines many files; the pass does not close them. */
export function realSources(task: EngineTask, networks?: Networks): PassSources {
  const { path, ffmpegPath, ffprobePath, facts, timeBase, pts, weightsFolder, packsFolder, plan } = task;
  const { sampling } = plan;
  // Whoever examines many files has a process for each core already.
  const threads = networks === undefined ? laneThreadsFor(task, availableParallelism()) : 0;
  return {
    detectors: detectorsOf(plan),
    decode: (fromFrame, signal, held) =>
      decodeFrames({ path, ffmpegPath, facts, timeBase, pts, maxWorkingWidth: sampling.maxWorkingWidth, fromFrame, signal, held }),
    openNetworks: () => (networks !== undefined ? Promise.resolve({ ...networks, close: () => Promise.resolve() }) : networksOf(task)),
    ...(threads === 0
      ? {}
      : {
          lanesBeside: (wanted, structure) =>
            LaneThreads.open(
              { plan, facts, weightsFolder, structure, ...(packsFolder === undefined ? {} : { packsFolder }) },
              wanted,
              threads,
            ),
        }),
    openTracker: (opened, state) =>
      createFaceTracker({ networks: opened, state, maxFaces: sampling.maxFaces, detectEvery: sampling.detectFacesEvery }),
    readStructure: (signal) => readStructure(path, facts, { ffmpegPath, ffprobePath }, signal),
    openSound: (opened, fromUs, signal) => listen({ path, ffmpegPath, facts, networks: opened, fromUs, signal }),
    decodeSound: (signal) => soundBlocks({ path, ffmpegPath, facts, signal }),
    overlayPoints,
    now: () => performance.now(),
  };
}
