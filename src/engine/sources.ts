/** The real parts of a pass: ffmpeg's frames, ONNX networks, the face tracker and the registry of detectors. */
import { packDetector } from './detectors/pack/detector.ts';
import { detectors } from './detectors/registry.ts';
import { overlayPoints } from './faces/overlay.ts';
import { createFaceTracker } from './faces/track.ts';
import type { Networks } from './inference/networks.ts';
import { openNetworks } from './inference/session.ts';
import { decodeFrames } from './media/decode.ts';
import type { PassSources } from './pass.ts';
import type { EngineTask } from './protocol.ts';
import { readStructure } from './structure/read-structure.ts';
import { listen } from './sound/listen.ts';
import { soundBlocks } from './sound/sound-block.ts';

/** `networks`: opened before, for whoever examines many files; the pass does not close them. */
export function realSources(task: EngineTask, networks?: Networks): PassSources {
  const { path, ffmpegPath, ffprobePath, facts, timeBase, pts, weightsFolder, packsFolder } = task;
  const { provider, sampling, packs = [] } = task.plan;
  return {
    detectors: [...detectors, ...packs.map(packDetector)],
    decode: (fromFrame, signal) =>
      decodeFrames({ path, ffmpegPath, facts, timeBase, pts, maxWorkingWidth: sampling.maxWorkingWidth, fromFrame, signal }),
    openNetworks: () =>
      networks !== undefined
        ? Promise.resolve({ ...networks, close: () => Promise.resolve() })
        : openNetworks({ weightsFolder, provider, ...(packsFolder === undefined ? {} : { packsFolder }) }),
    openTracker: (networks, state) =>
      createFaceTracker({ networks, state, maxFaces: sampling.maxFaces, detectEvery: sampling.detectFacesEvery }),
    readStructure: (signal) => readStructure(path, facts, { ffmpegPath, ffprobePath }, signal),
    openSound: (networks, fromUs, signal) => listen({ path, ffmpegPath, facts, networks, fromUs, signal }),
    decodeSound: (signal) => soundBlocks({ path, ffmpegPath, facts, signal }),
    overlayPoints,
    now: () => performance.now(),
  };
}
