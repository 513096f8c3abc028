/** Killing the process in the middle of an examination loses nothing that was committed, and changes no number. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { must } from '../../src/base/assert.ts';
import { ask, examine, openApp, RESULTS, whatIsLeft } from '../helpers/examine.ts';
import { FRANCK, pieceOf } from '../helpers/real-clips.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const CHILD = fileURLToPath(new URL('../helpers/examine-and-be-killed.ts', import.meta.url));

/** Lets the child examine until the case file holds more than so many frames, then ends it with SIGKILL. */
async function killAfter(frames: number, ...args: string[]): Promise<void> {
  const child = spawn(process.execPath, [CHILD, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = once(child, 'exit');
  for await (const line of createInterface({ input: must(child.stdout, 'stdout is a pipe') })) {
    if (Number(line) > frames) child.kill('SIGKILL');
  }
  const [code, signal] = (await gone) as [number | null, string | null];
  expect([code, signal]).toEqual([null, 'SIGKILL']);
}

it(
  'goes on after three kills, the last while it concludes, to exactly the results of an uninterrupted examination',
  { timeout: 300_000 },
  async () => {
    const root = tempFolder();
    const clip = await pieceOf(FRANCK, 43.5, 10, join(root, 'clip.mp4'));
    await examine(join(root, 'whole'), [clip]);
    const whole = whatIsLeft(join(root, 'whole'));
    expect(whole.job).toMatchObject({ state: 'finished', framesTotal: 240, framesDone: 240 });
    expect(whole.findings.length).toBeGreaterThan(0);

    const folder = join(root, 'killed');
    await killAfter(0, folder, clip);
    const first = whatIsLeft(folder);
    expect(first.job).toMatchObject({ state: 'interrupted', outcomes: [] });
    expect(first.job.framesDone).toBeGreaterThan(0);
    expect(first.job.framesDone).toBeLessThan(240);
    await killAfter(first.job.framesDone, folder);
    const second = whatIsLeft(folder);
    expect(second.job.framesDone).toBeGreaterThan(first.job.framesDone);
    expect(second.job.framesDone).toBeLessThan(240);

    await killAfter(240, folder);
    const third = whatIsLeft(folder);
    expect(third.job).toMatchObject({ state: 'interrupted', framesDone: 240, outcomes: [] });
    expect(third.signals).toEqual([]);

    const app = await openApp(`${folder}-data`);
    await app.openCaseAt(folder);
    const job = await ask(app, 'analysis.resume', { jobId: third.job.id });
    expect(job.framesDone).toBe(240);
    await app.whenJobEnds(job.id);
    expect(await ask(app, 'cases.verify', {})).toMatchObject({ ok: true, problems: [] });
    await app.close();

    const resumed = whatIsLeft(folder);
    for (const part of RESULTS) expect(resumed[part], part).toEqual(whole[part]);
    expect(resumed.job.outcomes).toEqual(whole.job.outcomes);
    expect(resumed.job.framesWithFace).toBe(whole.job.framesWithFace);
    expect(resumed.entries.map(({ action }) => action).filter((action) => action.startsWith('examination.'))).toEqual([
      'examination.started',
      'examination.interrupted',
      'examination.resumed',
      'examination.interrupted',
      'examination.resumed',
      'examination.interrupted',
      'examination.resumed',
      'examination.finished',
    ]);
  },
);
