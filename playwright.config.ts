import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  // One browser on one system is asked for pictures, so their names need neither.
  snapshotPathTemplate: 'tests/e2e/screens/{arg}{ext}',
  // Each test has a door, a data folder and a browser context of its own.
  workers: 2,
  // One repeat; a spec that needed it is listed as flaky, and the count of tests says so.
  retries: 1,
  timeout: 240_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ['json', { outputFile: '.cache/playwright.json' }]],
});
