/** Packets of the first video stream as ffprobe lists them: key frames, sizes, and the types of the first pictures. */
import { runTool } from '../../base/node/spawn.ts';
import type { MediaFacts } from '../../contract/exhibits.ts';
import type { FileStructure } from '../../contract/structure.ts';
import { demuxerOf, inputArgs, reachOf } from '../media/input.ts';
import { median } from '../signal/stats.ts';

type Video = NonNullable<FileStructure['video']>;

const LIMITS = { timeoutMs: 60_000, maxStdoutBytes: 64 * 1024 * 1024 };
/** Pictures whose type is asked; that needs decoding. */
const TYPED_PICTURES = 120;

/** `null`: ffprobe could not list them, or there is no film. Rejects only with the reason of `signal`. */
export async function readVideo(path: string, facts: MediaFacts, ffprobePath: string, signal: AbortSignal): Promise<Video | null> {
  const stream = facts.streams.find(({ type }) => type === 'video');
  if (facts.kind !== 'video' || stream === undefined) return null;
  const ask = async (...args: readonly string[]): Promise<string[]> => {
    const input = inputArgs(path, demuxerOf(facts.container));
    const select = ['-hide_banner', '-v', 'error', '-select_streams', String(stream.index), '-of', 'csv=p=0'];
    const { stdout } = await runTool(ffprobePath, [...select, ...args, ...input], { ...LIMITS, signal, reach: reachOf(path) });
    return stdout.toString('latin1').split(/\r?\n/);
  };
  try {
    const packets = (await ask('-show_entries', 'packet=size,flags')).flatMap((line) => {
      const [size, flags] = line.split(',');
      return size === undefined || flags === undefined || !/^\d+$/.test(size) ? [] : [{ size: Number(size), key: flags.startsWith('K') }];
    });
    const types = await ask('-read_intervals', `%+#${String(TYPED_PICTURES)}`, '-show_entries', 'frame=pict_type').catch(() => []);
    const letters = types
      .map((line) => line.replaceAll(/[^A-Z]/g, '').slice(0, 1))
      .join('')
      .slice(0, TYPED_PICTURES);
    const keys = packets.flatMap(({ key }, place) => (key ? [place] : []));
    const steps = keys.slice(1).map((place, k) => place - (keys[k] ?? 0));
    return {
      packets: packets.length,
      keyFrames: keys.length,
      keyFrameDistance: spread(steps),
      sizeBytes: spread(packets.map(({ size }) => size)),
      pictureTypes: letters === '' ? null : letters,
    };
  } catch (error) {
    if (signal.aborted) throw error;
    return null;
  }
}

function spread(values: readonly number[]): { min: number; median: number; max: number } | null {
  if (values.length === 0) return null;
  // Not Math.min(...values): a film has more packets than a call may have arguments.
  const least = values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  return { min: least, median: median(values), max: values.reduce((a, b) => Math.max(a, b), 0) };
}
