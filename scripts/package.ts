// Packs the Electron edition for this system into dist/electron. `--rehearse` goes as far as that can be done without Electron's
// runtime: a hollow stand-in takes its place, so the archive is really made and can be looked into, and what comes out cannot run.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build, type Configuration, Platform } from 'electron-builder';
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
  for (const name of ['electron', 'chrome-sandbox', 'LICENSE', 'LICENSES.chromium.html'])
    writeFileSync(join(hollow, name), '', { mode: 0o755 });
  writeFileSync(join(hollow, 'version'), version);
  // Fuses are bits in the runtime's binary; there is none to flip them in.
  await build({ targets: Platform.LINUX.createTarget('dir'), config: { ...common, electronFuses: null, electronDist: hollow } });
  console.log('Rehearsed: dist/electron/linux-unpacked holds the archive; its runtime is hollow and cannot start.');
} else {
  await build({ config: common });
}
