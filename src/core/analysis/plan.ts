/** What an examination will do, written down before it begins: versions, parameters, weights, sampling (law 7). */
import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { DetectorCard, Plan, SamplingWish } from '../../contract/analysis.ts';
import type { MediaFacts, MediaKind } from '../../contract/exhibits.ts';
import type { InstalledPack } from '../../contract/packs.ts';
import type { ProviderChoice } from '../../contract/providers.ts';
import { canonicalJson } from '../../base/canonical-json.ts';
import { Failure } from '../../base/failure.ts';
import type { AnyDetector } from '../../engine/detectors/interface.ts';
import { soundStream } from '../../engine/media/audio.ts';
import { codedWeights } from '../../engine/media/colour-matrix.ts';
import { HEIF, heifDecoder } from '../../engine/media/heif.ts';
import { isByMatrix } from '../../engine/media/working-size.ts';
import { SOUND_BLOCK_SECONDS } from '../../engine/sound/sound-block.ts';

const SAMPLING_OF_FILMS: Plan['sampling'] = {
  // A blink lasts 3 to 10 frames at 25 fps: leaving frames out would lose its apex.
  everyNthFrame: 1,
  // Once a second at 25 fps a new face is looked for; between these the mesh follows. Measured at 74 to 83 frames/s (720p, 2 cores).
  detectFacesEvery: 25,
  // Traces in the pixels are lost by scaling, so 1080p is measured as it is; what is larger costs more in the decoder's pipe than in decoding.
  maxWorkingWidth: 1920,
  // Mesh and two irises take about 7 ms for each face (measured, one thread): four faces keep the pass near 30 frames/s.
  maxFaces: 4,
};

/** A still is measured pixel by pixel as it was saved; only pictures that would not fit into memory are scaled down. */
const MAX_STILL_WIDTH = 8192;

export function samplingOf(kind: MediaKind): Plan['sampling'] {
  return kind === 'image' ? { ...SAMPLING_OF_FILMS, maxWorkingWidth: MAX_STILL_WIDTH } : SAMPLING_OF_FILMS;
}

/** What a plan takes from the machine and the program, so that planning itself is pure. */
export interface PlanParts {
  /** First line of `ffmpeg -version`, without the copyright. */
  readonly decoderVersion: string;
  readonly runtimeVersion: string;
  /** Network id -> SHA-256, from models.lock.json. */
  readonly lockedWeights: ReadonlyMap<string, string>;
  /** Networks that the face tracker runs. */
  readonly trackerNetworks: readonly string[];
  readonly penumbraVersion: string;
  /** What the examiner changed of the sampling. */
  readonly sampling?: SamplingWish;
  /** Model packs of this machine: only those among the detectors get into the plan. */
  readonly packs?: readonly InstalledPack[];
  /** What runs the networks; the processor, unasked, when not given. */
  readonly chosen?: { readonly provider: Plan['provider']; readonly choice: ProviderChoice };
}

export function parametersSha256(card: DetectorCard): string {
  return createHash('sha256').update(canonicalJson(card.parameters)).digest('hex');
}

/** The detectors asked for, in the registry's order; all of them but model packs, which run only by name, when none is named. Throws DETECTOR_UNKNOWN. */
export function chosenDetectors(registry: readonly AnyDetector[], ids: readonly string[] | undefined): AnyDetector[] {
  if (ids === undefined) return registry.filter(({ card }) => !card.id.startsWith('pack:'));
  for (const id of ids) if (!registry.some(({ card }) => card.id === id)) throw new Failure('DETECTOR_UNKNOWN', id);
  return registry.filter(({ card }) => ids.includes(card.id));
}

/** Blocks of sound to be heard, by the length that the file states; 0 where no detector hears it, or the length is not stated. */
export function expectedBlocks(facts: MediaFacts, detectors: readonly AnyDetector[]): number {
  if (!detectors.some((detector) => detector.card.feed === 'audio' && detector.applies(facts).applies)) return 0;
  const durationUs = soundStream(facts)?.durationUs ?? facts.durationUs ?? 0;
  return Math.ceil(durationUs / 1e6 / SOUND_BLOCK_SECONDS);
}

/** What is absent must not stand there as `undefined`: a plan is stored and hashed. */
function stated({ everyNthFrame, detectFacesEvery, maxWorkingWidth, maxFaces }: SamplingWish): Partial<Plan['sampling']> {
  return {
    ...(everyNthFrame === undefined ? {} : { everyNthFrame }),
    ...(detectFacesEvery === undefined ? {} : { detectFacesEvery }),
    ...(maxWorkingWidth === undefined ? {} : { maxWorkingWidth }),
    ...(maxFaces === undefined ? {} : { maxFaces }),
  };
}

