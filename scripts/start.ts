// Opens the workstation: through Electron where its runtime is installed, else through the loopback door; says which.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** Electron's binary, or null. Its package is not imported: that would start a download where the runtime is absent. */
function electronBinary(): string | null {
  const folder = join(root, 'node_modules/electron');
  const pathFile = join(folder, 'path.txt');
  if (!existsSync(pathFile)) return null;
  const binary = join(process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, 'dist'), readFileSync(pathFile, 'utf8'));
  return existsSync(binary) ? binary : null;
}

const electron = electronBinary();
const [program, args] = electron === null ? [process.execPath, [join(root, 'src/loopback/index.ts')]] : [electron, [root]];
console.error(
  electron === null ? 'Electron runtime not installed: opening the window through the loopback door.' : 'Opening the Electron window.',
);
// As commands have it (bootstrap.mjs); Electron runs what was built.
const env = electron === null ? { NODE_COMPILE_CACHE: join(root, '.cache/compile'), ...process.env } : process.env;
const child = spawn(program, [...args, ...process.argv.slice(2)], { cwd: root, env, stdio: 'inherit' });
// A supervisor signals only this process; the window's process must hear it, to close its cases. A terminal signals both.
for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
process.on('SIGINT', () => undefined);
child.on('error', (error) => {
  console.error(error.message);
  process.exitCode = 1;
});
child.on('exit', (code) => (process.exitCode = code ?? 1));
