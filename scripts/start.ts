// Opens the workstation: through Electron where its runtime is installed, else through the loopback door; says which.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** The path of Electron's binary, or null when its runtime was never downloaded. */
function electronBinary(): string | null {
  try {
    const path: unknown = createRequire(import.meta.url)('electron');
    return typeof path === 'string' && existsSync(path) ? path : null;
  } catch {
    // The npm package throws when its runtime is absent: that is the expected case this function is asked about.
    return null;
  }
}

const electron = electronBinary();
const [program, args] = electron === null ? [process.execPath, [join(root, 'src/loopback/index.ts')]] : [electron, [root]];
console.error(electron === null ? 'Electron runtime not installed: opening the window through the loopback door.' : 'Opening the Electron window.');
const done = spawnSync(program, [...args, ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
process.exitCode = done.status ?? 1;
