/** The real parts of a pass: ffmpeg's frames, ONNX networks, the face tracker and the registry of detectors. */
import type { AnyDetector } from './detectors/interface.ts';
import { packDetector } from './detectors/pack/detector.ts';
import { detectors } from './detectors/registry.ts';
import { overlayPoints } from './faces/overlay.ts';
import { createFaceTracker } from './faces/track.ts';
import type { Networks } from './inference/networks.ts';
import { openNetworks } from './inference/session.ts';
import { type DecodedAhead, framesAheadOf } from './decode-ahead.ts';
import { leaveLanes, type StartedLanes } from './lane-port.ts';
import { LaneThreads } from './lane-threads.ts';
import { decodeFrames } from './media/decode.ts';
import type { PassSources } from './pass-sources.ts';
import type { EngineTask } from './protocol.ts';
import { readStructure } from './structure/read-structure.ts';
import { listen } from './sound/listen.ts';
import { soundBlocks } from './sound/sound-block.ts';

export const detectorsOf = ({ packs = [] }: EngineTask['plan']): readonly AnyDetector[] => [...detectors, ...packs.map(packDetector)];

type NetworksTask = Pick<EngineTask, 'plan' | 'weightsFolder' | 'packsFolder'>;

export function networksOf({ plan: { provider }, weightsFolder, packsFolder }: NetworksTask): Promise<Networks> {
  return openNetworks({ weightsFolder, provider, ...(packsFolder === undefined ? {} : { packsFolder }) });
}

export interface Begun {
  /** Opened before, for whoever examines many files; the pass does not close them. */
  readonly networks?: Networks;
  /** Threads for the detectors of the picture. */
  readonly lanes?: StartedLanes;
  /** The film from its first frame. */
  readonly ahead?: DecodedAhead;
}

export function realSources(task: EngineTask, { networks, lanes, ahead }: Begun = {}): PassSources {
  const { path, ffmpegPath, ffprobePath, facts, timeBase, pts, plan } = task;
  const { sampling } = plan;
  return {
    detectors: detectorsOf(plan),
    decode: (fromFrame, signal, held) => {
      if (ahead !== undefined && fromFrame === 0 && held <= ahead.held) return ahead.decoding;
      return decodeFrames({ path, ffmpegPath, facts, timeBase, pts, maxWorkingWidth: sampling.maxWorkingWidth, fromFrame, signal, held });
    },
    openNetworks: () => (networks !== undefined ? Promise.resolve({ ...networks, close: () => Promise.resolve() }) : networksOf(task)),
    ...(lanes && {
      lanesBeside: (wanted, structure) => new LaneThreads(lanes, framesAheadOf(task, lanes.ports.length), wanted, structure),
    }),
    leave: async () => {
      await ahead?.decoding.leave();
      if (lanes !== undefined) await leaveLanes(lanes);
    },
    openTracker: (opened, state) =>
      createFaceTracker({ networks: opened, state, maxFaces: sampling.maxFaces, detectEvery: sampling.detectFacesEvery }),
    readStructure: (signal) => readStructure(path, facts, { ffmpegPath, ffprobePath }, signal),
    openSound: (opened, fromUs, signal) => listen({ path, ffmpegPath, facts, networks: opened, fromUs, signal }),
    decodeSound: (signal) => soundBlocks({ path, ffmpegPath, facts, signal }),
    overlayPoints,
    now: () => performance.now(),
  };
}
