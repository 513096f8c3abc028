// All tests: check, unit and pipeline tests (vitest), browser tests (Playwright); the last line is "N passed, N failed".
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const root = join(import.meta.dirname, '..');
const cache = join(root, '.cache');
const VitestReport = z.object({ numPassedTests: z.int(), numFailedTests: z.int(), numPendingTests: z.int(), numFailedTestSuites: z.int() });
const PlaywrightReport = z.object({ stats: z.object({ expected: z.int(), unexpected: z.int(), flaky: z.int(), skipped: z.int() }) });

interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Runs a tool under this Node; the environment can be extended. */
function run(args: readonly string[], env: Record<string, string> = {}): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
    child.on('error', (error) => {
      console.error(error);
      resolve(false);
    });
    child.on('close', (code) => resolve(code === 0));
  });
}

/** A runner that died before it wrote its report counts as one failure. */
function count(ok: boolean, read: () => Count): Count {
  try {
    const result = read();
    return ok || result.failed > 0 ? result : { ...result, failed: 1 };
  } catch (error) {
    console.error(error);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

function readReport(name: string): unknown {
  return JSON.parse(readFileSync(join(cache, name), 'utf8'));
}

mkdirSync(cache, { recursive: true });
for (const name of ['vitest.json', 'playwright.json']) rmSync(join(cache, name), { force: true });

// Side by side: types are checked on one core, and tests that wait for their programs leave some of theirs.
const [checked, unitOk] = await Promise.all([
  run(['scripts/check.ts']),
  run(['node_modules/vitest/vitest.mjs', 'run', '--reporter=default', '--reporter=json', '--outputFile.json=.cache/vitest.json']),
]);
const unit = count(unitOk, () => {
  const report = VitestReport.parse(readReport('vitest.json'));
  return {
    passed: report.numPassedTests,
    failed: Math.max(report.numFailedTests, report.numFailedTestSuites > 0 ? 1 : 0),
    skipped: report.numPendingTests,
  };
});
const browserOk = await run(['node_modules/@playwright/test/cli.js', 'test'], { PLAYWRIGHT_JSON_OUTPUT_NAME: '.cache/playwright.json' });
const browser = count(browserOk, () => {
  const { stats } = PlaywrightReport.parse(readReport('playwright.json'));
  if (stats.flaky > 0) console.error(`${String(stats.flaky)} browser test(s) passed only when repeated: see "flaky" above.`);
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped };
});

const passed = unit.passed + browser.passed + (checked ? 1 : 0);
const failed = unit.failed + browser.failed + (checked ? 0 : 1);
const skipped = unit.skipped + browser.skipped;
console.log(
  `check ${checked ? 'passed' : 'failed'}; unit and pipeline ${String(unit.passed)}/${String(unit.failed)}; browser ${String(browser.passed)}/${String(browser.failed)} (passed/failed)`,
);
console.log(`${String(passed)} passed, ${String(failed)} failed, ${String(skipped)} skipped`);
process.exitCode = failed === 0 ? 0 : 1;
