/** How long each part of an examination takes on this machine: decoding, tracking, and every detector on the same frames. */
import { cpus } from 'node:os';
import { join } from 'node:path';
import type { ProviderChoice, ProviderName } from '../../contract/providers.ts';
import { Failure } from '../../base/failure.ts';
import type { AnyDetector, ConcludeInput, DetectorEnv, ObservationRow, Values } from '../../engine/detectors/interface.ts';
import { detectors as registry } from '../../engine/detectors/registry.ts';
import type { FaceItem } from '../../engine/faces/face.ts';
import { createFaceTracker } from '../../engine/faces/track.ts';
import { FRAMES_KEPT, FrameMemory } from '../../engine/frame-memory.ts';
import type { Chosen } from '../../engine/inference/choose-provider.ts';
import { openNetworks } from '../../engine/inference/session.ts';
import { decodeFrames } from '../../engine/media/decode.ts';
import type { WorkingFrame } from '../../engine/media/frame.ts';
import { probe } from '../../engine/media/probe.ts';
import { ticksToUs } from '../../engine/media/ticks.ts';
import { listen } from '../../engine/sound/listen.ts';
import { readStructure } from '../../engine/structure/read-structure.ts';
import { modelsFolder } from '../analysis/models-folder.ts';
import { samplingOf } from '../analysis/plan.ts';
import type { Tools } from '../context.ts';
import { benchSound, type SoundBench } from './bench-sound.ts';

export interface BenchOptions {
  readonly path: string;
  readonly tools: Tools;
  /** At most so many frames from the start. */
  readonly frames: number;
  /** What runs the networks. */
  readonly chosen: Pick<Chosen, 'provider' | 'choice'>;
  readonly onProgress?: (framesDone: number) => void;
}

export interface DetectorTime {
  readonly detectorId: string;
  readonly family: string;
  /** `null`: why it was not run. */
  readonly notRun: string | null;
  /** Of observe(), over all frames, sampled or not. */
  readonly observeMsPerFrame: number;
  readonly rows: number;
  readonly concludeMs: number;
}

export interface BenchResult {
  readonly machine: string;
  readonly provider: ProviderName;
  /** What was asked for, and why another did not run. */
  readonly providerChoice: ProviderChoice;
  readonly path: string;
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly faces: number;
  /** Decoding alone, nothing else running. */
  readonly decodeMsPerFrame: number;
  /** One after the other: reading a decoded frame and tracking its faces. */
  readonly trackingMsPerFrame: number;
  readonly listeningMsPerFrame: number;
  readonly detectors: readonly DetectorTime[];
  /** As many seconds as the frames lasted; `null` without sound. */
  readonly sound: SoundBench | null;
  /** Time of the movement detectors together, over that of decoding and tracking. */
  readonly movementShare: number;
  /** Of the imaging detectors together. */
  readonly imagingMsPerFrame: number;
  /** Reading what the file says about itself, once. */
  readonly structureMs: number;
  readonly peakMemoryBytes: number;
}

interface Running {
  readonly detector: AnyDetector;
  readonly notRun: string | null;
  readonly observe: (frame: WorkingFrame, face: FaceItem | null) => Promise<Values | null>;
  readonly close: () => Promise<void>;
  readonly rows: ObservationRow[];
  ms: number;
}

