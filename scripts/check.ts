// Format, types, lint, Svelte, dependency rules, unused exports, advisories: every static check, one after the other; all run even if one fails.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const checks: readonly (readonly [string, readonly string[]])[] = [
  ['format', ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.']],
  ['types', ['node_modules/typescript/bin/tsc', '-b']],
  [
    'svelte',
    ['node_modules/svelte-check/bin/svelte-check', '--tsconfig', './tsconfig.web.json', '--fail-on-warnings', '--output', 'human'],
  ],
  ['lint', ['node_modules/eslint/bin/eslint.js', '--max-warnings', '0', '.']],
  ['rooms', ['node_modules/dependency-cruiser/bin/dependency-cruise.mjs', '--config', '.dependency-cruiser.cjs', 'src']],
  ['unused', ['node_modules/knip/bin/knip.js']],
  ['audit', ['scripts/audit.ts']],
];

const failed = checks.filter(([name, args]) => {
  const startedAt = performance.now();
  const ok = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status === 0;
  console.error(`check ${name}: ${ok ? 'ok' : 'FAILED'} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`);
  return !ok;
});
process.exitCode = failed.length === 0 ? 0 : 1;