/** `facts`: how its colours come to BT.601 is taken from them. */
export interface PlannedExhibit {
  readonly sha256: string;
  readonly kind: MediaKind;
  readonly facts?: MediaFacts;
}

/** What the program decides of the sampling by itself, from the file and from who looks at it or hears it. */
export function ownSampling(
  facts: MediaFacts | undefined,
  detectors: readonly AnyDetector[],
): Pick<Plan['sampling'], 'soundBlockSeconds' | 'colours' | 'assembler'> {
  const colours = facts === undefined ? null : coloursOf(facts, detectors);
  return {
    ...(detectors.some(({ card }) => card.feed === 'audio') ? { soundBlockSeconds: SOUND_BLOCK_SECONDS } : {}),
    ...(colours === null ? {} : { colours }),
    ...(facts?.container === HEIF ? { assembler: heifDecoder() } : {}),
  };
}

/** How the picture that is examined comes to BT.601; `null` where it is there, or comes by way of RGB, or nobody looks. */
function coloursOf(facts: MediaFacts, detectors: readonly AnyDetector[]): NonNullable<Plan['sampling']['colours']> | null {
  const stream = facts.streams.find((one) => one.type === 'video');
  if (stream === undefined || !isByMatrix(stream)) return null;
  if (codedWeights(stream) !== null && detectors.some((one) => 'readsCodedLuma' in one)) return 'by-matrix-and-back';
  return detectors.some(({ card }) => card.feed === 'face' || card.feed === 'frame') ? 'by-matrix' : null;
}

/** Throws WEIGHTS_MISSING when a detector names a network that the lock does not know. */
export function makePlan(
  { sha256: exhibitSha256, kind, facts }: PlannedExhibit,
  detectors: readonly AnyDetector[],
  parts: PlanParts,
): Plan {
  const packs = (parts.packs ?? []).filter(({ detectorId }) => detectors.some(({ card }) => card.id === detectorId));
  const needed = new Set(detectors.flatMap(({ card }) => card.weights));
  if (detectors.some(({ card }) => card.feed === 'face')) for (const id of parts.trackerNetworks) needed.add(id);
  const weights = [...needed].sort().map((id) => {
    const sha256 = parts.lockedWeights.get(id) ?? packs.find(({ detectorId }) => detectorId === id)?.sha256;
    if (sha256 === undefined) throw new Failure('WEIGHTS_MISSING', id);
    return { id, sha256 };
  });
  return {
    exhibitSha256,
    detectors: detectors.map(({ card }) => ({ id: card.id, version: card.version, parametersSha256: parametersSha256(card) })),
    weights,
    ...(packs.length === 0 ? {} : { packs }),
    decoder: { name: 'ffmpeg', version: parts.decoderVersion },
    runtime: { name: 'onnxruntime', version: parts.runtimeVersion },
    provider: parts.chosen?.provider ?? 'cpu',
    ...(parts.chosen === undefined ? {} : { providerChoice: parts.chosen.choice }),
    sampling: {
      ...samplingOf(kind),
      ...stated(parts.sampling ?? {}),
      ...ownSampling(facts, detectors),
    },
    penumbraVersion: parts.penumbraVersion,
  };
}

/** Whatever could change a number must be what it was; the program's own version may differ while its parts do not. Throws `code`. */
export function refuseChangedPlan(stored: Plan, today: Plan, code: 'JOB_PLAN_CHANGED' | 'JOB_NOT_REPEATABLE' = 'JOB_PLAN_CHANGED'): void {
  const text = ({ exhibitSha256, detectors, weights, packs, decoder, runtime, provider, sampling }: Plan): Record<string, string> => ({
    exhibit: exhibitSha256,
    detectors: canonicalJson(detectors),
    weights: canonicalJson(weights),
    packs: canonicalJson(z.json().parse(packs ?? [])),
    decoder: canonicalJson(decoder),
    runtime: canonicalJson(runtime),
    provider,
    sampling: canonicalJson(z.json().parse(sampling)),
  });
  const before = text(stored);
  const now = text(today);
  const changed = Object.keys(before).filter((part) => before[part] !== now[part]);
  if (changed.length > 0) throw new Failure(code, changed.join(', '));
}
