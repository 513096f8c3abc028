/** The side-by-side run with npm's `human`, which only a checkout of the sources has, and only where what it needs was fetched. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Io } from './command.ts';

const root = join(import.meta.dirname, '../..');
const SCRIPT = join(root, 'tests/bench/goals.ts');
const FETCHED = join(root, '.cache/bench/human/node_modules/@tensorflow/tfjs-backend-wasm');
const FRAMES = 60;

/** `null`: not installed, or it could not be run (its words went to stderr). */
export async function besideHuman(io: Io): Promise<Record<string, unknown> | null> {
  if (!existsSync(SCRIPT) || !existsSync(FETCHED)) return null;
  io.progress('human');
  const child = spawn(process.execPath, [SCRIPT, 'human', '--frames', String(FRAMES)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    signal: io.signal,
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code !== 0) return null;
  const line = Buffer.concat(chunks).toString('utf8').trim().split('\n').at(-1) ?? '';
  return JSON.parse(line) as Record<string, unknown>;
}
