// Types, lint, Svelte, format, dependency rules, unused exports, advisories: every static check, two at a time; all run even if one fails.
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
type Check = readonly [string, readonly string[]];
/** Before the others: lint reads the declarations that it writes. */
const types: Check = ['types', ['node_modules/typescript/bin/tsc', '-b']];
/** The longest first, so that none is left to run alone at the end. */
const checks: Check[] = [
  ['lint', ['node_modules/eslint/bin/eslint.js', '--max-warnings', '0', '.']],
  [
    'svelte',
    ['node_modules/svelte-check/bin/svelte-check', '--tsconfig', './tsconfig.web.json', '--fail-on-warnings', '--output', 'human'],
  ],
  ['format', ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.']],
  ['rooms', ['node_modules/dependency-cruiser/bin/dependency-cruise.mjs', '--config', '.dependency-cruiser.cjs', 'src']],
  ['unused', ['node_modules/knip/bin/knip.js']],
  ['audit', ['scripts/audit.ts']],
];

/** What a check prints is shown when it has ended, so that two do not mix. */
function run(args: readonly string[]): Promise<{ ok: boolean; words: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    const said: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => said.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
    child.on('error', (error) => said.push(Buffer.from(String(error))));
    child.on('close', (code) => resolve({ ok: code === 0, words: Buffer.concat(said).toString() }));
  });
}

let failed = 0;
async function report([name, args]: Check): Promise<void> {
  const startedAt = performance.now();
  const { ok, words } = await run(args);
  if (!ok) failed += 1;
  console.error(`${words}check ${name}: ${ok ? 'ok' : 'FAILED'} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`);
}
async function lane(): Promise<void> {
  for (let next = checks.shift(); next !== undefined; next = checks.shift()) await report(next);
}
await report(types);
await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, lane));
process.exitCode = failed === 0 ? 0 : 1;
