/** Reads a command's arguments with Node's own parser; whatever it does not know is a usage error. */
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { UsageError } from './command.ts';

type Options = Readonly<Record<string, { readonly type: 'string' | 'boolean'; readonly short?: string }>>;
interface Parsed<O extends Options> {
  readonly values: { readonly [K in keyof O]?: O[K]['type'] extends 'boolean' ? boolean : string };
  readonly positionals: readonly string[];
}

/** `places` names the positional arguments; a last one ending in `…>` takes one or more, one in square brackets may be left out. */
export function readArguments<const O extends Options>(args: readonly string[], places: readonly string[], options: O): Parsed<O> {
  let parsed;
  try {
    const config: ParseArgsConfig = { args: [...args], allowPositionals: true, strict: true, options };
    parsed = parseArgs(config);
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError(error.message);
    throw error;
  }
  const { positionals, values } = parsed;
  const open = places.at(-1)?.endsWith('…>') === true;
  const missing = places[positionals.length];
  if (missing !== undefined && !missing.startsWith('[')) throw new UsageError(`${missing} is missing`);
  const extra = positionals[places.length];
  if (extra !== undefined && !open) throw new UsageError(`"${extra}" is one argument too many`);
  if (positionals.includes('')) throw new UsageError('an argument is empty');
  return { values: values as Parsed<O>['values'], positionals };
}

export function required(value: string | undefined, option: string): string {
  if (value === undefined || value.trim() === '') throw new UsageError(`${option} is missing`);
  return value;
}

/** `null` where it was not given: as many processes as the machine allows. */
export function readWorkers(given: string | undefined): number | null {
  if (given === undefined) return null;
  const workers = Number(given);
  if (!Number.isInteger(workers) || workers < 1) throw new UsageError('--workers needs a whole number of at least 1');
  return workers;
}
