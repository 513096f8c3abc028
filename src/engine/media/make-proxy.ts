/** Makes a copy of a film or a recording that the window's player can play, and proves that it is one, frame for frame. */
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { must } from '../../base/assert.ts';
import { Failure } from '../../base/failure.ts';
import { runTool, startTool } from '../../base/node/spawn.ts';
import type { MediaFacts } from '../../contract/exhibits.ts';
import { fitClocks, type ClockFit } from './check-proxy.ts';
import { toolWords } from './ffprobe.ts';
import type { FrameTimes } from './frame-index.ts';
import { inputArgs, reachOf } from './input.ts';
import { probe } from './probe.ts';
import { chooseEncoder, originOf, proxyArgs, SOUND_HASH } from './proxy-args.ts';
import type { MediaTools } from './tools.ts';

export interface ProxyRequest {
  readonly path: string;
  readonly facts: MediaFacts;
  /** The stored frame index; null for a recording without picture. */
  readonly index: Pick<FrameTimes, 'pts' | 'timeBase'> | null;
  readonly tools: MediaTools;
  /** An empty folder; only there may ffmpeg write. */
  readonly folder: string;
  readonly signal: AbortSignal;
  /** Frames that were written, or microseconds of sound; `null` while the finished copy is being checked. */
  readonly onProgress: (done: number | null) => void;
  /** Bytes that it may have; default 8 GiB. */
  readonly mostBytes?: number;
  /** Longest wait for a sign of life; default two minutes. */
  readonly stallMs?: number;
}

export interface MadeProxy {
  readonly path: string;
  readonly extension: 'mp4' | 'flac';
  /** Of ffmpeg, with EXHIBIT and PROXY for the two files. */
  readonly options: readonly string[];
  /** Microseconds of the exhibit's clock at the moment that the player calls zero. */
  readonly startUs: number;
  readonly frames: number | null;
  readonly greatestShiftUs: number | null;
  /** MD5 of the sound as 24-bit numbers: of what the decoder gave and of what the proxy holds, which are equal. */
  readonly soundMd5: string | null;
}

/** At 5 Mbit a second three and a half hours. Our choice. */
const MOST_BYTES = 8 * 2 ** 30;
const STALL_MS = 120_000;
/** More than a slow machine takes for a day of film. Our choice. */
const CHECK_MS = 6 * 3_600_000;

/**
 * Rejects with PROXY_REFUSED (it is not the exhibit frame for frame, or sample for sample), PROXY_NO_ENCODER, PROXY_TOO_LARGE, DISK_FULL,
 * MEDIA_TIMEOUT (stalled), TOOL_FAILED, TOOL_MISSING, or the signal's reason. What lies in the folder then is nobody's.
 */
export async function makeProxy(request: ProxyRequest): Promise<MadeProxy> {
  const { path, facts, index, tools, folder, signal } = request;
  const list = ['-hide_banner', '-v', 'error', '-encoders'];
  const encoder =
    index === null
      ? null
      : chooseEncoder((await runTool(tools.ffmpegPath, list, { timeoutMs: 20_000, maxStdoutBytes: 1 << 20, signal })).stdout.toString());
  const target = join(folder, index === null ? 'proxy.flac' : 'proxy.mp4');
  const { args, extension, sound } = proxyArgs(path, facts, encoder, target);
  const heard = await encode(request, args);
  request.onProgress(null);
  const fit = index === null ? null : await fitPicture(target, index, tools, signal);
  const soundMd5 = sound === null ? null : await sameSound(target, extension, heard, tools, signal);
  const names = new Map([
    [`file:${resolve(path)}`, 'EXHIBIT'],
    [target, 'PROXY'],
  ]);
  return {
    path: target,
    extension,
    options: args.map((arg) => names.get(arg) ?? arg),
    startUs: fit?.startUs ?? originOf(facts),
    frames: index?.pts.length ?? null,
    greatestShiftUs: fit?.greatestShiftUs ?? null,
    soundMd5,
  };
}

/** Returns what ffmpeg says of the sound that it decoded. */
async function encode(request: ProxyRequest, args: readonly string[]): Promise<string> {
  const { path, tools, folder, signal, mostBytes = MOST_BYTES, stallMs = STALL_MS } = request;
  signal.throwIfAborted();
  const tool = startTool(tools.ffmpegPath, args, { extraPipes: 1, reach: { ...reachOf(path), writes: folder, mostBytes } });
  const life = { stalled: false };
  const stall = (): void => {
    life.stalled = true;
    tool.kill();
  };
  let timer = setTimeout(stall, stallMs);
  const cancel = (): void => tool.kill();
  signal.addEventListener('abort', cancel, { once: true });
  const unit = request.index === null ? 'out_time_us' : 'frame';
  let told = -1;
  let rest = '';
  tool.child.stdout?.setEncoding('latin1').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const [name, value = ''] = line.split('=');
      const done = Number(value);
      if (name !== unit || !(done > told)) continue;
      told = done;
      clearTimeout(timer);
      timer = setTimeout(stall, stallMs);
      request.onProgress(done);
    }
  });
  let heard = '';
  const hashes = must(tool.child.stdio[3], 'a pipe was asked for') as Readable;
  hashes.setEncoding('latin1').on('data', (text: string) => (heard += text));
  try {
    const end = await tool.ended;
    signal.throwIfAborted();
    if (life.stalled) throw new Failure('MEDIA_TIMEOUT', `ffmpeg: nothing new for ${String(stallMs / 1000)} s`);
    if (end.exitCode === 0) return heard;
    const words = toolWords(end.stderr, path);
    const cause = { cause: new Error(words.join('\n')) };
    if (/No space left on device|Disk quota exceeded/.test(end.stderr)) throw new Failure('DISK_FULL', undefined, cause);
    if (end.signal === 'SIGXFSZ' || end.stderr.includes('File too large'))
      throw new Failure('PROXY_TOO_LARGE', `${String(mostBytes)} bytes`, cause);
    throw new Failure('TOOL_FAILED', `ffmpeg: ${end.signal ?? words.at(-1) ?? `code ${String(end.exitCode)}`}`, cause);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', cancel);
  }
}

/** The finished file is indexed like an exhibit: by decoding every frame of it where packets do not say enough. */
async function fitPicture(
  target: string,
  original: Pick<FrameTimes, 'pts' | 'timeBase'>,
  tools: MediaTools,
  signal: AbortSignal,
): Promise<ClockFit & { readonly startUs: number }> {
  const { facts, index } = await probe(target, tools, signal);
  const fit = fitClocks(original, must(index, 'a film has a frame index'));
  return { ...fit, startUs: fit.offsetUs + originOf(facts) };
}

async function sameSound(target: string, extension: string, heard: string, tools: MediaTools, signal: AbortSignal): Promise<string> {
  const before = ['-hide_banner', '-v', 'error', '-nostdin'];
  const input = inputArgs(target, extension === 'mp4' ? 'mov' : extension);
  const args = [...before, ...input, '-map', '0:a', ...SOUND_HASH, 'pipe:1'];
  const limits = { timeoutMs: CHECK_MS, maxStdoutBytes: 1 << 16, signal, reach: reachOf(target) };
  const { stdout } = await runTool(tools.ffmpegPath, args, limits);
  const [given, held] = [heard, stdout.toString('latin1')].map((text) => /^MD5=([0-9a-f]{32})$/m.exec(text)?.[1] ?? null);
  if (given === null || given !== held) throw new Failure('PROXY_REFUSED', 'its sound is not what the decoder gave');
  return given ?? '';
}
