/** Metadata by ExifTool, which comes with the program as a Perl script and runs as a program of its own: no configuration, limited time and output. */
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import * as z from 'zod';
import { Failure } from '../../base/failure.ts';
import { runTool } from '../../base/node/spawn.ts';
import type { FileStructure } from '../../contract/structure.ts';
import { printable } from './bytes.ts';

type Metadata = NonNullable<FileStructure['metadata']>;

const LIMITS = { timeoutMs: 20_000, maxStdoutBytes: 4 * 1024 * 1024 };
/** Six times what the greediest file of the hostile corpus took that it could read; a claim of 100,000 lists in lists would fill all there is. */
const MEMORY_BYTES = 1 << 30;
const TAGS_KEPT = 600;
/** Of the copy in the case, not of the file that was received. */
const OF_THE_COPY = /^(System|ExifTool):/;

const Tags = z.array(z.record(z.string(), z.json())).min(1);

/** Rejects only with the reason of `signal`. */
export async function readMetadata(path: string, signal: AbortSignal): Promise<Metadata> {
  try {
    // exiftool.exe of Windows brings its own Perl; here the script is given to the system's.
    const script = scriptPath();
    if (script === null) return { status: 'unavailable', reason: 'ExifTool is not installed with the program.' };
    const args = [
      script,
      '-config',
      '',
      '-json',
      '-G1',
      '-a',
      '-fast',
      '-charset',
      'filename=UTF8',
      '-api',
      'LimitLongValues=1000',
      '-api',
      'RequestAll=0',
      '--',
      resolve(path),
    ];
    const { stdout } = await runTool('perl', args, {
      ...LIMITS,
      signal,
      reach: { reads: resolve(path), parts: dirname(dirname(script)), memoryBytes: MEMORY_BYTES },
    });
    return tagsOf(Tags.parse(JSON.parse(stdout.toString('utf8')))[0] ?? {});
  } catch (error) {
    if (signal.aborted) throw error;
    const missing = error instanceof Failure && error.code === 'TOOL_MISSING';
    if (missing) return { status: 'unavailable', reason: 'Perl is not installed; ExifTool needs it.' };
    const late = error instanceof Failure && error.code === 'MEDIA_TIMEOUT';
    return { status: 'unavailable', reason: late ? 'ExifTool took too long.' : 'ExifTool could not read the file.' };
  }
}

/** For whoever asks how the machine is: the version that runs here, or what keeps it from running. */
export async function exifToolHere(): Promise<{ readonly version: string } | { readonly reason: string }> {
  const script = scriptPath();
  if (script === null) return { reason: 'ExifTool is not installed with the program.' };
  try {
    const { stdout } = await runTool('perl', [script, '-config', '', '-ver'], { timeoutMs: 20_000, maxStdoutBytes: 1 << 16 });
    return { version: stdout.toString('utf8').trim() };
  } catch (error) {
    if (error instanceof Failure)
      return { reason: error.code === 'TOOL_MISSING' ? 'Perl is not installed; ExifTool needs it.' : error.message };
    throw error;
  }
}

function scriptPath(): string | null {
  try {
    // The package's main module is nothing but this path; it must not be required, so that no code of it runs here.
    return onDisk(createRequire(import.meta.url).resolve('exiftool-vendored.pl/bin/exiftool'));
  } catch {
    return null;
  }
}

/** Perl cannot look into the archive of a packed program: what it reads lies unpacked beside it (asarUnpack in electron-builder.config.ts). */
export function onDisk(path: string): string {
  return path.replace(/([\\/]app\.asar)([\\/])/, '$1.unpacked$2');
}

function tagsOf(found: Readonly<Record<string, unknown>>): Metadata {
  const all = Object.entries(found).filter(([name]) => name.includes(':') && !OF_THE_COPY.test(name));
  const version = found['ExifTool:ExifToolVersion'];
  const tags = all.slice(0, TAGS_KEPT).map(([full, value]) => {
    const colon = full.indexOf(':');
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return { group: printable(full.slice(0, colon), 80), name: printable(full.slice(colon + 1), 120), value: printable(text, 1000) };
  });
  const tool = `ExifTool ${typeof version === 'string' || typeof version === 'number' ? String(version) : 'of unknown version'}`;
  return { status: 'available', tool, tags, omitted: all.length - tags.length };
}
