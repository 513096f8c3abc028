// Plain Node (18 or newer), no dependency but the file beside it: brings a fresh clone to where a command can run, then runs it under our own Node 24.
// Usage: node scripts/bootstrap.mjs demo|test|start|check|build|penumbra [arguments]. Everything it says goes to stderr.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isInstalled } from './installed.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = join(root, 'node_modules', '.bin');
const windows = process.platform === 'win32';
/** A release (scripts/release.ts) brings the window built and the networks converted, and leaves out what is only for development. */
const released = existsSync(join(root, 'RELEASE'));
const env = { ...process.env, PATH: bin + delimiter + (process.env.PATH ?? '') };

/** What each command needs beyond the npm packages, and the script that it is. */
const commands = {
  demo: { script: 'scripts/demo.ts', weights: true, build: true, tools: ['ffmpeg', 'chromium', 'pdf'], sample: true },
  test: { script: 'scripts/test.ts', weights: true, build: true, tools: ['ffmpeg', 'chromium', 'xvfb', 'pdf'], sample: true, redis: true },
  start: { script: 'scripts/start.ts', weights: true, build: true, tools: ['ffmpeg', 'chromium'] },
  check: { script: 'scripts/check.ts', weights: false, build: false, tools: [] },
  build: { script: null, weights: true, build: true, tools: [] },
  penumbra: { script: 'src/cli/index.ts', weights: true, build: false, tools: ['ffmpeg'] },
};

/** For each tool: the programs of which one must be on PATH (or all, for `every`), and the Debian packages that bring them. */
const tools = {
  // bubblewrap keeps what reads evidence apart (docs/security.md); nothing is missing without it, so it is not asked for alone.
  ffmpeg: { every: ['ffmpeg', 'ffprobe'], debian: ['ffmpeg', 'bubblewrap'] },
  // Chromium's own sandbox is a package apart: it is needed where the kernel lets no ordinary user make namespaces.
  chromium: {
    some: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'],
    debian: ['chromium', 'chromium-sandbox'],
  },
  xvfb: { every: ['Xvfb'], debian: ['xvfb'] },
  pdf: { every: ['pdfsig', 'pdftoppm', 'pdftotext'], debian: ['poppler-utils'] },
};

/** The public sample of sound, 4 MB from Debian; without it the demo and the tests go on and say what they leave out. */
const sample = {
  programs: ['espeak-ng', 'flite'],
  recording: '/usr/share/pocketsphinx/test/data/librivox/sense_and_sensibility_01_austen_64kb-0870.wav',
  debian: ['espeak-ng', 'flite', 'pocketsphinx-testdata'],
};

function say(words) {
  process.stderr.write(`penumbra set-up: ${words}\n`);
}

function fail(words) {
  say(words);
  process.exit(1);
}

function run(program, args, what) {
  const done = spawnSync(program, args, { cwd: root, env, stdio: ['ignore', 2, 2], shell: windows && program === 'npm' });
  if (done.status !== 0) fail(`${what} failed (${done.error?.message ?? `exit status ${String(done.status)}`}).`);
}

function onPath(program) {
  const names = windows ? [`${program}.exe`, `${program}.cmd`] : [program];
  return (env.PATH ?? '').split(delimiter).some((folder) => folder !== '' && names.some((name) => existsSync(join(folder, name))));
}

function present({ every, some }) {
  return every ? every.every(onPath) : some.some(onPath);
}

function hashOf(paths) {
  const hash = createHash('sha256');
  const add = (path) => {
    const full = join(root, path);
    if (!existsSync(full)) return;
    const entries = readdirSync(full, { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const inner = join(path, entry.name);
      if (entry.isDirectory()) add(inner);
      else if (entry.isFile())
        hash
          .update(inner)
          .update('\0')
          .update(readFileSync(join(root, inner)));
    }
  };
  for (const path of paths) {
    if (path.includes('.'))
      hash
        .update(path)
        .update('\0')
        .update(readFileSync(join(root, path)));
    else add(path);
  }
  return hash.digest('hex');
}

/** Does `work` unless the stamp file already holds `key` and what it made is still there. */
function once(stamp, key, work, isThere = () => true) {
  const path = join(root, stamp);
  if (existsSync(path) && readFileSync(path, 'utf8') === key && isThere()) return;
  work();
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, key);
}

function hasWeights() {
  const { networks } = JSON.parse(readFileSync(join(root, 'models/models.lock.json'), 'utf8'));
  return networks.every(({ file }) => existsSync(join(root, 'models/weights', file)));
}

const QUIET = ['--no-audit', '--no-fund', '--loglevel=error'];

/**
 * The packages' own range ("engines" in package-lock.json): under an older Node npm leaves out optional ones without a word, such as what the
 * window is built with. npm 9 refuses a lock file in which one package stands for another. Debian 12 brings Node 18 and npm 9.
 */
function canInstall() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const node = major >= 24 || (major === 20 && minor >= 19) || (major === 22 && minor >= 13);
  const { stdout } = spawnSync('npm', ['--version'], { cwd: root, env, encoding: 'utf8', shell: windows });
  return node && Number.parseInt(stdout ?? '', 10) >= 10;
}

