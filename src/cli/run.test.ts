import { describe, expect, it } from 'vitest';
import { Failure } from '../base/failure.ts';
import type { Application } from '../core/application.ts';
import { readArguments } from './arguments.ts';
import { type Command, type Io, UsageError } from './command.ts';
import { run } from './run.ts';

interface Seen {
  code: number;
  out: string[];
  err: string[];
  closed: number;
}

async function cli(
  argv: string[],
  act: (args: readonly string[], io: Io) => Promise<0 | 1 | 2 | 3> = () => Promise.resolve(0),
): Promise<Seen> {
  const seen: Seen = { code: -1, out: [], err: [], closed: 0 };
  const app = { close: () => Promise.resolve(void (seen.closed += 1)) } as unknown as Application;
  const command = (name: string): Command => ({ name, usage: `${name} <x>`, summary: `does ${name}`, help: '  more', run: act });
  seen.code = await run([command('case create'), command('case open'), command('verify')], argv, {
    out: (text) => seen.out.push(text),
    say: (text) => seen.err.push(text),
    progress: () => undefined,
    signal: new AbortController().signal,
    version: '1.2.3',
    openApp: () => Promise.resolve(app),
  });
  return seen;
}

describe('choosing a command', () => {
  it('finds commands of one and two words, and passes on the rest', async () => {
    const given: string[][] = [];
    const note = (args: readonly string[]): Promise<0> => Promise.resolve(given.push([...args])).then(() => 0);
    expect((await cli(['case', 'open', 'a', '--b'], note)).code).toBe(0);
    expect((await cli(['verify', 'open'], note)).code).toBe(0);
    expect(given).toEqual([['a', '--b'], ['open']]);
  });

  it('answers help on stdout with 0, and wrong words on stderr with 2', async () => {
    for (const argv of [['--help'], ['help'], ['case', '--help'], ['case', 'open', '--help'], ['help', 'verify'], ['verify', 'x', '-h']]) {
      const { code, out, err } = await cli(argv, () => Promise.reject(new Error('was run')));
      expect([argv, code, out.length, err]).toEqual([argv, 0, 1, []]);
      expect(out[0]).toContain('Exit codes: 0 done, 1 a verification says no, 2 wrong usage, 3 some inputs failed.');
    }
    for (const argv of [[], ['nonsense'], ['case'], ['case', 'burn'], ['cas']]) {
      const { code, out, err } = await cli(argv);
      expect([argv, code, out, err.length]).toEqual([argv, 2, [], 1]);
    }
    expect((await cli(['--version'])).out).toEqual(['1.2.3']);
  });

  it('names the command that was probably meant, and how to get help', async () => {
    expect((await cli(['verfy', 'x'])).err[0]).toBe(
      'penumbra: there is no command "verfy"; did you mean "penumbra verify"?\n"penumbra --help" lists all commands.',
    );
    expect((await cli(['cas'])).err[0]).toContain('did you mean "penumbra case"?');
    expect((await cli(['frobnicate'])).err[0]).toBe('penumbra: there is no command "frobnicate"\n"penumbra --help" lists all commands.');
    expect((await cli(['case', 'opne'])).err[0]).toMatch(
      /^penumbra: there is no command "case opne"; did you mean "penumbra case open"\?\n/,
    );
    expect((await cli(['case'])).err[0]).toMatch(/^penumbra: "case" needs one word more\n/);
  });

  it('treats --help behind -- as a name', async () => {
    expect((await cli(['verify', '--', '--help'], (args) => Promise.resolve(args.length === 2 ? 1 : 0))).code).toBe(1);
  });
});

describe('exit codes', () => {
  it.each([
    [new UsageError('wrong'), 2, /wrong\nUsage: penumbra verify <x>/],
    [new Failure('APP_BAD_REQUEST'), 2, /APP_BAD_REQUEST/],
    [new Failure('CASE_NOT_FOUND', '/a'), 3, /CASE_NOT_FOUND: There is no case at this place: [^(]*\(\/a\)/],
    [new Error('boom'), 3, /something broke inside: Error: boom/],
  ])('%s', async (error, code, words) => {
    const seen = await cli(['verify'], async (_args, io) => {
      await io.openApp();
      throw error;
    });
    expect([seen.code, seen.out, seen.closed]).toEqual([code, [], 1]);
    expect(seen.err.join('\n')).toMatch(words);
  });

  it('opens the application once, closes it once, and not at all when nobody asked', async () => {
    const twice = await cli(['verify'], async (_args, io) => {
      expect(await io.openApp()).toBe(await io.openApp());
      return 0;
    });
    expect(twice.closed).toBe(1);
    expect((await cli(['verify'])).closed).toBe(0);
  });
});

describe('readArguments', () => {
  const options = { out: { type: 'string' }, json: { type: 'boolean' } } as const;

  it('reads places and options in any order', () => {
    expect(readArguments(['--json', 'a', '--out=x', 'b'], ['<case>', '<paths…>'], options)).toEqual({
      positionals: ['a', 'b'],
      values: { json: true, out: 'x' },
    });
    expect(readArguments(['a', '--', '--json'], ['<case>', '<paths…>'], options).positionals).toEqual(['a', '--json']);
  });

  it.each([
    [[], '<case> is missing'],
    [['a', 'b'], '"b" is one argument too many'],
    [[''], 'an argument is empty'],
    [['a', '--unknown'], /Unknown option '--unknown'/],
    [['a', '--out'], /argument missing/],
    [['a', '--json=1'], /does not take an argument/],
  ] as const)('refuses %j', (args, words) => {
    expect(() => readArguments(args, ['<case>'], options)).toThrow(UsageError);
    expect(() => readArguments(args, ['<case>'], options)).toThrow(words);
  });
});
