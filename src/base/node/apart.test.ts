import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import { startApart } from './apart.ts';
import { confinementHere } from './confine.ts';

const APART = JSON.stringify(new URL('./apart.ts', import.meta.url).href);

/** What it answered, or how it ended. */
function run(code: string, task: unknown, memoryBytes: number | null = null): Promise<unknown> {
  const path = join(tempFolder(), 'entry.mjs');
  writeFileSync(path, `import { doApart } from ${APART};\n${code}`);
  const { promise, resolve } = Promise.withResolvers<unknown>();
  startApart(pathToFileURL(path), task, { onAnswer: resolve, onEnd: resolve }, memoryBytes);
  return promise;
}

function asInElectron(): void {
  const { versions } = process;
  Object.defineProperty(process, 'versions', { value: { ...versions, electron: '42' } });
  onTestFinished(() => void Object.defineProperty(process, 'versions', { value: versions }));
}

const PIDS = 'doApart(async ({ ask }) => ({ ask, pid: process.pid }));';

it('does a task in another process and gives its answer', async () => {
  const answer = (await run(PIDS, { ask: new Uint8Array([1, 2]) })) as { ask: unknown; pid: number };
  expect(answer.ask).toEqual(new Uint8Array([1, 2]));
  expect(answer.pid).not.toBe(process.pid);
});

it('does it in a thread where the program is Electron', async () => {
  asInElectron();
  expect(await run(PIDS, { ask: 7 })).toEqual({ ask: 7, pid: process.pid });
  expect(await run('process.exit(3);', null)).toBe('its thread ended with code 3');
});

it('says how a process ended that crashed, and what it said', async () => {
  expect(await run('console.error("the driver is not well"); process.kill(process.pid, "SIGSEGV");', null)).toBe(
    'its process ended with SIGSEGV: the driver is not well',
  );
});

it.runIf(confinementHere().prlimit !== null)('has no more memory than it may have', async () => {
  const take = 'doApart(async () => { try { return new Uint8Array(2 ** 31).fill(1).length; } catch (error) { return error.name; } });';
  expect(await run(take, null, 2 ** 30)).toBe('RangeError');
});
