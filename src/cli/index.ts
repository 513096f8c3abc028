/** Door 3: the command line. */
import { keepTemporaryTidy } from '../base/node/temporary-folder.ts';
import { penumbraVersion } from '../core/version.ts';
import type { Command } from './command.ts';
import { benchCommand } from './commands/bench.ts';
import { calibrateCommand } from './commands/calibrate.ts';
import { caseSeal } from './commands/case-seal.ts';
import { caseRepair } from './commands/case-repair.ts';
import { caseCreate, caseOpen, caseVerify } from './commands/case.ts';
import { caseGraph } from './commands/case-graph.ts';
import { caseExport, caseImport } from './commands/case-archive.ts';
import { cropsCommand } from './commands/crops.ts';
import { doctorCommand } from './commands/doctor.ts';
import { examineCommand } from './commands/examine.ts';
import { findingsCommand } from './commands/findings.ts';
import { importCommand } from './commands/import.ts';
import { modelsAdd, modelsList, modelsRemove, modelsVerify } from './commands/models.ts';
import { proxyCommand } from './commands/proxy.ts';
import { repeatCommand } from './commands/repeat.ts';
import { reportCommand } from './commands/report.ts';
import { scoreCommand } from './commands/score.ts';
import { selftestCommand } from './commands/selftest.ts';
import { signCommand } from './commands/sign.ts';
import { validateCommand } from './commands/validate.ts';
import { verifierCommand } from './commands/verifier.ts';
import { verifyCommand } from './commands/verify.ts';
import { rackCommand } from './commands/rack.ts';
import { workerCommand } from './commands/worker.ts';
import { Progress } from './progress.ts';
import { run } from './run.ts';

const commands: readonly Command[] = [
  doctorCommand,
  selftestCommand,
  caseCreate,
  caseOpen,
  caseVerify,
  caseSeal,
  caseRepair,
  caseExport,
  caseImport,
  caseGraph,
  importCommand,
  proxyCommand,
  examineCommand,
  repeatCommand,
  findingsCommand,
  reportCommand,
  signCommand,
  verifyCommand,
  verifierCommand,
  scoreCommand,
  validateCommand,
  calibrateCommand,
  benchCommand,
  modelsList,
  modelsAdd,
  modelsVerify,
  modelsRemove,
  cropsCommand,
  workerCommand,
  rackCommand,
];

keepTemporaryTidy();
const progress = new Progress(process.stderr);
const cancelling = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.on(name, () => {
    // Asked twice: whoever waits has lost patience. What was committed is safe either way.
    if (cancelling.signal.aborted) process.exit(130);
    cancelling.abort();
  });
}
// A reader that closes early (`| head`) has what it wants: what runs ends as at Ctrl+C. Words that nobody reads end nothing. Neither changes the exit code.
const unlessClosed = (error: NodeJS.ErrnoException): void => {
  if (error.code !== 'EPIPE') throw error;
};
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  unlessClosed(error);
  cancelling.abort();
});
process.stderr.on('error', unlessClosed);

process.exitCode = await run(commands, process.argv.slice(2), {
  out: (text) => {
    progress.clear();
    process.stdout.write(`${text}\n`);
  },
  say: (text) => {
    progress.clear();
    process.stderr.write(`${text}\n`);
  },
  progress: (text) => progress.update(text),
  signal: cancelling.signal,
  version: penumbraVersion(),
  openApp: async (rackFile) => {
    // Loaded only when it is needed, so that help and verification do not wait for it.
    const [{ createApp }, { defaultPorts }] = await Promise.all([import('../core/app.ts'), import('../core/default-ports.ts')]);
    return createApp(defaultPorts('cli', process.env, rackFile));
  },
});
progress.clear();
// A cancelled triage leaves work behind that nobody waits for.
if (cancelling.signal.aborted) process.exit();
