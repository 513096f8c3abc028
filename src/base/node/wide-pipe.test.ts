import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { expect, it, vi } from 'vitest';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import { startTool } from './spawn.ts';
import { openPipeInto, openWidePipe } from './wide-pipe.ts';

/** Writes bytes 0, 1, 2 … 250, 0, 1 … and waits for none to be read. */
const writes = (bytes: number): string => `process.stdout.write(Buffer.from(Uint8Array.from({ length: ${bytes} }, (_, k) => k % 251)))`;
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

it('gives all bytes in order, in one piece of memory, and leaves no folder behind', async () => {
  const folder = tempFolder();
  vi.stubEnv('TMPDIR', folder);
  const { writer, pieces } = await openWidePipe();
  vi.unstubAllEnvs();
  expect(readdirSync(folder)).toEqual([]);
  const tool = startTool(process.execPath, ['-e', writes(3_000_000)], { stdout: writer });
  const seen: Buffer[] = [];
  const memory = new Set<ArrayBufferLike>();
  for await (const piece of pieces) {
    memory.add(piece.buffer);
    seen.push(Buffer.from(piece));
    // Whoever is slow loses nothing.
    if (seen.length === 2) await new Promise((resolve) => setTimeout(resolve, 100));
  }
  expect((await tool.ended).exitCode).toBe(0);
  expect(sha256(Buffer.concat(seen))).toBe(sha256(Uint8Array.from({ length: 3_000_000 }, (_, k) => k % 251)));
  expect(memory.size).toBe(1);
});

it('ends where the program is not there, and where it is killed', async () => {
  const missing = await openWidePipe();
  const none = startTool('/nowhere/at-all', [], { stdout: missing.writer });
  for await (const piece of missing.pieces) expect(piece).toBeNull();
  await expect(none.ended).rejects.toMatchObject({ code: 'TOOL_MISSING' });

  const { writer, pieces } = await openWidePipe();
  const tool = startTool(process.execPath, ['-e', `${writes(1000)}; setInterval(() => {}, 1000)`], { stdout: writer });
  let bytes = 0;
  for await (const piece of pieces) {
    bytes += piece.length;
    tool.kill();
  }
  expect(bytes).toBe(1000);
  expect((await tool.ended).signal).toBe('SIGKILL');
});

it('lets a program that still writes go when it is left', async () => {
  const { writer, pieces } = await openWidePipe();
  const tool = startTool(process.execPath, ['-e', writes(3_000_000)], { stdout: writer });
  for await (const piece of pieces) {
    expect(piece.length).toBeGreaterThan(0);
    break;
  }
  // Its next write fails.
  expect((await tool.ended).exitCode).not.toBe(0);
});

it('reads to where it is told', async () => {
  const [whole, taken] = [Buffer.alloc(3_000_001), [] as number[]];
  let at = 0;
  const { writer, reader } = await openPipeInto(
    () => whole.subarray(at, at + 100_000),
    (bytes) => taken.push((at += bytes)),
  );
  const tool = startTool(process.execPath, ['-e', writes(3_000_000)], { stdout: writer });
  await once(reader, 'close');
  expect((await tool.ended).exitCode).toBe(0);
  expect([sha256(whole.subarray(0, 3_000_000)), taken.at(-1)]).toEqual([
    sha256(Uint8Array.from({ length: 3_000_000 }, (_, k) => k % 251)),
    3_000_000,
  ]);
  // No more at once than there was room for.
  expect(Math.max(...taken.map((end, n) => end - (taken[n - 1] ?? 0)))).toBeLessThanOrEqual(100_000);
});