/** The Node that the packages bring and an npm of its time, in a folder of their own and first on PATH. */
function bringNpm() {
  say('this Node or npm is too old to install the packages; fetching newer ones for that …');
  const { optionalDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const platform = `-${windows ? 'win' : process.platform}-${process.arch}`;
  const node = Object.entries(optionalDependencies).find(([name]) => name.startsWith('node-') && name.endsWith(platform));
  if (!node) fail(`there is no Node 24 among the npm packages for ${process.platform}-${process.arch}.`);
  const folder = join(root, '.cache', 'npm');
  mkdirSync(folder, { recursive: true });
  // A project of its own, or npm would read ours.
  writeFileSync(join(folder, 'package.json'), '{}');
  run('npm', ['install', '--prefix', folder, '--ignore-scripts', ...QUIET, node.join('@'), 'npm@11.19.1'], 'fetching a newer npm');
  env.PATH = join(folder, 'node_modules', '.bin') + delimiter + env.PATH;
}

function installPackages() {
  if (!isInstalled(root, !released)) {
    say(`installing npm packages (about ${released ? '760' : '950'} MB on disk) …`);
    const before = env.PATH;
    if (!canInstall()) bringNpm();
    run('npm', ['ci', ...(released ? ['--omit=dev'] : []), ...QUIET], 'npm ci');
    env.PATH = before;
  }
  if (!existsSync(join(bin, windows ? 'node.cmd' : 'node')))
    fail(`no Node 24 came with the npm packages for ${process.platform}-${process.arch}.`);
}

function installTools(names) {
  const missing = names.filter((name) => !present(tools[name]));
  if (missing.length === 0) return;
  const packages = missing.flatMap((name) => tools[name].debian);
  const line = `apt-get install -y --no-install-recommends ${packages.join(' ')}`;
  if (process.platform !== 'linux' || !onPath('apt-get'))
    fail(`please install ${missing.join(', ')} (on Debian: ${line}) and run this again.`);
  if (process.getuid?.() !== 0) fail(`some programs are missing. Please type:\n  sudo apt-get update && sudo ${line}\nand run this again.`);
  say(`installing ${packages.join(', ')} with apt-get …`);
  env.DEBIAN_FRONTEND = 'noninteractive';
  run('apt-get', ['update', '-qq'], 'apt-get update');
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], line);
}

/** The queue of the tests of examinations on workers: 1 MB, and no service is started. Without it these tests are left out. */
const redis = { programs: ['redis-server', 'redis-check-rdb'], debian: ['redis-tools'] };

function installSample() {
  tryOnce('the sample of sound', sample.debian, () => existsSync(sample.recording) && sample.programs.every(onPath));
}

function installRedis() {
  tryOnce('Redis for the tests of the rack', redis.debian, () => redis.programs.some(onPath));
}

/** Tries once and never fails: what is missing then is said, and left out. */
function tryOnce(what, debian, there) {
  if (there()) return;
  const line = `apt-get install -y --no-install-recommends ${debian.join(' ')}`;
  if (process.platform === 'linux' && onPath('apt-get') && process.getuid?.() === 0) {
    say(`installing ${what} (${debian.join(', ')}) with apt-get …`);
    const apt = (...words) => spawnSync('apt-get', words, { env: { ...env, DEBIAN_FRONTEND: 'noninteractive' }, stdio: ['ignore', 2, 2] });
    const install = () => apt('install', '-y', '-qq', '--no-install-recommends', ...debian).status === 0;
    if (!install() && apt('update', '-qq').status === 0) install();
  }
  if (!there()) say(`not installed, so left out: ${what} (on Debian: ${line}).`);
}

const [name = '', ...args] = process.argv.slice(2);
const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
if (!command) fail(`unknown command "${name}"; there are ${Object.keys(commands).join(', ')}.`);
process.chdir(root);
installPackages();
installTools(command.tools);
if (command.sample) installSample();
if (command.redis) installRedis();
const node = execFileSync(join(bin, windows ? 'node.cmd' : 'node'), ['-p', 'process.execPath'], {
  encoding: 'utf8',
  shell: windows,
}).trim();
if (command.weights && !released) {
  const convert = () => {
    say('converting the networks to ONNX …');
    run(node, ['models/convert/convert.ts'], 'the conversion of the networks');
  };
  once('models/weights/.converted', hashOf(['models/convert', 'models/models.lock.json', 'package-lock.json']), convert, hasWeights);
}
// The page for third parties is a part of the build that the command line can be asked for.
if ((command.build || (name === 'penumbra' && args[0] === 'verifier')) && !released) {
  once(
    'out/.built',
    hashOf(['src', 'resources', 'scripts/words', 'electron.vite.config.ts', 'vite.verifier.config.ts', 'package-lock.json']),
    () => {
      say('building the window …');
      run(node, ['node_modules/electron-vite/bin/electron-vite.js', 'build', '--logLevel', 'warn'], 'the build');
      run(
        node,
        ['node_modules/vite/bin/vite.js', 'build', '--config', 'vite.verifier.config.ts', '--logLevel', 'warn'],
        'the build of the verifier',
      );
    },
  );
}
if (command.script === null) process.exit(0);
// The command line resolves paths where the person typed them, not where npm runs.
const cwd = name === 'penumbra' ? (process.env.INIT_CWD ?? root) : root;
// What Node makes of the source is kept beside it, where whoever could change it could change the source too: a thread is ready in half the time.
if (name === 'penumbra' || name === 'test') env.NODE_COMPILE_CACHE ??= join(root, '.cache', 'compile');
const child = spawn(node, [join(root, command.script), ...args], { cwd, env, stdio: 'inherit' });
// A terminal signals the whole group; a supervisor only this process, so what it says is passed on.
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
process.on('SIGINT', () => undefined);
child.on('exit', (code) => process.exit(code ?? 1));
