/**
 * How the window works under a two-hour film: node tests/bench/window.ts [seconds of film] [folder to keep it in].
 * Writes a case of 180,000 frames, ten detectors and thirty signals into a temporary folder, opens it in Chromium, and pans and zooms the timeline.
 * Prints what it measured as JSON; docs/performance.md says what the numbers mean.
 */
import { type CDPSession, chromium, type Page } from '@playwright/test';
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBrowser } from '../../src/base/node/find-browser.ts';
import { ffmpeg } from '../fixtures/make-clips.ts';
import { seedCase } from '../helpers/seeded-case.ts';

const root = join(import.meta.dirname, '../..');
const seconds = Number(process.argv[2] ?? '7200');
const DETECTORS = ['blink', 'head-pose', 'gaze', 'expression', 'pulse', 'face-edge', 'lighting', 'pixelation', 'compression', 'temporal'];

/** A folder that is kept and used again, so that two versions can be compared on the same case. */
const kept = process.argv[3];
const folder = kept ?? (await mkdtemp(join(tmpdir(), 'penumbra-bench-')));
const dataFolder = join(folder, 'data');
const say = (words: string): void => void process.stderr.write(`${words}\n`);

if (!existsSync(dataFolder)) {
  say(`writing a case of ${String(seconds * 25)} frames`);
  const film = await ffmpeg(
    ...['-f', 'lavfi', '-i', `testsrc=size=64x36:rate=25:duration=${String(seconds)}`, '-c:v', 'libx264', '-preset', 'ultrafast'],
    ...['-g', '50', '-pix_fmt', 'yuv420p', join(folder, 'film.mp4')],
  );
  await seedCase({ dataFolder, files: [film], detectorIds: DETECTORS, signalsEach: 3, findings: 2000 });
}
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
  await page.goto(await firstAddress(door));
  const session = await page.context().newCDPSession(page);
  // In time of the processor, so that other work on the machine does not count.
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  say('opening it');
  const openedMs = await open(page);
  const folded = page.locator('[data-testid="lane-toggle"][aria-expanded="false"]');
  while ((await folded.count()) > 0) await folded.first().click();
  await page.waitForTimeout(3000);
  const asOpened = await motion(page, session, 'rest');
  const pan = await motion(page, session, 'pan');
  const zoom = await motion(page, session, 'zoom');
  const heap = await session.send('Performance.getMetrics');
  process.stdout.write(
    `${JSON.stringify(
      {
        machine: `${cpus()[0]?.model.trim() ?? ''}, ${String(cpus().length)} cores, load ${loadavg()[0]?.toFixed(1) ?? ''}`,
        frames: seconds * 25,
        openedMs,
        rest: asOpened,
        pan,
        zoom,
        heapMiB: Math.round((heap.metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0) / 2 ** 20),
        doorMiB: await residentMiB(door.pid),
      },
      null,
      1,
    )}\n`,
  );
} finally {
  await browser.close();
  const gone = new Promise((resolve) => door.once('exit', resolve));
  door.kill('SIGTERM');
  await gone;
  if (kept === undefined) await rm(folder, { recursive: true, force: true });
}

/** Until the first curve stands there. */
async function open(page: Page): Promise<number> {
  const startedAt = performance.now();
  await page.getByRole('button', { name: /Seeded case/ }).click();
  await page.getByTestId('signal-plot').first().waitFor({ timeout: 300_000 });
  return Math.round(performance.now() - startedAt);
}

/** Five seconds of one movement, a step on every animation frame. */
async function motion(page: Page, session: CDPSession, kind: 'rest' | 'pan' | 'zoom') {
  const before = await busyMs(session);
  const seen = await page.evaluate(async (how) => {
    const lanes = document.querySelector('[data-testid="timeline-lanes"]')!;
    const box = lanes.getBoundingClientRect();
    const long: number[] = [];
    const watch = new PerformanceObserver((list) => list.getEntries().forEach((entry) => long.push(entry.duration)));
    watch.observe({ type: 'longtask' });
    const wheel = (init: WheelEventInit) =>
      lanes.dispatchEvent(
        new WheelEvent('wheel', { bubbles: true, cancelable: true, clientX: box.left + box.width * 0.6, clientY: box.top + 60, ...init }),
      );
    if (how !== 'rest') for (let k = 0; k < 12; k += 1) wheel({ ctrlKey: true, deltaY: -100 });
    const startedAt = performance.now();
    const gaps: number[] = [];
    for (let last = startedAt, k = 0; last - startedAt < 5000; k += 1) {
      const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
      gaps.push(now - last);
      last = now;
      if (how === 'pan') wheel({ deltaX: k % 400 < 200 ? 30 : -30 });
      if (how === 'zoom') wheel({ ctrlKey: true, deltaY: k % 80 < 40 ? 100 : -100 });
    }
    watch.disconnect();
    gaps.sort((a, b) => a - b);
    return { frames: gaps.length, ms: performance.now() - startedAt, p95: gaps[Math.floor(gaps.length * 0.95)] ?? 0, long };
  }, kind);
  return {
    framesPerSecond: Math.round((seen.frames / seen.ms) * 10_000) / 10,
    p95FrameMs: Math.round(seen.p95 * 10) / 10,
    busyMsPerFrame: Math.round(((await busyMs(session)) - before) / seen.frames / 0.01) / 100,
    longTasks: seen.long.length,
    longestMs: Math.round(Math.max(0, ...seen.long)),
  };
}

/** Time of the processor that the window's main thread has spent in tasks. */
async function busyMs(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0);
}

async function residentMiB(pid: number | undefined): Promise<number | null> {
  const status = await readFile(`/proc/${String(pid)}/status`, 'utf8').catch(() => '');
  const kib = /VmHWM:\s+(\d+)/.exec(status)?.[1];
  return kib === undefined ? null : Math.round(Number(kib) / 1024);
}

function firstAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = '';
    child.stdout?.on('data', (bytes: Buffer) => {
      printed += bytes.toString();
      const url = /http:\/\/127\.0\.0\.1:\S+/.exec(printed)?.[0];
      if (url !== undefined) resolve(url);
    });
    child.once('exit', (code) => reject(new Error(`the door closed at once with exit code ${String(code)}`)));
  });
}