/** Rejects as probing and decoding do, and with MEDIA_UNDECODABLE where there is no film. */
export async function bench({ path, tools, frames: most, chosen, onProgress }: BenchOptions): Promise<BenchResult> {
  const { facts, index } = await probe(path, tools);
  if (index === null || facts.kind !== 'video') throw new Failure('MEDIA_UNDECODABLE', 'a film is needed');
  const { timeBase, pts } = index;
  const { maxWorkingWidth, maxFaces, detectFacesEvery } = samplingOf(facts.kind);
  const decode = () => decodeFrames({ path, ffmpegPath: tools.ffmpegPath, facts, timeBase, pts, maxWorkingWidth, held: FRAMES_KEPT });

  const decodeMsPerFrame = await decodingTime(decode(), most);

  const networks = await openNetworks({ weightsFolder: join(modelsFolder(), 'weights'), provider: chosen.provider });
  try {
    const tracker = await createFaceTracker({ networks, maxFaces, detectEvery: detectFacesEvery });
    let startedAt = performance.now();
    const structure = await readStructure(path, facts, tools, new AbortController().signal);
    const structureMs = performance.now() - startedAt;
    const running = await Promise.all(
      registry.filter((detector) => !isOfSound(detector)).map((detector) => open(detector, { networks, facts, structure })),
    );
    const memory = new FrameMemory();
    const hears = running.some(({ detector, notRun }) => notRun === null && detector.hears === true);
    const sound = hears ? await listen({ path, ffmpegPath: tools.ffmpegPath, facts, networks, fromUs: 0 }) : null;
    const usOf = (frame: number): number => ticksToUs(pts[Math.min(frame, pts.length - 1)] ?? 0, timeBase);
    let [count, faces, tracking, listening, width, height] = [0, 0, 0, 0, 0, 0];
    for await (const decodedFrame of decode()) {
      startedAt = performance.now();
      const frame = memory.withPrevious(decodedFrame);
      let items: readonly FaceItem[] = await tracker.track(frame);
      tracking += performance.now() - startedAt;
      startedAt = performance.now();
      const heard = (await sound?.span(frame.ptsUs, usOf(frame.frame + 1))) ?? null;
      listening += performance.now() - startedAt;
      items = items.map((item) => ({ ...item, sound: heard }));
      for (const one of running) {
        if (one.notRun !== null) continue;
        startedAt = performance.now();
        for (const face of one.detector.card.feed === 'face' ? items : [null]) {
          const values = await one.observe(frame, face);
          if (values !== null) one.rows.push({ frame: frame.frame, ptsUs: frame.ptsUs, trackId: face?.trackId ?? null, values });
        }
        one.ms += performance.now() - startedAt;
      }
      memory.keep(decodedFrame);
      [count, faces, width, height] = [count + 1, faces + items.length, frame.width, frame.height];
      onProgress?.(count);
      if (count === most) break;
    }
    await sound?.close();
    const concluding = { facts, structure, framesTotal: pts.length, framesDecoded: count };
    const detectors: DetectorTime[] = [];
    for (const one of running) detectors.push(await timesOf(one, concluding));
    const lastedUs = usOf(count) - usOf(0);
    const sounds = registry.filter(isOfSound);
    const seconds = Math.max(1, Math.ceil(lastedUs / 1e6));
    const heard = await benchSound(sounds, { path, ffmpegPath: tools.ffmpegPath, env: { networks, facts, structure }, seconds });
    const together = (family: string): number =>
      detectors.filter((one) => one.family === family).reduce((sum, one) => sum + one.observeMsPerFrame, 0);
    return {
      machine: `${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${String(cpus().length)} cores, Node ${process.versions.node}`,
      provider: chosen.provider,
      providerChoice: chosen.choice,
      path,
      width,
      height,
      frames: count,
      faces,
      decodeMsPerFrame,
      trackingMsPerFrame: tracking / count,
      listeningMsPerFrame: listening / count,
      detectors,
      sound: heard,
      movementShare: (together('movement') + listening / count) / (decodeMsPerFrame + tracking / count),
      imagingMsPerFrame: together('imaging'),
      structureMs,
      peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
    };
  } finally {
    await networks.close();
  }
}

/** Milliseconds a frame, of the first `most`. */
async function decodingTime(frames: AsyncIterable<WorkingFrame>, most: number): Promise<number> {
  const startedAt = performance.now();
  let decoded = 0;
  for await (const frame of frames) {
    decoded += 1;
    if (frame.frame + 1 >= most) break;
  }
  return (performance.now() - startedAt) / decoded;
}

/** Closes it and lets it conclude over what it observed. */
async function timesOf(
  { detector, notRun, rows, ms, close }: Running,
  concluding: Pick<ConcludeInput, 'facts' | 'structure' | 'framesTotal' | 'framesDecoded'>,
): Promise<DetectorTime> {
  await close();
  const startedAt = performance.now();
  if (notRun === null) detector.conclude({ ...concluding, rows, tracks: [], faceAt: () => null });
  return {
    detectorId: detector.card.id,
    family: detector.card.family,
    notRun,
    observeMsPerFrame: ms / concluding.framesDecoded,
    rows: rows.length,
    concludeMs: performance.now() - startedAt,
  };
}

/** What cannot be opened, or does not apply, is told and costs nothing. */
async function open(detector: AnyDetector, env: DetectorEnv): Promise<Running> {
  const idle = { detector, observe: () => Promise.resolve(null), close: () => Promise.resolve(), rows: [], ms: 0 };
  const applies = detector.applies(env.facts);
  if (!applies.applies) return { ...idle, notRun: applies.reason };
  if (isOfFaces(detector)) {
    const observer = await detector.open(env);
    return {
      ...idle,
      notRun: null,
      observe: async (_, face) => (face === null ? null : observer.observe(face)),
      close: () => observer.close(),
    };
  }
  // What only concludes from the file's structure observes nothing.
  if (!isOfFrames(detector)) return { ...idle, notRun: null };
  const observer = await detector.open(env);
  return { ...idle, notRun: null, observe: async (frame) => observer.observe(frame), close: () => observer.close() };
}

function isOfFaces(detector: AnyDetector): detector is Extract<AnyDetector, { card: { feed: 'face' } }> {
  return detector.card.feed === 'face';
}

function isOfFrames(detector: AnyDetector): detector is Extract<AnyDetector, { card: { feed: 'frame' } }> {
  return detector.card.feed === 'frame';
}

function isOfSound(detector: AnyDetector): detector is Extract<AnyDetector, { card: { feed: 'audio' } }> {
  return detector.card.feed === 'audio';
}
