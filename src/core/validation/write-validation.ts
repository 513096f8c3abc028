/** Writes a validation into a folder: numbers for each detector and condition, every score, and plots. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../../base/node/make-folder.ts';
import { figure } from '../../base/figure.ts';
import type { DetectorCard } from '../../contract/analysis.ts';
import type { ScoredDetector } from '../../contract/score.ts';
import { numbersOf, type Numbers, type RatedFile } from './numbers.ts';
import { plotsOf } from './plots.ts';
import { writeCsv } from './scores-csv.ts';
import type { LabelledFile } from './summary.ts';

/** Columns of scores.csv that tell what a file is like; the names are those of a calibration's conditions. */
const CONDITION_COLUMNS = [
  'kind',
  'videoCodec',
  'audioCodec',
  'widthPx',
  'heightPx',
  'durationSeconds',
  'sampleRateHz',
  'bitRate',
  'interocularPx',
];

interface RatedLabelled extends RatedFile {
  readonly of: LabelledFile;
}

export interface NumbersRow {
  readonly detectorId: string;
  readonly condition: string;
  readonly numbers: Numbers;
  /** What the numbers are of. */
  readonly files: readonly RatedFile[];
}

/** For each detector the numbers of all its files, then of each condition. */
export function numbersByCondition(files: readonly LabelledFile[], cards: readonly DetectorCard[]): NumbersRow[] {
  return cards.flatMap((card) =>
    conditionsOf(ratedBy(card.id, files)).map(([condition, chosen]) => ({
      detectorId: card.id,
      condition,
      numbers: numbersOf(chosen),
      files: chosen,
    })),
  );
}

/** Overwrites what an earlier run wrote. */
export async function writeValidation(
  folder: string,
  files: readonly LabelledFile[],
  cards: readonly DetectorCard[],
  rows: readonly NumbersRow[],
): Promise<void> {
  makeFolder(folder);
  for (const row of rows) {
    const card = cards.find(({ id }) => id === row.detectorId);
    if (card === undefined || row.condition !== 'all') continue;
    for (const [name, svg] of plotsOf(card.title, card.score.unit, row.files, row.numbers))
      await writeFile(join(folder, `${card.id}-${name}`), svg);
  }
  await writeFile(join(folder, 'scores.csv'), scoresCsv(files, cards));
  await writeFile(join(folder, 'numbers.md'), `${numbersTable(rows)}\n`);
}

function ratedBy(detectorId: string, files: readonly LabelledFile[]): RatedLabelled[] {
  return files.flatMap((of): RatedLabelled[] => {
    const result = resultOf(of, detectorId);
    if (result?.score === undefined) return [];
    const ratio = result.log10LR === undefined ? {} : { log10LR: result.log10LR };
    return [{ score: result.score, synthetic: of.label.label === 'fake', group: of.label.group, of, ...ratio }];
  });
}

const resultOf = ({ scored }: LabelledFile, detectorId: string): ScoredDetector | undefined =>
  (scored.detectors as Readonly<Record<string, ScoredDetector>>)[detectorId];

/** All files; each method's against all genuine ones; each coding's, where there are several. */
function conditionsOf(rated: readonly RatedLabelled[]): [string, readonly RatedLabelled[]][] {
  const distinct = (of: (file: RatedLabelled) => string | undefined): string[] =>
    [...new Set(rated.map(of).filter((value) => value !== undefined && value !== ''))].sort() as string[];
  const methods = distinct(({ synthetic, of }) => (synthetic ? of.label.method : undefined));
  const found: [string, readonly RatedLabelled[]][] = [['all', rated]];
  if (methods.length > 1)
    for (const method of methods)
      found.push([`method ${method}`, rated.filter(({ synthetic, of }) => !synthetic || of.label.method === method)]);
  for (const [column, words] of [
    ['videoCodec', 'picture coding'],
    ['audioCodec', 'sound coding'],
    ['widthPx', 'width'],
  ] as const) {
    const value = ({ of }: RatedLabelled): string | undefined => {
      const known = of.scored.conditions?.[column];
      return known === undefined ? undefined : String(known);
    };
    const values = distinct(value);
    if (values.length < 2 || values.length > 6) continue;
    for (const one of values) found.push([`${words} ${one}`, rated.filter((file) => value(file) === one)]);
  }
  return found;
}

function scoresCsv(files: readonly LabelledFile[], cards: readonly DetectorCard[]): string {
  const rows = cards.flatMap(({ id, version }) =>
    files.flatMap((file) => {
      const result = resultOf(file, id);
      if (result === undefined) return [];
      const { label, scored } = file;
      const conditions = CONDITION_COLUMNS.map((column) => scored.conditions?.[column] ?? '');
      const worth = [result.score ?? '', result.log10LR ?? '', result.outcome];
      return [[label.path, label.group, label.label, label.method, label.split, id, version, ...worth, ...conditions]];
    }),
  );
  return writeCsv(
    ['path', 'group', 'label', 'method', 'split', 'detector', 'version', 'score', 'log10LR', 'outcome', ...CONDITION_COLUMNS],
    rows,
  );
}

export function numbersTable(rows: readonly NumbersRow[]): string {
  const head = [
    'detector',
    'condition',
    'genuine (sources)',
    'synthetic (sources)',
    'AUC, 95 %',
    'EER, 95 %',
    'Cllr, 95 %',
    'Cllr min',
    'Cllr cal',
    'LR misleading, genuine / synthetic',
  ];
  const spread = (value: number | null, interval: readonly [number, number] | null): string =>
    value === null
      ? '—'
      : `${value.toFixed(2)}${interval === null ? ', no interval' : `, ${interval[0].toFixed(2)}–${interval[1].toFixed(2)}`}`;
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(head),
    line(head.map(() => '---')),
    ...rows.map(({ detectorId, condition, numbers: { files, groups, ratios, ...one } }) =>
      line([
        detectorId,
        condition,
        `${String(files.genuine)} (${String(groups.genuine)})`,
        `${String(files.synthetic)} (${String(groups.synthetic)})`,
        spread(one.auc, one.aucInterval),
        spread(one.equalErrorRate, one.equalErrorInterval),
        ratios === null ? '—' : spread(ratios.cllr, ratios.cllrInterval),
        one.leastCllr === null ? '—' : one.leastCllr.toFixed(2),
        ratios === null ? '—' : ratios.calibrationLoss.toFixed(2),
        ratios === null ? '—' : `${figure(ratios.misleading.genuine)} / ${figure(ratios.misleading.synthetic)}`,
      ]),
    ),
  ].join('\n');
}
