/** The five plots of a validation: ROC, DET, Tippett, PAV and the histogram of scores. */
import { figure } from '../../base/figure.ts';
import { probit } from '../../base/probit.ts';
import { isotonicLevels } from '../../engine/fusion/isotonic.ts';
import { detPoints, histogram, rocPoints, tippettPoints, type Point } from './curves.ts';
import type { Numbers, RatedFile } from './numbers.ts';
import { plotSvg } from './plot-svg.ts';

const BINS = 24;
/** Ends of the axes of log10 LR: beyond them no set of this size tells anything. */
const WIDEST = 6;
const DET_TICKS = [0.01, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 0.99];

/** File name (without folder) to SVG text; what cannot be drawn is left out. */
export function plotsOf(name: string, scoreUnit: string, files: readonly RatedFile[], numbers: Numbers): Map<string, string> {
  const plots = new Map<string, string>();
  const bins = histogram(files, BINS);
  const [first, last] = [bins[0], bins.at(-1)];
  if (first === undefined || last === undefined) return plots;
  const note = `${String(numbers.files.genuine)} genuine files of ${String(numbers.groups.genuine)} sources, ${String(numbers.files.synthetic)} synthetic of ${String(numbers.groups.synthetic)}`;
  const highest = Math.max(...bins.map(({ genuine, synthetic }) => Math.max(genuine, synthetic)));
  plots.set(
    'histogram.svg',
    plotSvg({
      title: `${name}: scores`,
      note: `${note}; blue genuine, ochre synthetic`,
      x: { label: `score, ${scoreUnit}`, domain: [first.from, last.to] },
      y: { label: 'share of the class', domain: [0, highest * 1.05] },
      bars: bins.flatMap(({ from, to, genuine, synthetic }) => [
        { from, to, height: genuine, tone: 'genuine' as const },
        { from, to, height: synthetic, tone: 'synthetic' as const },
      ]),
    }),
  );
  if (numbers.auc === null) return plots;
  plots.set(
    'roc.svg',
    plotSvg({
      title: `${name}: ROC, AUC ${numbers.auc.toFixed(2)}${numbers.aucInterval === null ? '' : ` (${numbers.aucInterval.map((end) => end.toFixed(2)).join(' to ')})`}`,
      note,
      x: { label: 'genuine files at or above the threshold', domain: [0, 1] },
      y: { label: 'synthetic files at or above it', domain: [0, 1] },
      curves: [{ name: 'ROC', points: rocPoints(files), tone: 'text' }],
      guides: [
        [
          [0, 0],
          [1, 1],
        ],
      ],
    }),
  );
  const ticks = DET_TICKS.map((share) => [probit(share), `${String(Math.round(share * 100))} %`] as const);
  const domain: Point = [probit(0.01), probit(0.99)];
  plots.set(
    'det.svg',
    plotSvg({
      title: `${name}: DET, equal error rate ${numbers.equalErrorRate === null ? 'unknown' : figure(numbers.equalErrorRate)}`,
      note,
      x: { label: 'genuine files at or above the threshold', domain, ticks },
      y: { label: 'synthetic files below it', domain, ticks },
      curves: [
        { name: 'DET', points: detPoints(files).filter((point) => point.every((value) => Math.abs(value) <= domain[1])), tone: 'text' },
      ],
      guides: [
        [
          [domain[0], domain[0]],
          [domain[1], domain[1]],
        ],
      ],
    }),
  );
  if (numbers.ratios !== null) ratioPlots(plots, name, note, numbers.ratios);
  return plots;
}

function ratioPlots(plots: Map<string, string>, name: string, note: string, { judged, cllr, from }: NonNullable<Numbers['ratios']>): void {
  const values = judged.map(({ log10LR }) => log10LR);
  const reach = Math.min(WIDEST, Math.max(0.5, ...values.map(Math.abs)) * 1.15);
  const curve = (synthetic: boolean): Point[] => {
    const points = tippettPoints(judged, synthetic);
    const end = points.at(-1);
    return [[-reach, 1], ...points, ...(end === undefined ? [] : [[end[0], 0] as const])];
  };
  plots.set(
    'tippett.svg',
    plotSvg({
      title: `${name}: Tippett plot, Cllr ${cllr.toFixed(2)}`,
      note: `${note}; LRs ${from}`,
      x: { label: 'log10 LR', domain: [-reach, reach] },
      y: { label: 'share of files with at least this LR', domain: [0, 1] },
      curves: [
        { name: 'H1 true (synthetic)', points: curve(true), tone: 'synthetic', step: 'before' },
        { name: 'H2 true (genuine)', points: curve(false), tone: 'genuine', step: 'before' },
      ],
      guides: [
        [
          [0, 0],
          [0, 1],
        ],
      ],
    }),
  );
  const held = (value: number): number => Math.max(-reach, Math.min(reach, value));
  const levels = isotonicLevels(judged.map(({ log10LR, synthetic, group }) => ({ score: log10LR, synthetic, group })));
  plots.set(
    'pav.svg',
    plotSvg({
      title: `${name}: PAV plot`,
      note: 'on the dashed line these files bear the LRs out',
      x: { label: 'log10 LR as given', domain: [-reach, reach] },
      y: { label: 'log10 LR after PAV', domain: [-reach, reach] },
      curves: [
        {
          name: 'PAV',
          points: levels.flatMap(({ fromScore, toScore, log10LR }): Point[] => [
            [held(fromScore), held(log10LR)],
            [held(toScore), held(log10LR)],
          ]),
          tone: 'text',
        },
      ],
      guides: [
        [
          [-reach, -reach],
          [reach, reach],
        ],
      ],
    }),
  );
}
