import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import { confine, confinementHere, MEMORY_BYTES } from './confine.ts';
import { runTool } from './spawn.ts';

const here = confinementHere();
const limits = { timeoutMs: 20_000, maxStdoutBytes: 1 << 20 };

describe('confine', () => {
  it('gives a program nothing of the environment but what it needs to start', () => {
    process.env.PENUMBRA_TEST_SECRET = 'x';
    const { env } = confine(process.execPath, [], { reads: '/tmp/x' });
    delete process.env.PENUMBRA_TEST_SECRET;
    expect(
      Object.keys(env).filter((name) => !['PATH', 'LC_ALL', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH', 'SystemRoot'].includes(name)),
    ).toEqual([]);
  });

  it('runs the program as it is where the system has neither prlimit nor bubblewrap', () => {
    const run = confine(process.execPath, ['-v'], { reads: '/tmp/x' }, { prlimit: null, bwrap: null });
    expect(run).toMatchObject({ path: process.execPath, args: ['-v'], wrapped: false });
  });

  it('leaves a program that is not there to whoever starts it', () => {
    expect(confine('/no/such/program', ['-v'], { reads: '/tmp/x' })).toMatchObject({ path: '/no/such/program', args: ['-v'] });
  });
});

describe.skipIf(here.prlimit === null)('with prlimit', () => {
  it('lets a program have no more memory than the limit, and write no file', async () => {
    const folder = tempFolder();
    const script = `
      try { require('fs').writeFileSync(${JSON.stringify(join(folder, 'out'))}, 'x'); process.stdout.write('wrote') }
      catch (error) { process.stdout.write(error.code) }`;
    const reach = { reads: join(folder, 'in') };
    writeFileSync(reach.reads, '');
    // EFBIG from the limit; in the sandbox the folder is not even there.
    const said = await runTool(process.execPath, ['-e', `process.on('SIGXFSZ', () => {});${script}`], { ...limits, reach });
    expect(said.stdout.toString()).toMatch(/^(EFBIG|ENOENT|EROFS)$/);
    // Of WebAssembly Node may have much more than the limit lets it have.
    const greedy = `const kept = []; for (let n = 0; n < ${String(Math.ceil(MEMORY_BYTES / 2 ** 28) + 4)}; n++) kept.push(new ArrayBuffer(2 ** 28)); process.stdout.write('got it')`;
    const error = await runTool(process.execPath, ['-e', greedy], { ...limits, reach }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'TOOL_FAILED' });
  });
});

describe.skipIf(process.platform !== 'linux')('without bubblewrap', () => {
  it('a program that hangs ends with whoever started it', async ({ skip }) => {
    // Asked in a process of its own: what is found is kept.
    const asked = `import(${JSON.stringify(import.meta.resolve('./confine.ts'))}).then(({ confine }) => {
      const { path, args, env } = confine('sleep', ['1000'], {});
      if (!path.endsWith('setpriv')) return console.log('none');
      console.log(require('child_process').spawn(path, args, { env, detached: true, stdio: 'ignore' }).pid);
    })`;
    const child = spawn(process.execPath, ['-e', asked], {
      env: { ...process.env, PENUMBRA_ISOLATION: 'off' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [said] = (await once(child.stdout, 'data')) as [Buffer];
    const words = said.toString().trim();
    if (words === 'none') skip('setpriv of util-linux is not there');
    const isThere = (): boolean => existsSync(`/proc/${words}`) && !readFileSync(`/proc/${words}/stat`, 'utf8').includes(') Z ');
    expect(isThere()).toBe(true);
    child.kill('SIGKILL');
    await expect.poll(isThere, { timeout: 10_000 }).toBe(false);
  });
});

describe.skipIf(here.bwrap === null)('with bubblewrap', () => {
  const folder = tempFolder();
  mkdirSync(join(folder, 'case'));
  writeFileSync(join(folder, 'case', 'exhibit'), 'evidence');
  writeFileSync(join(folder, 'case', 'beside'), 'another');
  const reach = { reads: join(folder, 'case', 'exhibit') };

  it('shows a program its file, and neither its neighbours nor the system’s own files', async () => {
    const script = `
      const fs = require('fs');
      const read = (path) => { try { return fs.readFileSync(path, 'utf8').slice(0, 8) } catch (error) { return error.code } };
      process.stdout.write(JSON.stringify([${JSON.stringify(reach.reads)}, ${JSON.stringify(join(folder, 'case', 'beside'))}, '/etc/passwd'].map(read)))`;
    const { stdout } = await runTool(process.execPath, ['-e', script], { ...limits, reach });
    expect(JSON.parse(stdout.toString())).toEqual(['evidence', 'ENOENT', 'ENOENT']);
  });

  it('cannot write to its file', async () => {
    const script = `try { require('fs').appendFileSync(${JSON.stringify(reach.reads)}, 'x') } catch (error) { process.stdout.write(error.code) }`;
    const { stdout } = await runTool(process.execPath, ['-e', script], { ...limits, reach });
    expect(stdout.toString()).toBe('EROFS');
    expect(readFileSync(reach.reads, 'utf8')).toBe('evidence');
  });

  it('reaches no server of this machine', async () => {
    let met = 0;
    const server = createServer((socket) => {
      met += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const script = `require('net').connect(${String(port)}, '127.0.0.1').on('error', (error) => process.stdout.write(error.code)).on('connect', () => process.stdout.write('connected'))`;
    const { stdout } = await runTool(process.execPath, ['-e', script], { ...limits, reach });
    server.close();
    expect([stdout.toString(), met]).toEqual([expect.stringMatching(/^E/), 0]);
  });

  it('says by which signal a program died inside', async () => {
    const error = await runTool(process.execPath, ['-e', 'process.kill(process.pid, "SIGSEGV"); setInterval(() => {}, 1000)'], {
      ...limits,
      reach,
    }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'TOOL_FAILED', cause: { exitCode: null, signal: 'SIGSEGV' } });
  });
});

it('is tried once: a thread that is started later is told, and finds nothing by itself', async () => {
  const entry = JSON.stringify(new URL('./confine.ts', import.meta.url).href);
  const code = `import(${entry}).then(({ confinementHere }) => require('node:worker_threads').parentPort.postMessage(confinementHere({ PATH: '' })))`;
  const [told] = (await once(new Worker(code, { eval: true }), 'message')) as [unknown];
  expect(told).toEqual(here);
});
