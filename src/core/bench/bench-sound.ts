/** How long the sound of a film takes on this machine: decoding it, and every detector of sound on the same seconds. */
import type { DetectorEnv, ObservationRow, ObservingDetector, SoundRow } from '../../engine/detectors/interface.ts';
import { soundBlocks, type SoundBlock } from '../../engine/sound/sound-block.ts';

type OfSound = Extract<ObservingDetector, { card: { feed: 'audio' } }>;

export interface SoundBench {
  readonly seconds: number;
  /** Decoding alone, nothing else running; as are all times: for each second of sound. */
  readonly decodeMsPerSecond: number;
  readonly detectors: readonly {
    readonly detectorId: string;
    readonly observeMsPerSecond: number;
    readonly rows: number;
    readonly concludeMs: number;
  }[];
}

export interface SoundBenchOptions {
  readonly path: string;
  readonly ffmpegPath: string;
  readonly env: DetectorEnv;
  /** At most so many from the start. */
  readonly seconds: number;
}

/** `null` where there is no sound that a detector hears. Rejects as decoding does. */
export async function benchSound(
  detectors: readonly OfSound[],
  { path, ffmpegPath, env, seconds }: SoundBenchOptions,
): Promise<SoundBench | null> {
  const heard = detectors.filter((detector) => detector.applies(env.facts).applies);
  if (heard.length === 0) return null;
  const decode = () => soundBlocks({ path, ffmpegPath, facts: env.facts });
  const startedAt = performance.now();
  let blocks = 0;
  for await (const block of decode()) {
    blocks = block.index + 1;
    if (blocks >= seconds) break;
  }
  const decodeMs = performance.now() - startedAt;
  const timed = await Promise.all(heard.map((detector) => one(detector, env)));
  for await (const block of decode()) {
    for (const { observe } of timed) await observe(block);
    if (block.index + 1 >= blocks) break;
  }
  return {
    seconds: blocks,
    decodeMsPerSecond: decodeMs / blocks,
    detectors: await Promise.all(timed.map(({ end }) => end(blocks))),
  };
}

async function one(detector: OfSound, env: DetectorEnv) {
  const observer = await detector.open(env);
  const rows: ObservationRow[] = [];
  let ms = 0;
  return {
    observe: async (block: SoundBlock): Promise<void> => {
      const startedAt = performance.now();
      const answered: readonly SoundRow[] = await observer.observe(block);
      ms += performance.now() - startedAt;
      for (const { ptsUs, values } of answered) rows.push({ frame: block.index, ptsUs, trackId: null, values });
    },
    end: async (seconds: number) => {
      await observer.close();
      const startedAt = performance.now();
      detector.conclude({ facts: env.facts, rows, tracks: [], framesTotal: 0, framesDecoded: 0, faceAt: () => null });
      const concludeMs = performance.now() - startedAt;
      return { detectorId: detector.card.id, observeMsPerSecond: ms / seconds, rows: rows.length, concludeMs };
    },
  };
}
