/** Reads films as raw planes from ffmpeg and writes them back as H.264, for recipes that change pixels. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Failure } from '../../src/base/failure.ts';
import { runTool, startTool } from '../../src/base/node/spawn.ts';

export interface FilmFacts {
  readonly width: number;
  readonly height: number;
  /** Frames a second as ffprobe writes it, such as "24/1". */
  readonly rate: string;
  /** Ticks of the container's clock in one second. */
  readonly ticksPerSecond: number;
}

/** A stretch of a film by frame number, both ends included. */
export interface FrameRange {
  readonly fromFrame: number;
  readonly toFrame: number;
}

export interface RecipeTools {
  readonly ffmpegPath: string;
  readonly ffprobePath: string;
}

/** Rejects with MEDIA_UNDECODABLE when there is no film, or its frames do not follow each other at one constant rate from 0 on. */
export async function readFacts(path: string, tools: RecipeTools): Promise<FilmFacts> {
  const entries = 'stream=width,height,r_frame_rate,avg_frame_rate,time_base,start_pts';
  const args = ['-v', 'error', '-select_streams', 'v:0', '-show_entries', entries, '-of', 'default=nw=1', path];
  const { stdout } = await runTool(tools.ffprobePath, args, { timeoutMs: 60_000, maxStdoutBytes: 1 << 20 });
  const fields = new Map(
    stdout
      .toString('utf8')
      .trim()
      .split('\n')
      .map((line) => line.split('=', 2) as [string, string]),
  );
  const width = Number(fields.get('width'));
  const height = Number(fields.get('height'));
  const rate = fields.get('r_frame_rate') ?? '';
  if (!(width > 0) || !(height > 0)) throw new Failure('MEDIA_UNDECODABLE', 'no film');
  if (rate !== fields.get('avg_frame_rate') || Number(fields.get('start_pts')) !== 0) {
    throw new Failure('MEDIA_UNDECODABLE', 'the recipe needs a constant frame rate that starts at 0');
  }
  return { width, height, rate, ticksPerSecond: Number(fields.get('time_base')?.split('/')[1]) };
}

/**
 * Yields each frame of the range as bytes: Y plane, then Cb, then Cr (4:2:0). `full` converts to BT.601 full range, as the
 * engine's frames are; otherwise samples come as they are stored. The buffer is the caller's to keep and change.
 */
export async function* readFrames(path: string, range: FrameRange | null, full: boolean, tools: RecipeTools): AsyncGenerator<Uint8Array> {
  const { width, height } = await readFacts(path, tools);
  const filters = [
    ...(range === null ? [] : [`trim=start_frame=${range.fromFrame}:end_frame=${range.toFrame + 1}`, 'setpts=PTS-STARTPTS']),
    ...(full ? ['scale=out_range=full:out_color_matrix=bt601'] : []),
  ];
  const args = ['-v', 'error', '-i', path, '-map', '0:v:0', '-fps_mode', 'passthrough'];
  if (filters.length > 0) args.push('-vf', filters.join(','));
  const tool = startTool(tools.ffmpegPath, [...args, '-pix_fmt', full ? 'yuvj420p' : 'yuv420p', '-f', 'rawvideo', 'pipe:1']);
  const size = width * height + 2 * ((width + 1) >> 1) * ((height + 1) >> 1);
  let frame = new Uint8Array(size);
  let filled = 0;
  try {
    for await (const chunk of tool.child.stdout as AsyncIterable<Uint8Array>) {
      for (let at = 0; at < chunk.length;) {
        const part = chunk.subarray(at, at + size - filled);
        frame.set(part, filled);
        filled += part.length;
        at += part.length;
        if (filled === size) {
          yield frame;
          frame = new Uint8Array(size);
          filled = 0;
        }
      }
    }
    const { exitCode, stderr } = await tool.ended;
    if (exitCode !== 0) throw new Failure('TOOL_FAILED', 'ffmpeg', { cause: new Error(stderr) });
  } finally {
    tool.kill();
  }
}

export interface FilmWriter {
  write(frame: Uint8Array): Promise<void>;
  /** Resolves when the file is complete; rejects with TOOL_FAILED. */
  close(): Promise<void>;
}

/** H.264 at a quality where the coding is not the finding (crf 16 unless told; 0 is lossless), one thread and no date inside: the same frames give the same bytes. */
export function writeFilm(path: string, facts: FilmFacts, tools: RecipeTools, crf = 16): FilmWriter {
  const size = `${facts.width}x${facts.height}`;
  const input = ['-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-video_size', size, '-framerate', facts.rate, '-i', 'pipe:0'];
  const coding = ['-c:v', 'libx264', '-crf', String(crf), '-preset', 'medium', '-threads', '1', '-pix_fmt', 'yuv420p'];
  const container = [
    '-video_track_timescale',
    String(facts.ticksPerSecond),
    '-fflags',
    '+bitexact',
    '-flags:v',
    '+bitexact',
    '-movflags',
    '+faststart',
  ];
  const child = spawn(tools.ffmpegPath, ['-v', 'error', '-y', ...input, ...coding, ...container, '-f', 'mp4', path], {
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  const ended = once(child, 'close') as Promise<[number | null]>;
  let broken: unknown = null;
  child.stdin.on('error', (error) => (broken = error));
  return {
    async write(frame) {
      if (broken !== null) throw new Failure('TOOL_FAILED', 'ffmpeg', { cause: broken });
      if (!child.stdin.write(frame)) await Promise.race([once(child.stdin, 'drain'), ended]);
    },
    async close() {
      child.stdin.end();
      const [code] = await ended;
      if (code !== 0) throw new Failure('TOOL_FAILED', 'ffmpeg', { cause: broken });
    },
  };
}
