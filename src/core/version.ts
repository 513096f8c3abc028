/** This program's version. */
import { readFileSync } from 'node:fs';
import * as z from 'zod';

/** From package.json, which lies two folders above this file and above the bundle that contains it. */
export function penumbraVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}
