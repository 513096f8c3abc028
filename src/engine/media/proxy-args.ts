/** What ffmpeg is told so that a copy comes out which the window's player knows: VP9 or H.264 in MP4 for films, FLAC for sound. */
import type { AudioStream, MediaFacts } from '../../contract/exhibits.ts';
import { Failure } from '../../base/failure.ts';
import { soundStream } from './audio.ts';
import { decodeArgs, demuxerOf, inputArgs } from './input.ts';
import { examinedStream, fullSize, rotationFilters } from './working-size.ts';

export type ProxyEncoder = 'libvpx-vp9' | 'libx264';

/** Longest side, pixels. Stopped frames are never the proxy's, so that it need not show more than a screen. Our choice. */
const MOST_SIDE = 1920;
/**
 * Measured on two cores with a moving test picture of 1280x720: VP9 so 65 frames a second at 46 dB, with -cpu-used 5 34 frames at 49 dB;
 * H.264 64 frames at 46 dB. Neither holds frames back (B-frames, hidden frames), so that each packet is one frame; a key frame at least
 * every 50 frames keeps going to a place quick.
 */
const ENCODING: Readonly<Record<ProxyEncoder, readonly string[]>> = {
  'libvpx-vp9': ['-deadline', 'realtime', '-cpu-used', '8', '-row-mt', '1', '-crf', '30', '-b:v', '0', '-lag-in-frames', '0'],
  libx264: ['-preset', 'veryfast', '-crf', '20', '-bf', '0'],
};
const COLOURS = ['-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709', '-color_range', 'tv'] as const;
/** What FLAC can hold, and a player is sure to know. */
const MOST_CHANNELS = 8;
const RATES = { least: 8000, most: 192_000 } as const;

/** A player of any system knows the first; the second is there where ffmpeg was built without it. Throws PROXY_NO_ENCODER. */
export function chooseEncoder(listing: string): ProxyEncoder {
  const names = new Set([...listing.matchAll(/^ V\S{5} (\S+)/gm)].map((match) => match[1]));
  const found = (['libvpx-vp9', 'libx264'] as const).find((name) => names.has(name));
  if (found === undefined) throw new Failure('PROXY_NO_ENCODER', 'libvpx-vp9, libx264');
  return found;
}

/** When the earliest of what is played begins; the proxy's own clock begins there. Microseconds. */
export function originOf(facts: MediaFacts): number {
  return Math.min(...facts.streams.flatMap((stream) => (stream.type === 'other' ? [] : [stream.startUs])));
}

/** Whole and even, as H.264 asks; never larger than the picture. */
export function proxySize(facts: MediaFacts): { readonly width: number; readonly height: number } {
  const { width, height } = fullSize(examinedStream(facts));
  const share = Math.min(1, MOST_SIDE / Math.max(width, height));
  const even = (side: number): number => Math.max(2, 2 * Math.round((side * share) / 2));
  return { width: even(width), height: even(height) };
}

export interface ProxyRecipe {
  /** Arguments before and after those that name the input. */
  readonly args: readonly string[];
  readonly extension: 'mp4' | 'flac';
  /** Its samples are compared with those that the decoder gave. */
  readonly sound: AudioStream | null;
}

/** `target`: the file to be written. The hash of the decoded sound comes on a pipe of its own (fd 3), how far it is on stdout. */
export function proxyArgs(path: string, facts: MediaFacts, encoder: ProxyEncoder | null, target: string): ProxyRecipe {
  const sound = soundStream(facts);
  const graph: string[] = [];
  const outputs: string[] = [];
  if (encoder !== null) {
    const stream = examinedStream(facts);
    const { width, height } = proxySize(facts);
    // Behind a graph -1 does not find the stream's own ticks (ffmpeg 5.1): frames would be moved to a constant rate.
    const { num, den } = stream.timeBase;
    const filters = [
      ...rotationFilters(stream),
      `scale=${width}:${height}:out_color_matrix=bt709:out_range=tv`,
      'format=yuv420p',
      'setsar=1',
    ];
    graph.push(`[0:${stream.index}]${filters.join(',')}[picture]`);
    outputs.push(
      '-map',
      '[picture]',
      '-fps_mode',
      'passthrough',
      '-enc_time_base',
      `${num}:${den}`,
      '-c:v',
      encoder,
      ...ENCODING[encoder],
      '-g',
      '50',
      ...COLOURS,
    );
  }
  const hashes: string[] = [];
  if (sound !== null) {
    graph.push(`[0:${sound.index}]${soundFilters(sound, encoder !== null)},asplit[sound][heard]`);
    outputs.push('-map', '[sound]', '-c:a', 'flac');
    hashes.push('-map', '[heard]', ...SOUND_HASH, 'pipe:3');
  }
  const film = encoder !== null;
  // FLAC in MP4 is called experimental by ffmpeg 5.1, and no longer by later ones.
  const container = film ? ['-strict', 'experimental', '-f', 'mp4'] : ['-f', 'flac'];
  const args = [
    ...['-hide_banner', '-v', 'error', '-nostdin', '-nostats', '-stats_period', '0.25', '-progress', 'pipe:1', ...decodeArgs],
    ...inputArgs(path, demuxerOf(facts.container)),
    ...['-filter_complex', graph.join(';')],
    ...outputs,
    ...['-map_metadata', '-1', '-map_chapters', '-1', '-output_ts_offset', `${String(-originOf(facts))}us`, ...container, target],
    ...hashes,
  ];
  return { args, extension: film ? 'mp4' : 'flac', sound };
}

/** As 24-bit numbers, in which both what was decoded and FLAC are whole. */
export const SOUND_HASH: readonly string[] = ['-c:a', 'pcm_s24le', '-f', 'md5'];

function soundFilters({ sampleRate, channels }: AudioStream, film: boolean): string {
  const rate = sampleRate > RATES.most ? 48_000 : Math.max(RATES.least, sampleRate);
  // Beside a picture 16 bits are enough to hear by. Gaps are filled with silence, so that what follows keeps its time.
  const formats = film ? 's16' : 's16|s32';
  const layout = channels > MOST_CHANNELS ? ':channel_layouts=stereo' : '';
  return `aresample=async=1:min_hard_comp=0.02,aformat=sample_fmts=${formats}:sample_rates=${rate}${layout}`;
}
