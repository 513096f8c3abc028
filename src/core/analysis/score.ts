/** One-shot triage: examines files without a case and without a database, by the same pass and the same conclusions. */
import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { Outcome } from '../../contract/analysis.ts';
import type { Combined } from '../../contract/fusion.ts';
import type { Evaluation } from '../../contract/calibration.ts';
import type { FileStructure } from '../../contract/structure.ts';
import type { MediaFacts } from '../../contract/exhibits.ts';
import type { ScoredDetector, ScoredFile, ScoreLine } from '../../contract/score.ts';
import { assertNever } from '../../base/assert.ts';
import { Failure, toWireError } from '../../base/failure.ts';
import type { AnyDetector, ObservationRow } from '../../engine/detectors/interface.ts';
import { packDetector } from '../../engine/detectors/pack/detector.ts';
import { detectors as registry } from '../../engine/detectors/registry.ts';
import { TRACKING_WEIGHTS } from '../../engine/faces/track.ts';
import { conditionValues } from '../../engine/fusion/condition-values.ts';
import { lockedWeights } from '../../engine/inference/lock.ts';
import type { Networks } from '../../engine/inference/networks.ts';
import { runtimeVersion } from '../../engine/inference/providers.ts';
import { openNetworks } from '../../engine/inference/session.ts';
import { probe, type Probed } from '../../engine/media/probe.ts';
import { Outbox } from '../../engine/outbox.ts';
import { runPass } from '../../engine/pass.ts';
import type { EngineTask, FromEngine } from '../../engine/protocol.ts';
import { realSources } from '../../engine/sources.ts';
import type { Tools } from '../context.ts';
import type { Machine } from '../providers/machine.ts';
import { readCalibrations } from '../validation/calibrations.ts';
import { readFusions } from '../validation/fusions.ts';
import { fileFailure } from '../exhibits/found-file.ts';
import { openOriginal } from '../exhibits/read-original.ts';
import { combineAll, concludeAll, type DetectorConclusion, type Evaluating, type Examined } from './conclude.ts';
import { modelsFolder } from './models-folder.ts';
import { chosenDetectors, expectedBlocks, makePlan } from './plan.ts';
import { TrackGathering } from './tracks.ts';

export interface ScoreOptions {
  readonly tools: Tools;
  /** Penumbra's own. */
  readonly version: string;
  /** What runs the networks, and the model packs that can be named; the processor and none when absent. */
  readonly machine?: Machine;
  /** All but model packs when absent. */
  readonly detectorIds?: readonly string[];
  /** Adds every detector's time series to its line. */
  readonly signals?: boolean;
  /** Frames examined of those that the file's index has, blocks of sound of those that its length lets expect. */
  readonly onProgress?: (file: string, done: number, total: number, unit: 'frames' | 'seconds of sound') => void;
}

/**
 * One line for each path, in order, as soon as it is there; a file that cannot be read or examined gives its error and stops nothing.
 * Throws only DETECTOR_UNKNOWN, before the first line.
 */
export async function* scoreFiles(paths: Iterable<string> | AsyncIterable<string>, options: ScoreOptions): AsyncGenerator<ScoreLine> {
  const detectors = chosenDetectors(detectorsOn(options.machine), options.detectorIds);
  const networks = await openNetworks({
    weightsFolder: join(modelsFolder(), 'weights'),
    provider: options.machine?.chosen.provider ?? 'cpu',
    ...(options.machine === undefined ? {} : { packsFolder: options.machine.packsFolder }),
  });
  try {
    // Once for all files: a run has one state of them.
    const locked = { calibrations: readCalibrations(), fusions: readFusions() };
    for await (const file of paths) {
      try {
        yield await scoreFile(file, detectors, networks, locked, options);
      } catch (error) {
        yield { file, error: toWireError(error) };
        // Our own bug: the line says only that, its words belong on stderr.
        if (!(error instanceof Failure)) console.error(`${file}:`, error);
      }
    }
  } finally {
    await networks.close();
  }
}

/** The program's detectors and the packs of that machine. */
export const detectorsOn = (machine: Machine | undefined): AnyDetector[] => [...registry, ...(machine?.packs ?? []).map(packDetector)];

