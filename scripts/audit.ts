// Asks the package registry for known weaknesses of what is installed for users. Fails on a high or critical one; where the registry
// cannot be asked (offline, or a mirror without that service) it says that nothing was audited, and does not fail.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import * as z from 'zod';

const Report = z.object({
  metadata: z.object({ vulnerabilities: z.object({ low: z.int(), moderate: z.int(), high: z.int(), critical: z.int() }) }),
  vulnerabilities: z.record(z.string(), z.object({ severity: z.string(), range: z.string() })),
});

const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json', '--loglevel=error'], {
  cwd: join(import.meta.dirname, '..'),
  encoding: 'utf8',
  shell: process.platform === 'win32',
  timeout: 60_000,
});

let report;
try {
  report = Report.safeParse(JSON.parse(stdout));
} catch (error) {
  if (!(error instanceof SyntaxError)) throw error;
}
if (report?.success !== true) {
  console.error('The registry gives no advisories here: the dependencies were NOT audited.');
} else {
  const { low, moderate, high, critical } = report.data.metadata.vulnerabilities;
  for (const [name, { severity, range }] of Object.entries(report.data.vulnerabilities)) console.error(`${severity}: ${name} ${range}`);
  console.error(`advisories: ${String(critical)} critical, ${String(high)} high, ${String(moderate)} moderate, ${String(low)} low`);
  process.exitCode = high + critical > 0 ? 1 : 0;
}
