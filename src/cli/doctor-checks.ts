/** The single checks of `penumbra doctor`. */
import { existsSync } from 'node:fs';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeFolder } from '../base/node/make-folder.ts';
import { Failure } from '../base/failure.ts';
import type { ProviderName } from '../contract/providers.ts';
import { type Confinement, confinementHere, MEMORY_BYTES } from '../base/node/confine.ts';
import { findBrowser } from '../base/node/find-browser.ts';
import { findElectron } from '../base/node/find-electron.ts';
import { runTool } from '../base/node/spawn.ts';
import { modelsFolder } from '../core/analysis/models-folder.ts';
import { isDue } from '../core/cases/last-verified.ts';
import { dataFolder } from '../core/default-ports.ts';
import { SettingsFile } from '../core/settings/settings.ts';
import { lastResult } from '../core/selftest/last-result.ts';
import { agrees, inWords } from '../core/selftest/summary.ts';
import { surveyProviders } from '../engine/inference/choose-provider.ts';
import { providersHere, TRIAL_MS } from '../engine/inference/provider-trials.ts';
import { readLock, type LockEntry } from '../engine/inference/lock.ts';
import { readWeights } from '../engine/inference/weights.ts';
import { findTools } from '../engine/media/tools.ts';
import { exifToolHere } from '../engine/structure/metadata.ts';
import { providerInWords } from './words.ts';

export interface DoctorResult {
  readonly state: 'ok' | 'absent' | 'missing';
  readonly words: string;
}

export interface DoctorCheck {
  readonly name: string;
  run(): Promise<DoctorResult>;
}

const ok = (words: string): DoctorResult => ({ state: 'ok', words });
const absent = (words: string): DoctorResult => ({ state: 'absent', words });
const missing = (words: string): DoctorResult => ({ state: 'missing', words });

/** The oldest Node that runs TypeScript as it is and has the Node-API that the database needs. */
const NODE_MAJOR = 24;
const FONTS = 3;

/** Our choice: whoever asks how the machine is does not wait longer for each provider. The processor, which is needed, has the whole limit of a trial. */
const SHORT_TRIAL_MS = 20_000;

export interface DoctorWish {
  /** Every provider may take as long as it may before an examination. */
  readonly allProviders: boolean;
}

export function doctorChecks({ allProviders }: DoctorWish, env: NodeJS.ProcessEnv = process.env): readonly DoctorCheck[] {
  const models = modelsFolder();
  const root = dirname(models);
  const weights = join(models, 'weights');
  const lock = readLock(join(models, 'models.lock.json'));
  return [
    { name: 'Node', run: () => Promise.resolve(node()) },
    {
      name: 'ffmpeg',
      run: () =>
        failureAs(missing, async () => {
          const { version, ffmpegPath, ffprobePath } = await findTools(env);
          return ok(`${version} (${ffmpegPath}, ${ffprobePath})`);
        }),
    },
    { name: 'bounds', run: () => Promise.resolve(bounds(confinementHere(env))) },
    { name: 'ExifTool', run: exifTool },
    { name: 'weights', run: () => allWeights(weights, lock) },
    { name: 'ONNX Runtime', run: () => failureAs(missing, () => runtime(weights, lock[0]?.id)) },
    { name: 'providers', run: () => providers(models, allProviders) },
    { name: 'self-test', run: () => selfTest(dataFolder(env)) },
    { name: 'verifications', run: () => failureAs(missing, () => verifications(dataFolder(env))) },
    { name: 'database', run: () => database() },
    { name: 'data folder', run: () => writable(dataFolder(env)) },
    { name: 'fonts', run: () => fonts(join(root, 'resources', 'fonts')) },
    { name: 'window', run: () => browser(env) },
    { name: 'Electron', run: () => Promise.resolve(electron(root)) },
    { name: 'built interface', run: () => Promise.resolve(builtInterface(join(root, 'out', 'renderer'))) },
  ];
}

/** What keeps ffmpeg and ExifTool within bounds on this machine (docs/security.md). */
export function bounds({ prlimit, bwrap }: Confinement): DoctorResult {
  const memory = `${String(Math.round(MEMORY_BYTES / 2 ** 20))} MiB of memory for each run, no files written (prlimit)`;
  const limits = prlimit === null ? 'no limit of memory (prlimit of util-linux is not there); time and output are limited' : memory;
  const apart = "no network, and of this machine's files only the exhibit (bubblewrap)";
  const open = 'not isolated: bubblewrap is absent, turned off, or not allowed to make namespaces here';
  const words = `${limits}; ${bwrap === null ? open : apart}`;
  return prlimit === null || bwrap === null ? absent(words) : ok(words);
}

/** Without it a file's metadata is not read, and everything else is. */
async function exifTool(): Promise<DoctorResult> {
  const found = await exifToolHere();
  return 'version' in found ? ok(found.version) : absent(found.reason);
}

async function failureAs(as: (words: string) => DoctorResult, check: () => Promise<DoctorResult>): Promise<DoctorResult> {
  try {
    return await check();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return as(`${error.code}: ${error.message}`);
  }
}

function node(): DoctorResult {
  const words = `${process.version} (${process.execPath})`;
  return Number(process.versions.node.split('.')[0]) >= NODE_MAJOR
    ? ok(words)
    : missing(`${words}; ${String(NODE_MAJOR)} or newer is needed`);
}