async function scoreFile(
  file: string,
  detectors: readonly AnyDetector[],
  networks: Networks,
  locked: Omit<Evaluating, 'plan'>,
  options: ScoreOptions,
): Promise<ScoredFile> {
  const startedAt = performance.now();
  const path = await realpath(file).catch((error: unknown) => {
    throw fileFailure(error, 'FILE_NOT_FOUND');
  });
  const sha256 = await hashOriginal(path);
  const { facts, index } = await probe(path, options.tools);
  const task = taskOf({ path, sha256, facts, index }, detectors, options);
  const blocksTotal = expectedBlocks(facts, detectors);
  const seen = await examine(task, networks, ({ framesDecoded, blocks }) => {
    if (blocks === 0) options.onProgress?.(file, framesDecoded, task.pts.length, 'frames');
    else options.onProgress?.(file, blocks, Math.max(blocks, blocksTotal), 'seconds of sound');
  });
  const tracks = seen.gathering.tracks();
  const examined: Examined = {
    facts,
    structure: seen.structure,
    keyFrames: index?.keyFrames ?? [],
    tracks,
    framesTotal: task.pts.length,
    framesDecoded: seen.framesDecoded,
    failures: seen.failures,
    rows: (id) => seen.rows.get(id) ?? [],
    faceAt: () => null,
  };
  const evaluating = { ...locked, plan: task.plan };
  const conclusions = concludeAll(detectors, examined, evaluating);
  const combined = combineAll(conclusions, examined, evaluating);
  return {
    file,
    sha256,
    kind: facts.kind,
    durationSeconds: facts.durationUs === null ? null : facts.durationUs / 1e6,
    fps: averageRate(facts),
    conditions: conditionValues(facts, tracks),
    frames: seen.framesDecoded,
    blocks: seen.blocks,
    facesTracked: tracks.length,
    detectors: Object.fromEntries(conclusions.map((conclusion) => [conclusion.detectorId, scored(conclusion, options.signals === true)])),
    ...(combined.length === 0 ? {} : { combined: combined.map(together) }),
    provider: task.plan.provider,
    ...(task.plan.providerChoice === undefined ? {} : { providerChoice: task.plan.providerChoice }),
    timing: { decodeSeconds: milliseconds(seen.decodeSeconds), totalSeconds: milliseconds((performance.now() - startedAt) / 1000) },
    version: options.version,
  };
}

/** What the engine is asked: all frames and all sound, from the start. */
function taskOf(
  { path, sha256, facts, index }: Pick<Probed, 'facts' | 'index'> & { readonly path: string; readonly sha256: string },
  detectors: readonly AnyDetector[],
  options: ScoreOptions,
): EngineTask {
  const models = modelsFolder();
  const { machine, tools } = options;
  return {
    path,
    facts,
    timeBase: index?.timeBase ?? { num: 1, den: 1_000_000 },
    pts: index?.pts ?? [],
    plan: makePlan({ sha256, kind: facts.kind, facts }, detectors, {
      decoderVersion: tools.version,
      runtimeVersion: runtimeVersion(),
      lockedWeights: lockedWeights(join(models, 'models.lock.json')),
      trackerNetworks: TRACKING_WEIGHTS,
      penumbraVersion: options.version,
      ...(machine === undefined ? {} : { packs: machine.packs, chosen: machine.chosen }),
    }),
    ffmpegPath: tools.ffmpegPath,
    ffprobePath: tools.ffprobePath,
    weightsFolder: join(models, 'weights'),
    ...(machine === undefined ? {} : { packsFolder: machine.packsFolder }),
    resume: null,
  };
}

async function hashOriginal(path: string): Promise<string> {
  const original = await openOriginal(path);
  try {
    const hash = createHash('sha256');
    for await (const chunk of original.bytes) hash.update(chunk);
    return hash.digest('hex');
  } finally {
    await original.close();
  }
}

interface Seen {
  structure: FileStructure | null;
  readonly gathering: TrackGathering;
  readonly rows: Map<string, ObservationRow[]>;
  readonly failures: Map<string, ReturnType<typeof toWireError>>;
  framesDecoded: number;
  blocks: number;
  decodeSeconds: number;
}

