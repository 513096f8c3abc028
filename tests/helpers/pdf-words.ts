/** What Poppler reads in a PDF. */
import { execFileSync } from 'node:child_process';

/** Whoever asks skips its tests without it, and says so in their name. */
export function hasPoppler(): boolean {
  try {
    execFileSync('pdftotext', ['-v'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** All words with one space between them; `options` as pdftotext has them. */
export function pdfWords(path: string, options: readonly string[] = ['-raw']): string {
  return execFileSync('pdftotext', [...options, path, '-'], { encoding: 'utf8', maxBuffer: 1e8 }).replace(/\s+/g, ' ');
}
