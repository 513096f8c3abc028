/** What may lie in the packed program's archive, and whether the program runs from what lies there. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractAll, listPackage } from '@electron/asar';
import { openBundle } from './hollow-electron/drive.ts';
import { type JobDone, mainJob } from './hollow-electron/main-job.ts';

/** Of the program's own: what runs, what it reads, and what names it. */
const OURS = /^\/(package\.json|LICENSE|out(\/(main|preload|renderer)(\/.*)?)?|resources(\/.*)?|models(\/[^/]+)?(\/.*)?)$/;
const NEVER = /\.(map|ts|tsx|svelte|sqlite)$|\.test\.|^\/(src|tests|scripts|docs|\.cache|dist)\/|^\/models\/(training|convert)\//;

/** Names that should not be there; empty when all is well. */
export function strangers(archive: string): string[] {
  return listPackage(archive, { isPack: false })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => NEVER.test(path) || !(path === '/node_modules' || path.startsWith('/node_modules/') || OURS.test(path)));
}

/** Unpacks the archive beside nothing else and does the main job from it, with every detector; `film`: any with a face. */
export async function runFromArchive(
  archive: string,
  film: string,
): Promise<{ readonly done: JobDone; readonly threads: readonly string[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'penumbra-archive-'));
  const program = join(folder, 'program');
  const place = join(folder, 'place');
  mkdirSync(place);
  try {
    extractAll(archive, program);
    const heard = join(place, 'film.mp4');
    const tone = ['-f', 'lavfi', '-i', 'sine=frequency=300:duration=2.5'];
    const both = ['-map', '0:v:0', '-map', '1:a', '-c:v', 'copy', '-frames:v', '60', '-shortest'];
    execFileSync('ffmpeg', ['-v', 'error', '-i', film, ...tone, ...both, heard]);
    const bundle = await openBundle(program, place);
    try {
      const done = await mainJob(bundle, heard, []);
      await bundle.quit();
      return { done, threads: bundle.threads() };
    } finally {
      bundle.kill();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