/** The pass in this thread: a command line has nothing else to do meanwhile. Rejects with what the engine failed with. */
async function examine(task: EngineTask, networks: Networks, onProgress: (seen: Seen) => void): Promise<Seen> {
  const seen: Seen = {
    structure: null,
    gathering: new TrackGathering(),
    rows: new Map(),
    failures: new Map(),
    framesDecoded: 0,
    blocks: 0,
    decodeSeconds: 0,
  };
  let failed: Failure | null = null;
  const receive = (message: FromEngine): void => {
    switch (message.type) {
      case 'structure':
        seen.structure = message.structure;
        return;
      case 'opened':
        for (const { detectorId, error } of message.failed) seen.failures.set(detectorId, error);
        return;
      case 'batch':
      case 'soundBatch':
        for (const { detectorId, error } of message.failed) seen.failures.set(detectorId, error);
        for (const [id, rows] of Object.entries(message.observations)) keep(seen.rows, id, rows);
        if (message.type === 'batch') {
          seen.gathering.add(message.faces);
          seen.framesDecoded += message.framesDecoded;
        } else seen.blocks += message.blocks;
        onProgress(seen);
        outbox.receive({ type: 'ack', seq: message.seq });
        return;
      case 'ended':
        seen.decodeSeconds = message.decodeSeconds;
        return;
      case 'failed':
        failed = new Failure(message.error.code, message.error.detail);
        return;
      default:
        assertNever(message);
    }
  };
  const outbox = new Outbox(receive);
  await runPass(task, realSources(task, { networks }), outbox);
  // Read through a function: control-flow analysis does not see that the callback assigns it.
  const failure = ((): Failure | null => failed)();
  if (failure !== null) throw failure;
  return seen;
}

function keep(all: Map<string, ObservationRow[]>, id: string, rows: readonly ObservationRow[]): void {
  const known = all.get(id);
  if (known === undefined) all.set(id, rows.slice());
  else known.push(...rows);
}

function averageRate(facts: MediaFacts): number | null {
  if (facts.kind !== 'video') return null;
  const video = facts.streams.find((stream) => stream.type === 'video');
  const rate = video?.averageFrameRate ?? null;
  return rate === null || rate.num <= 0 ? null : rate.num / rate.den;
}

function scored({ outcome, signals, findings }: DetectorConclusion, withSignals: boolean): ScoredDetector {
  return {
    outcome: outcome.status,
    ...scoreOrReason(outcome),
    ...(withSignals
      ? {
          signals: signals.map(({ name, unit, trackId, frames, ptsUs, values }) => {
            const place = frames === null ? { ptsUs } : { frames };
            return { name, unit, trackId, ...place, values };
          }),
        }
      : {}),
    findings: findings.map(({ kind, weight, startUs, endUs, firstFrame, lastFrame, measure }) => ({
      kind,
      weight,
      startUs,
      endUs,
      firstFrame,
      lastFrame,
      measure,
    })),
  };
}

/** A score, or why there is none (law 1). */
function scoreOrReason(outcome: Outcome): Pick<ScoredDetector, 'score' | 'log10LR' | 'verbal' | 'notValidated' | 'reason'> {
  switch (outcome.status) {
    case 'measured':
      return { score: outcome.score, ...worth(outcome.evaluation) };
    case 'abstained':
    case 'notApplicable':
      return { reason: outcome.reason };
    case 'failed':
      return { reason: [outcome.error.code, outcome.error.message, outcome.error.detail].filter((part) => part !== undefined).join(': ') };
  }
}

function worth(evaluation: Evaluation | undefined): Pick<ScoredDetector, 'log10LR' | 'verbal' | 'notValidated'> {
  if (evaluation === undefined) return {};
  if (evaluation.status === 'notValidated') return { notValidated: evaluation.reason };
  return { log10LR: evaluation.log10LR, verbal: evaluation.verbal };
}

function together(combined: Combined): NonNullable<ScoredFile['combined']>[number] {
  if (combined.status === 'notValidated') {
    const { cues, reason, fusionSha256 } = combined;
    return { cues, notValidated: reason, fusionSha256 };
  }
  const { log10LR, verbal, constant, contributions, fusion } = combined;
  const added = Object.fromEntries(contributions.map(({ detectorId, log10LR: part }) => [detectorId, part]));
  return { log10LR, verbal, constant, contributions: added, fusionSha256: fusion.sha256 };
}

const milliseconds = (seconds: number): number => Math.round(seconds * 1000) / 1000;
