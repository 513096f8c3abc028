import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import { temporaryPrefix } from './temporary-folder.ts';

const MODULE = JSON.stringify(new URL('./temporary-folder.ts', import.meta.url).href);
const START = `
import { mkdtempSync, writeFileSync } from 'node:fs';
import { keepTemporaryTidy, temporaryPrefix } from ${MODULE};
keepTemporaryTidy();
const folder = mkdtempSync(temporaryPrefix('stills'));
writeFileSync(folder + '/1.bmp', 'a frame');
`;

/** Runs to the end of `script`, or until it said something and is killed by `signal`. */
async function run(temporary: string, script: string, signal?: NodeJS.Signals): Promise<void> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', START + script], {
    env: { ...process.env, TMPDIR: temporary },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = once(child, 'exit');
  if (signal !== undefined) {
    await once(child.stdout, 'data');
    child.kill(signal);
  }
  await gone;
}

const WAIT = `console.log('ready'); setInterval(() => undefined, 1000);`;

it.runIf(process.platform !== 'win32')(
  'what a process has in the temporary folder goes with it, or at the next start when it was killed',
  async () => {
    const temporary = tempFolder();
    await run(temporary, 'process.exit(1)');
    expect(readdirSync(temporary)).toEqual([]);
    await run(temporary, `process.on('SIGTERM', () => process.exit());${WAIT}`, 'SIGTERM');
    expect(readdirSync(temporary)).toEqual([]);
    await run(temporary, WAIT, 'SIGKILL');
    const [left = ''] = readdirSync(temporary);
    expect(readdirSync(join(temporary, left))).toEqual(['1.bmp']);

    const dead = left.slice(0, -6);
    const outside = tempFolder();
    writeFileSync(join(outside, 'evidence'), 'stays');
    symlinkSync(outside, join(temporary, left, 'link'));
    const alive = basename(temporaryPrefix('stills'));
    const stay = [`${dead}aLink1`, `${dead}aFile1`, `${alive}abcdef`, 'penumbra-stills-abcdef', left.replace(/-\d+-\w{6}$/, '-7-abcdef')];
    symlinkSync(outside, join(temporary, stay[0] ?? ''));
    writeFileSync(join(temporary, stay[1] ?? ''), '');
    for (const name of stay.slice(2)) mkdirSync(join(temporary, name));
    await run(temporary, '');
    expect(readdirSync(temporary).sort()).toEqual(stay.sort());
    expect(existsSync(join(outside, 'evidence'))).toBe(true);
  },
);
