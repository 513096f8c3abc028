/** What ONNX Runtime leaves behind when a network is opened: with its reports on, an identifier of the machine and a store of what to send. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import { tinyFaceNetwork } from '../../../tests/helpers/tiny-network.ts';

const here = (name: string): string => JSON.stringify(pathToFileURL(join(import.meta.dirname, name)).href);

/** Runs a script whose home and folder for temporary files are its own; answers what lies in them afterwards. */
function leftBy(script: string): string[] {
  const home = tempFolder();
  const temp = tempFolder();
  const env = { PATH: process.env.PATH, HOME: home, TMPDIR: temp };
  const run = spawnSync(process.execPath, ['--input-type=module', '-e', script], { env, encoding: 'utf8' });
  expect(run).toMatchObject({ status: 0, stdout: 'opened\n' });
  return [...(existsSync(home) ? readdirSync(home, { recursive: true, encoding: 'utf8' }) : []), ...readdirSync(temp)];
}

const { weightsFolder } = tinyFaceNetwork(tempFolder(), 'tiny');
const open = (from: string): string =>
  `const { InferenceSession } = (await import(${from})).default ?? (await import(${from}));
   await InferenceSession.create(${JSON.stringify(join(weightsFolder, 'tiny.onnx'))});
   process.stdout.write('opened\\n');`;

it('leaves nothing behind, in the main thread or in one that it started', () => {
  expect(leftBy(open(here('onnx-runtime.ts')))).toEqual([]);
  const inThread = `await import(${here('no-usage-reports.ts')});
    const { Worker } = await import('node:worker_threads');
    new Worker(${JSON.stringify(`(async () => { ${open(here('onnx-runtime.ts'))} })()`)}, { eval: true });`;
  expect(leftBy(inThread)).toEqual([]);
});

it.runIf(process.platform === 'linux')('would leave its store of reports behind', () => {
  expect(leftBy(open("'onnxruntime-node'")).join('\n')).toContain('onnxruntime.db');
});

it('is not loaded in a thread that was started without turning them off', () => {
  const script = `const { Worker } = await import('node:worker_threads');
    const thread = new Worker('import(' + JSON.stringify(${here('onnx-runtime.ts')}) + ')', { eval: true });
    thread.on('error', ({ message }) => process.stdout.write(message.includes('no-usage-reports') ? 'opened\\n' : message));`;
  expect(leftBy(script)).toEqual([]);
});
