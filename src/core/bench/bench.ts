/** How long each part of an examination takes on this machine: decoding, tracking, and every detector on the same frames. */
import { cpus } from 'node:os';
import { join } from 'node:path';
import type { ProviderChoice, ProviderName } from '../../contract/providers.ts';
import { Failure } from '../../base/failure.ts';
import type { AnyDetector, ConcludeInput, DetectorEnv, ObservationRow, Values } from '../../engine/detectors/interface.ts';
import { detectors as registry } from '../../engine/detectors/registry.ts';
import type { FaceItem } from '../../engine/faces/face.ts';
import { createFaceTracker, type FaceTracker } from '../../engine/faces/track.ts';
import { FRAMES_KEPT, FrameMemory } from '../../engine/frame-memory.ts';
import type { Chosen } from '../../engine/inference/choose-provider.ts';
import { openNetworks } from '../../engine/inference/session.ts';
import { decodeFrames } from '../../engine/media/decode.ts';
import type { WorkingFrame } from '../../engine/media/frame.ts';
import { probe } from '../../engine/media/probe.ts';
import { ticksToUs } from '../../engine/media/ticks.ts';
import { listen, type Listener } from '../../engine/sound/listen.ts';
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
    const startedAt = performance.now();
    const structure = await readStructure(path, facts, tools, new AbortController().signal);
    const structureMs = performance.now() - startedAt;
    const running = await Promise.all(
      registry.filter((detector) => !isOfSound(detector)).map((detector) => open(detector, { networks, facts, structure })),
    );
    const usOf = (frame: number): number => ticksToUs(pts[Math.min(frame, pts.length - 1)] ?? 0, timeBase);
    const hears = running.some(({ detector, notRun }) => notRun === null && detector.hears === true);
    const sound = hears ? await listen({ path, ffmpegPath: tools.ffmpegPath, facts, networks, fromUs: 0 }) : null;
    const passed = await passOver(decode(), running, { tracker, sound, usOf, most, onProgress });
    await sound?.close();
    const { frames: count, faces, width, height } = passed;
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
      trackingMsPerFrame: passed.trackingMs / count,
      listeningMsPerFrame: passed.listeningMs / count,
      detectors,
      sound: heard,
      movementShare: (together('movement') + passed.listeningMs / count) / (decodeMsPerFrame + passed.trackingMs / count),
      imagingMsPerFrame: together('imaging'),
      structureMs,
      peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
    };
  } finally {
    await networks.close();
  }
}

interface Passing {
  readonly tracker: FaceTracker;
  /** `null` where no detector hears. */
  readonly sound: Listener | null;
  readonly usOf: (frame: number) => number;
  readonly most: number;
  readonly onProgress: BenchOptions['onProgress'];
}

interface Passed {
  frames: number;
  faces: number;
  trackingMs: number;
  listeningMs: number;
  width: number;
  height: number;
}

/** Tracks, hears and observes frame by frame, one after the other; the time of each detector is added to it. */
async function passOver(
  decoded: AsyncIterable<WorkingFrame>,
  running: readonly Running[],
  { tracker, sound, usOf, most, onProgress }: Passing,
): Promise<Passed> {
  const passed: Passed = { frames: 0, faces: 0, trackingMs: 0, listeningMs: 0, width: 0, height: 0 };
  const memory = new FrameMemory();
  for await (const decodedFrame of decoded) {
    let startedAt = performance.now();
    const frame = memory.withPrevious(decodedFrame);
    const tracked = await tracker.track(frame);
    passed.trackingMs += performance.now() - startedAt;
    startedAt = performance.now();
    const heard = (await sound?.span(frame.ptsUs, usOf(frame.frame + 1))) ?? null;
    passed.listeningMs += performance.now() - startedAt;
    const items = tracked.map((item) => ({ ...item, sound: heard }));
    for (const one of running) if (one.notRun === null) await observeWith(one, frame, items);
    memory.keep(decodedFrame);
    passed.frames += 1;
    passed.faces += items.length;
    [passed.width, passed.height] = [frame.width, frame.height];
    onProgress?.(passed.frames);
    if (passed.frames === most) break;
  }
  return passed;
}

async function observeWith(one: Running, frame: WorkingFrame, items: readonly FaceItem[]): Promise<void> {
  const startedAt = performance.now();
  for (const face of one.detector.card.feed === 'face' ? items : [null]) {
    const values = await one.observe(frame, face);
    if (values !== null) one.rows.push({ frame: frame.frame, ptsUs: frame.ptsUs, trackId: face?.trackId ?? null, values });
  }
  one.ms += performance.now() - startedAt;
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
