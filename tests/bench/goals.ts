/**
 * The measurements of `penumbra bench --only …` one at a time, with the load of the machine: `node tests/bench/goals.ts [part…]`, and the one
 * that only a checkout has: human (--frames 150), which fetches what it needs. `--seconds` gives the length of the films (of per-frame:
 * frames); docs/performance.md says what the goals mean. Films are kept in .cache/bench. Prints one line of JSON for each part.
 */
import { spawnSync } from 'node:child_process';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { GOAL_PARTS, measurePart } from '../../src/core/bench/goals.ts';
import { againstHuman } from './goals/human.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seconds: { type: 'string' }, frames: { type: 'string', default: '150' } },
});
const folder = join(import.meta.dirname, '../../.cache/bench');
// As the command has it (scripts/bootstrap.mjs).
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, '../../.cache/compile');
const never = new AbortController().signal;
const length = values.seconds === undefined ? undefined : Number(values.seconds);

const asked = positionals.length === 0 ? [...GOAL_PARTS, 'human'] : positionals;
if (asked.length > 1) {
  // human leaves much in memory: a process for each.
  const options = Object.entries(values).flatMap(([name, value]) => [`--${name}`, value]);
  for (const part of asked) {
    const done = spawnSync(process.execPath, [import.meta.filename, part, ...options], { stdio: ['ignore', 'inherit', 'inherit'] });
    if (done.status !== 0) process.exitCode = 1;
  }
} else {
  const [name] = asked;
  const part = GOAL_PARTS.find((one) => one === name);
  if (part === undefined && name !== 'human')
    throw new Error(`there is no part "${String(name)}"; there are ${GOAL_PARTS.join(', ')}, human`);
  const before = loadavg()[0] ?? 0;
  const numbers = part === undefined ? await againstHuman(Number(values.frames), folder) : await measurePart(part, folder, never, length);
  const machine = `${cpus()[0]?.model.trim() ?? ''} x ${String(cpus().length)}`;
  console.log(
    JSON.stringify({ part: name, ...numbers, machine, loadBefore: before, loadAfter: loadavg()[0] }, (_key, value: unknown) =>
      typeof value === 'number' ? Number(value.toPrecision(4)) : value,
    ),
  );
}
