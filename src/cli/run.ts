/** Chooses the command, turns what it throws into an exit code and words, and ends the application in any case. */
import { Failure } from '../base/failure.ts';
import { type Command, type ExitCode, type Io, UsageError } from './command.ts';
import { nearest } from './nearest.ts';

/** What the process gives; tests give their own. */
export interface Surroundings extends Omit<Io, 'openApp'> {
  openApp: Io['openApp'];
  readonly version: string;
}

const EXIT_CODES = `Exit codes: 0 done, 1 a verification says no, 2 wrong usage, 3 some inputs failed.
Results go to stdout, progress and complaints to stderr.`;

export async function run(commands: readonly Command[], argv: readonly string[], around: Surroundings): Promise<ExitCode> {
  const asked = argv[0] === 'help' ? [...argv.slice(1), '--help'] : argv;
  if (asked[0] === '--version') {
    around.out(around.version);
    return 0;
  }
  const command = commands.find(({ name }) => name.split(' ').every((word, at) => asked[at] === word));
  const first = asked[0];
  if (!command) {
    if (first === undefined) {
      around.say(overview(commands));
      return 2;
    }
    const family = commands.filter(({ name }) => name.startsWith(`${first} `));
    if (first === '--help' || first === '-h' || (family.length > 0 && wantsHelp(asked))) {
      around.out(overview(family.length > 0 ? family : commands));
      return 0;
    }
    around.say(family.length > 0 ? noneOfFamily(asked, family) : noneAtAll(first, commands));
    return 2;
  }
  const args = asked.slice(command.name.split(' ').length);
  if (wantsHelp(args)) {
    around.out(`Usage: penumbra ${command.usage}\n\n${capital(command.summary)}.\n\n${command.help}\n\n${EXIT_CODES}`);
    return 0;
  }
  return await runOne(command, args, around);
}

async function runOne(command: Command, args: readonly string[], around: Surroundings): Promise<ExitCode> {
  const opened: { app?: ReturnType<Io['openApp']> } = {};
  const openApp: Io['openApp'] = (rackFile) => {
    opened.app ??= around.openApp(rackFile);
    return opened.app;
  };
  const io: Io = { ...around, openApp };
  try {
    return await command.run(args, io);
  } catch (error) {
    if (error instanceof UsageError) {
      around.say(
        `penumbra ${command.name}: ${error.message}\nUsage: penumbra ${command.usage}\n"penumbra ${command.name} --help" says more.`,
      );
      return 2;
    }
    if (error instanceof Failure) {
      around.say(`penumbra ${command.name}: ${error.code}: ${error.message}`);
      return error.code === 'APP_BAD_REQUEST' ? 2 : 3;
    }
    around.say(
      `penumbra ${command.name}: something broke inside: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    return 3;
  } finally {
    if (opened.app) await closeQuietly(opened.app, around);
  }
}

async function closeQuietly(opened: ReturnType<Io['openApp']>, around: Surroundings): Promise<void> {
  try {
    await (await opened).close();
  } catch (error) {
    around.say(`penumbra: closing failed: ${String(error)}`);
  }
}

/** Behind `--` everything is a name, even `--help`. */
function wantsHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  const options = end < 0 ? args : args.slice(0, end);
  return options.includes('--help') || options.includes('-h');
}

function noneOfFamily(asked: readonly string[], family: readonly Command[]): string {
  const [first = '', second] = asked;
  if (second === undefined) return `penumbra: "${first}" needs one word more\n\n${overview(family)}`;
  const name = `${first} ${second}`;
  return `penumbra: there is no command "${name}"${nearestWords(name, family)}\n\n${overview(family)}`;
}

/** Thirty lines of help would hide the one that is needed. */
const noneAtAll = (first: string, commands: readonly Command[]): string =>
  `penumbra: there is no command "${first}"${nearestWords(first, commands)}\n"penumbra --help" lists all commands.`;

function nearestWords(typed: string, commands: readonly Command[]): string {
  const names = commands.flatMap(({ name }) => [name, ...(typed.includes(' ') ? [] : name.split(' ').slice(0, 1))]);
  const near = nearest(typed, new Set(names));
  return near === null ? '' : `; did you mean "penumbra ${near}"?`;
}

function overview(commands: readonly Command[]): string {
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(13)} ${summary}`);
  return `Usage: penumbra <command> [arguments]\n\n${lines.join('\n')}\n\n"penumbra <command> --help" says more.\n${EXIT_CODES}`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