/** Every network that is lost or altered, since each takes other detectors with it. */
async function allWeights(folder: string, lock: readonly LockEntry[]): Promise<DoctorResult> {
  const wrong: string[] = [];
  for (const entry of lock) {
    const { words } = await failureAs(missing, async () => {
      await readWeights(folder, entry);
      return ok('');
    });
    if (words !== '') wrong.push(words);
  }
  if (wrong.length === 0) return ok(`${String(lock.length)} networks have their locked hashes (${lock.map(({ id }) => id).join(', ')})`);
  return missing(
    `${wrong.join('; ')}. Delete what is altered in ${folder}: "npm start" then makes it again; of a release, unpack the tarball again`,
  );
}

async function runtime(weightsFolder: string, network: string | undefined): Promise<DoctorResult> {
  const [{ openNetworks }, { runtimeVersion }, { listSupportedBackends }] = await Promise.all([
    import('../engine/inference/session.ts'),
    import('../engine/inference/providers.ts'),
    import('../engine/inference/onnx-runtime.ts'),
  ]);
  const backends = listSupportedBackends().map(({ name, bundled }) => (bundled ? name : `${name} (libraries not bundled)`));
  const networks = await openNetworks({ weightsFolder, provider: 'cpu' });
  try {
    if (network !== undefined) await networks.load(network);
    return ok(`${runtimeVersion()}, runs on ${networks.provider}; built with ${backends.join(', ')}`);
  } finally {
    await networks.close();
  }
}

/** The processor is what is needed; the others are only named. */
async function providers(models: string, all: boolean): Promise<DoctorResult> {
  const limit = (provider: ProviderName): number => (all || provider === 'cpu' ? TRIAL_MS : SHORT_TRIAL_MS);
  const reports = await surveyProviders(await providersHere(models, limit));
  const more = all
    ? ''
    : `; each but the processor had ${String(SHORT_TRIAL_MS / 1000)} s, "doctor --providers" gives each ${String(TRIAL_MS / 1000)} s`;
  const words = reports.map(providerInWords).join('; ') + more;
  return reports.some(({ provider, state }) => provider === 'cpu' && state === 'accepted') ? ok(words) : missing(words);
}

/** The last one on this machine; a check of the machine does not wait for a new one. */
async function selfTest(folder: string): Promise<DoctorResult> {
  const result = await lastResult(folder);
  if (result === null) return absent('not run on this machine yet: "penumbra selftest" compares every detector with known results');
  const words = `${result.extent}, ${result.atUtc}, version ${result.version}: ${inWords(result)}`;
  return agrees(result) ? ok(words) : missing(`${words}; "penumbra selftest" says what differs`);
}

/** Of the cases in this machine's list, as of the last time that each was open here. */
async function verifications(folder: string): Promise<DoctorResult> {
  const settings = new SettingsFile(folder);
  const [days, cases] = await Promise.all([settings.reverifyDays(), settings.recentCases()]);
  if (days === 0) return ok('no reminder is set');
  const due = cases.filter(({ summary, verified }) => isDue(verified ?? null, summary.createdAtUtc, days, new Date()));
  const within = `within ${String(days)} ${days === 1 ? 'day' : 'days'}`;
  if (due.length === 0) return ok(`${String(cases.length)} cases on this machine, each verified ${within} or new`);
  const names = due.map(({ summary }) => summary.name).join(', ');
  return absent(`${String(due.length)} of ${String(cases.length)} cases were not verified ${within}: ${names}`);
}

async function database(): Promise<DoctorResult> {
  try {
    const { sqliteVersion } = await import('../verify/sqlite-version.ts');
    return ok(`SQLite ${sqliteVersion()}`);
  } catch (error) {
    return missing(`better-sqlite3 cannot be loaded: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function writable(folder: string): Promise<DoctorResult> {
  const probe = join(folder, `.penumbra-doctor-${String(process.pid)}`);
  try {
    makeFolder(folder);
    await writeFile(probe, '', { flag: 'wx' });
    await rm(probe);
    return ok(folder);
  } catch (error) {
    return missing(`${folder} cannot be written (${error instanceof Error ? error.message : String(error)})`);
  }
}

async function fonts(folder: string): Promise<DoctorResult> {
  if (!existsSync(folder)) return missing(`${folder} is not there`);
  const files = (await readdir(folder)).filter((name) => name.endsWith('.ttf'));
  return files.length >= FONTS ? ok(files.join(', ')) : missing(`${folder} holds ${String(files.length)} of the report's fonts`);
}

async function browser(env: NodeJS.ProcessEnv): Promise<DoctorResult> {
  const path = findBrowser(env);
  if (path === null) return absent('no Chromium, Chrome or Edge was found; the window needs one where Electron is not installed');
  const display = process.platform !== 'linux' || env.DISPLAY || env.WAYLAND_DISPLAY ? '' : '; no display (DISPLAY is not set)';
  return failureAs(absent, async () => {
    const { stdout } = await runTool(path, ['--version'], { timeoutMs: 20_000, maxStdoutBytes: 1 << 16 });
    return ok(`${stdout.toString('utf8').trim()} (${path})${display}`);
  });
}

function electron(root: string): DoctorResult {
  const path = findElectron(root);
  return path === null ? absent('its runtime is not installed; "npm start" opens the window through the loopback door') : ok(path);
}

function builtInterface(folder: string): DoctorResult {
  return existsSync(join(folder, 'index.html')) ? ok(folder) : absent('not built yet; "npm start" builds it');
}
