/** Makes a known manipulation of the file alone: another container with the name of a camera, or other EXIF, around unchanged pictures. */
import { copyFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { runTool } from '../../src/base/node/spawn.ts';
import type { RecipeTools } from './raw-video.ts';

const LIMITS = { timeoutMs: 60_000, maxStdoutBytes: 1024 * 1024 };

/** Packets as they are, in a QuickTime file that names a camera. Rejects with TOOL_FAILED. */
export async function retagFilm(input: string, output: string, make: string, model: string, tools: RecipeTools): Promise<void> {
  const tags = ['-metadata', `make=${make}`, '-metadata', `model=${model}`];
  await runTool(tools.ffmpegPath, ['-v', 'error', '-nostdin', '-y', '-i', input, '-c', 'copy', ...tags, '-f', 'mov', output], LIMITS);
}

/** A copy with these tags written by ExifTool, such as `EXIF:Make` or `EXIF:ModifyDate`. Rejects with TOOL_FAILED. */
export async function retagStill(input: string, output: string, tags: Readonly<Record<string, string>>): Promise<void> {
  await copyFile(input, output);
  const script = createRequire(import.meta.url).resolve('exiftool-vendored.pl/bin/exiftool');
  const written = Object.entries(tags).map(([name, value]) => `-${name}=${value}`);
  await runTool('perl', [script, '-config', '', '-overwrite_original', ...written, '--', output], LIMITS);
}
