import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runTool, ToolExit } from './spawn.ts';

const limits = { timeoutMs: 20_000, maxStdoutBytes: 1 << 20 };
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'penumbra-spawn-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const node = (script: string, ...args: string[]): [string, string[]] => [process.execPath, ['-e', script, '--', ...args]];

async function isGone(pid: number, attempts: number): Promise<boolean> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    try {
      // A zombie waiting for its reaper no longer runs: state Z counts as gone.
      const stat = await readFile(`/proc/${String(pid)}/stat`, 'utf8');
      if (stat.includes(') Z ')) return true;
    } catch {
      return true;
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return false;
}

describe('runTool', () => {
  it('returns stdout and stderr, and passes arguments without any shell', async () => {
    const [path, args] = node('process.stdout.write(process.argv.slice(1).join("|")); process.stderr.write("note")', '$HOME; ls', '"*"');
    const { stdout, stderr } = await runTool(path, args, limits);
    expect(stdout.toString()).toBe('$HOME; ls|"*"');
    expect(stderr).toBe('note');
  });

  it('keeps only the last 8 KiB of stderr', async () => {
    const [path, args] = node('process.stderr.write("a".repeat(20000) + "end")');
    const { stderr } = await runTool(path, args, limits);
    expect(stderr.length).toBe(8192);
    expect(stderr.endsWith('aend')).toBe(true);
  });

  it('rejects with TOOL_FAILED and keeps stderr in the cause', async () => {
    const [path, args] = node('process.stderr.write("/secret/path"); process.exit(3)');
    const error = await runTool(path, args, limits).catch((e: unknown) => e);
    expect(error).toMatchObject({ code: 'TOOL_FAILED' });
    expect((error as Error).message).not.toContain('/secret/path');
    expect((error as Error).cause).toBeInstanceOf(ToolExit);
    expect((error as Error).cause).toMatchObject({ exitCode: 3, stderr: '/secret/path' });
  });

  it('rejects with TOOL_MISSING for a program that is not there', async () => {
    await expect(runTool(join(folder, 'no-such-tool'), [], limits)).rejects.toMatchObject({ code: 'TOOL_MISSING', detail: 'no-such-tool' });
  });

  it('rejects with TOOL_FAILED when the output is too long', async () => {
    const [path, args] = node('setInterval(() => process.stdout.write("x".repeat(4096)), 1)');
    await expect(runTool(path, args, { ...limits, maxStdoutBytes: 10_000 })).rejects.toMatchObject({ code: 'TOOL_FAILED' });
  });

  it.skipIf(process.platform !== 'linux')('kills the whole group: the grandchild goes too', async () => {
    const note = join(folder, 'grandchild');
    const script = `
      const child = require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
      require('fs').writeFileSync(${JSON.stringify(note)} + '.part', String(child.pid));
      require('fs').renameSync(${JSON.stringify(note)} + '.part', ${JSON.stringify(note)});
      setInterval(() => {}, 1000);`;
    const [path, args] = node(script);
    const controller = new AbortController();
    const run = runTool(path, args, { ...limits, signal: controller.signal }).catch((e: unknown) => e);
    let pid = 0;
    while (pid === 0) {
      await new Promise((resolve) => setTimeout(resolve, 25));
      pid = Number(await readFile(note, 'utf8').catch(() => '0'));
    }
    expect(await isGone(pid, 1)).toBe(false);
    controller.abort(new Error('stop'));
    expect(await run).toMatchObject({ message: 'stop' });
    expect(await isGone(pid, 200)).toBe(true);
  });

  it('rejects with MEDIA_TIMEOUT when the time is up', async () => {
    const [path, args] = node('setInterval(() => {}, 1000)');
    await expect(runTool(path, args, { ...limits, timeoutMs: 100 })).rejects.toMatchObject({ code: 'MEDIA_TIMEOUT' });
  });

  it('rejects with the reason of an abort', async () => {
    const [path, args] = node('setInterval(() => {}, 1000)');
    const controller = new AbortController();
    const run = runTool(path, args, { ...limits, signal: controller.signal });
    controller.abort(new Error('the examiner cancelled'));
    await expect(run).rejects.toThrow('the examiner cancelled');
    await expect(runTool(path, args, { ...limits, signal: controller.signal })).rejects.toThrow('the examiner cancelled');
  });
});
