import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { tempFolder } from '../../tests/helpers/temp-folder.ts';
import { startFailureInWords } from './start-failure.ts';

const DOOR = fileURLToPath(new URL('../loopback/index.ts', import.meta.url));

it(
  'an unusable file of the queue ends the start with its reason and what helps, and never with what stands in it',
  { timeout: 60_000 },
  () => {
    const folder = tempFolder();
    const rack = join(folder, 'rack.txt');
    writeFileSync(rack, 'redis://:secret-word@127.0.0.1\nshort\n', { mode: 0o600 });
    const env = { ...process.env, PENUMBRA_RACK: rack, PENUMBRA_DATA: folder };
    const { status, stdout, stderr } = spawnSync(process.execPath, [DOOR, '--no-window'], { env, encoding: 'utf8' });
    expect([status, stdout, stderr]).toEqual([
      3,
      '',
      `Penumbra cannot start. RACK_FILE_UNUSABLE: The file that names the laboratory’s queue cannot be used. (${rack}: its second line is no key of 32 characters or more)\n` +
        'Mend the file (docs/howto/rack.md), or start without the variable PENUMBRA_RACK: examinations then run on this machine.\n',
    ]);
  },
);

it('keeps where an unexpected error came from', () => {
  expect(startFailureInWords(new Error('a bug of ours'))).toMatch(/^Penumbra cannot start: Error: a bug of ours\n {4}at /);
});
