/**
 * How the list of findings works in a large case: node tests/bench/findings.ts
 * Writes a case of 300 exhibits (the records of one clip, 300 times) and 20,100 findings into a temporary folder and opens it in Chromium three
 * times. Prints what it measured as JSON, one object for each opening; docs/performance.md says what the numbers mean.
 */
import { chromium, type Page } from '@playwright/test';
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { must } from '../../src/base/assert.ts';
import { findBrowser } from '../../src/base/node/find-browser.ts';
import { sha256Hex } from '../../src/base/node/sha256.ts';
import { FindingDraft, type Job } from '../../src/contract/analysis.ts';
import type { Exhibit } from '../../src/contract/exhibits.ts';
import { entryFor } from '../../src/store/entries.ts';
import { openCase } from '../../src/store/open-case.ts';
import type { Acquisition, EndedJob } from '../../src/store/records.ts';
import { h264Clip } from '../fixtures/make-clips.ts';
import { seedCase } from '../helpers/seeded-case.ts';

const root = join(import.meta.dirname, '../..');
const EXHIBITS = 300;
const FINDINGS_EACH = 67;
const ME = 'Demo Examiner';

/** Copies the first exhibit's records, so that no file is decoded 300 times; the copies have no file. */
function multiply(folder: string): void {
  const store = openCase(folder, { now: () => new Date(), penumbraVersion: '0.1.0' });
  const first = must(store.exhibits()[0], 'an exhibit was imported');
  const job = must(store.jobs()[0], 'it was examined');
  const index = must(store.frameIndex(first.id), 'it has frames');
  const findings = store.findings().map((finding) => FindingDraft.strip().parse(finding));
  const [tracks, signals] = [store.tracks(job.id), store.signals(job.id)];
  for (let number = 2; number <= EXHIBITS; number += 1) {
    const sha256 = sha256Hex(String(number));
    const { exhibit } = store.act(
      (made: { exhibit: Exhibit; acquisition: Acquisition }) => entryFor.exhibitImported(ME, made.exhibit, made.acquisition),
      (tx) => {
        const name = `clip-${String(number)}.mp4`;
        const hashes = { ...first.hashes, sha256 };
        const file = { originalName: name, sizeBytes: 1000, extension: 'mp4', sourceModifiedAtUtc: null };
        const added = tx.addExhibit({ ...file, hashes, facts: first.facts, index });
        const arrival = { exhibitId: added.id, name, sizeBytes: 1000, sourceModifiedAtUtc: null, received: 'path' } as const;
        return { exhibit: added, acquisition: tx.addAcquisition(arrival) };
      },
    );
    const plan = { ...job.plan, exhibitSha256: sha256 };
    const { id } = store.act(
      (made: Job) => entryFor.examinationStarted(ME, made),
      (tx) => tx.addJob({ exhibitId: exhibit.id, plan, framesTotal: job.framesTotal, blocksTotal: 0 }),
    );
    store.act(
      (ended: EndedJob) => entryFor.examinationEnded(ME, ended),
      (tx) => tx.endJob({ jobId: id, state: 'finished', outcomes: job.outcomes, tracks, signals, findings, error: null }),
    );
  }
  store.close();
}

const folder = await mkdtemp(join(tmpdir(), 'penumbra-bench-'));
const dataFolder = join(folder, 'data');
multiply(await seedCase({ dataFolder, files: [await h264Clip(folder, 'clip.mp4', '25', 20)], findings: FINDINGS_EACH }));
const door = spawn(process.execPath, [join(root, 'src/loopback/index.ts'), '--no-window'], {
  cwd: root,
  env: { ...process.env, PENUMBRA_DATA: dataFolder },
  stdio: ['ignore', 'pipe', 'inherit'],
});
const browser = await chromium.launch({
  executablePath: findBrowser() ?? '',
  args: ['--disable-gpu', '--no-first-run', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
});
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  let printed = '';
  for await (const bytes of door.stdout) if (/http:\/\/127\.0\.0\.1:\S+\s/.test((printed += String(bytes)))) break;
  await page.goto(must(/http:\/\/127\.0\.0\.1:\S+/.exec(printed), 'the door says where it is')[0]);
  for (let opening = 1; opening <= 3; opening += 1) process.stdout.write(`${JSON.stringify(await measure(page))}\n`);
} finally {
  await browser.close();
  const gone = new Promise((resolve) => door.once('exit', resolve));
  door.kill('SIGTERM');
  await gone;
  await rm(folder, { recursive: true, force: true });
}

async function measure(page: Page) {
  const count = page.getByTestId('finding-count');
  const timed = async (act: () => Promise<unknown>): Promise<number> => {
    const startedAt = performance.now();
    await act();
    return Math.round(performance.now() - startedAt);
  };
  const total = String(EXHIBITS * FINDINGS_EACH);
  const openedMs = await timed(async () => {
    await page.getByRole('button', { name: /Seeded case/ }).click();
    await page.getByTestId('finding').first().waitFor();
  });
  const allExhibitsMs = await timed(async () => {
    await page.keyboard.press('e');
    await count.getByText(`${total} of ${total}`).waitFor();
  });
  const steps: number[] = [];
  for (let step = 0; step < 20; step += 1) steps.push(await timed(() => page.keyboard.press('ArrowDown')));
  const wordsMs = await timed(async () => {
    await page.keyboard.press('/');
    await page.keyboard.insertText('head-pose');
    await count.getByText(new RegExp(`^(?!${total} ).* of ${total}`)).waitFor();
  });
  await page.keyboard.press('Escape');
  const paletteMs = await timed(async () => {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: /^Command/ }).waitFor();
    await page.keyboard.insertText('F19999');
    await page.getByRole('option', { name: /F19999/ }).waitFor();
  });
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Cases' }).click();
  const machine = `${cpus()[0]?.model.trim() ?? ''}, ${String(cpus().length)} cores, load ${loadavg()[0]?.toFixed(1) ?? ''}`;
  return { machine, openedMs, allExhibitsMs, stepMs: steps.sort((a, b) => a - b)[10], wordsMs, paletteMs };
}
