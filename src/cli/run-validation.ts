/** What `penumbra validate` does once its arguments are read. That command alone loads it. */
import type { DetectorCard } from '../contract/analysis.ts';
import type { ProviderWish } from '../contract/providers.ts';
import { chosenDetectors } from '../core/analysis/plan.ts';
import { detectorsOn } from '../core/analysis/score.ts';
import type { Tools } from '../core/context.ts';
import { dataFolder } from '../core/default-ports.ts';
import { machineHere, type Machine } from '../core/providers/machine.ts';
import { keepValidation, validationOf } from '../core/validation/known-validations.ts';
import { recipeOf } from '../core/validation/recipe.ts';
import { fileTable, summaryTable } from '../core/validation/tables.ts';
import { validate, type Validation } from '../core/validation/validate.ts';
import { numbersByCondition, numbersTable, writeValidation, type NumbersRow } from '../core/validation/write-validation.ts';
import { penumbraVersion } from '../core/version.ts';
import { findTools } from '../engine/media/tools.ts';
import type { ExitCode, Io } from './command.ts';
import { passedOverInWords } from './provider-option.ts';

export interface ValidationWish {
  readonly labelsPath: string;
  readonly split?: string | undefined;
  readonly kind?: string | undefined;
  /** Ids with commas between them. */
  readonly detectors?: string | undefined;
  readonly results?: string | undefined;
  readonly out?: string | undefined;
  readonly keep?: string | undefined;
  /** There where `keep` is. */
  readonly title?: string | undefined;
  readonly provider: ProviderWish | undefined;
  readonly workers: number | null;
}

/** What was measured, and by what. */
interface Measured {
  readonly result: Validation;
  readonly cards: readonly DetectorCard[];
  /** Empty where neither `out` nor `keep` wants them. */
  readonly numbers: readonly NumbersRow[];
  readonly machine: Machine;
  readonly tools: Tools;
}

/** 3 where a file could not be examined, or the rest of them was given up. */
export async function runValidation(wish: ValidationWish, io: Io): Promise<ExitCode> {
  const measured = await measure(wish, io);
  const { result, cards, numbers } = measured;
  if (wish.out !== undefined) await writeValidation(wish.out, result.files, cards, numbers);
  if (wish.keep !== undefined && wish.title !== undefined) io.progress(`kept as ${await keep(wish.keep, wish.title, measured)}`);
  io.out(inWords(wish, measured));
  return result.failed.length > 0 || io.signal.aborted ? 3 : 0;
}

async function measure(wish: ValidationWish, io: Io): Promise<Measured> {
  const machine = await machineHere(wish.provider, dataFolder());
  const ids = wish.detectors?.split(',').map((id) => id.trim());
  const cards = chosenDetectors(detectorsOn(machine), ids).map(({ card }) => card);
  const tools = await findTools();
  const result = await validate({
    labelsPath: wish.labelsPath,
    ...(wish.kind === undefined ? {} : { kind: wish.kind }),
    ...(wish.split === undefined ? {} : { split: wish.split }),
    ...(wish.results === undefined ? {} : { resultsPath: wish.results }),
    score: { tools, version: penumbraVersion(), machine },
    detectorIds: cards.map(({ id }) => id),
    ...(wish.workers === null ? {} : { workers: wish.workers }),
    recipe: recipeOf(cards, machine),
    onFile: (done, of, path) => io.progress(`${String(done + 1)}/${String(of)} ${path}`),
    signal: io.signal,
  });
  const wanted = wish.out !== undefined || wish.keep !== undefined;
  return { result, cards, numbers: wanted ? numbersByCondition(result.files, cards) : [], machine, tools };
}

function keep(name: string, title: string, { result, cards, numbers, machine, tools }: Measured): Promise<string> {
  const kept = validationOf({
    title,
    date: new Date(),
    penumbraVersion: penumbraVersion(),
    decoderVersion: tools.version,
    provider: machine.chosen.provider,
    result,
    cards,
    numbers,
  });
  return keepValidation(dataFolder(), name, kept);
}

function inWords({ split, kind }: ValidationWish, { result, cards, numbers, machine, tools }: Measured): string {
  const { provider, choice } = machine.chosen;
  const names = cards.map(({ id, version }) => `${id} ${version}`).join(', ');
  return [
    `Penumbra ${penumbraVersion()}; ${names}; decoder ${tools.version}; networks on ${provider}.`,
    ...passedOverInWords(provider, choice),
    `Labels ${result.labelsSha256.slice(0, 16)}…, split ${split ?? 'all'}, kind ${kind ?? 'all'}: ${String(result.files.length)} files examined, ${String(result.failed.length)} could not be.`,
    '',
    summaryTable(result.summaries),
    '',
    ...(numbers.length === 0 ? [] : [numbersTable(numbers), '']),
    fileTable(
      result.files,
      cards.map(({ id }) => id),
    ),
    ...result.failed.map(({ path, code }) => `\nNot examined: ${path} (${code})`),
  ].join('\n');
}
