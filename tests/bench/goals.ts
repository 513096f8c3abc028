/**
 * Measures what docs/performance.md states as goals: `node tests/bench/goals.ts [part…]`. Without a part: all of them, one process each.
 * Parts: visual-720, visual-1080 (seconds of film: --seconds 20), per-frame-720, per-frame-1080, import (--seconds 900), seek (--seconds 3600),
 * memory (--short 120 --seconds 7200), human (--frames 150). Films are made on demand into .cache/bench. Prints one line of JSON for each part.
 */
import { spawnSync } from 'node:child_process';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { againstHuman } from './goals/human.ts';
import { importing, memory, perFrame, seeking, visual } from './goals/parts.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seconds: { type: 'string' }, short: { type: 'string', default: '120' }, frames: { type: 'string', default: '150' } },
});
const length = (usual: number): number => Number(values.seconds ?? usual);

const PARTS: Record<string, () => Promise<object>> = {
  'visual-720': () => visual(720, length(20)),
  'visual-1080': () => visual(1080, length(20)),
  'per-frame-720': () => perFrame(720),
  'per-frame-1080': () => perFrame(1080),
  import: () => importing(length(900)),
  seek: () => seeking(length(3600)),
  'memory-short': () => memory(Number(values.short)),
  'memory-long': () => memory(length(7200)),
  human: () => againstHuman(Number(values.frames)),
};

const [asked] = positionals;
if (positionals.length === 1 && asked !== undefined && asked !== 'memory') {
  const part = PARTS[asked];
  if (part === undefined) throw new Error(`there is no part "${asked}"; there are ${Object.keys(PARTS).join(', ')}`);
  const before = loadavg()[0] ?? 0;
  const numbers = await part();
  const machine = `${cpus()[0]?.model.trim() ?? ''} x ${String(cpus().length)}`;
  const rounded = JSON.stringify(
    { part: asked, ...numbers, machine, loadBefore: before, loadAfter: loadavg()[0] },
    (_key, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(4)) : value),
  );
  console.log(rounded);
} else {
  const wanted =
    positionals.length === 0
      ? Object.keys(PARTS)
      : positionals.flatMap((one) => (one === 'memory' ? ['memory-short', 'memory-long'] : [one]));
  const options = Object.entries(values).flatMap(([name, value]) => [`--${name}`, value]);
  for (const part of wanted) {
    const done = spawnSync(process.execPath, [import.meta.filename, part, ...options], { stdio: ['ignore', 'inherit', 'inherit'] });
    if (done.status !== 0) process.exitCode = 1;
  }
}
