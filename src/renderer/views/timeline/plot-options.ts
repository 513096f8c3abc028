/** How uPlot draws one lane: no axes of its own, levels as dashed lines, gaps hatched, findings as bands. */
import type uPlot from 'uplot';
import type { Family } from '../../../contract/analysis.ts';
import { extent, type Plot } from '../../state/signal-plot.ts';
import type { TimeRange } from '../../state/time-range.svelte.ts';
import { figure } from '../../../base/figure.ts';
import { familyColour, hatching, token } from '../../ui/colours.ts';

export interface Band {
  readonly startUs: number;
  readonly endUs: number;
  readonly selected: boolean;
}

interface Setting {
  readonly width: number;
  readonly height: number;
  readonly range: TimeRange;
  bands(): readonly Band[];
}

export function options(plot: Plot, family: Family | undefined, setting: Setting): uPlot.Options {
  const limits = extent(plot);
  const colour = familyColour(family);
  return {
    width: Math.max(1, setting.width),
    height: setting.height,
    padding: [0, 0, 0, 0],
    cursor: { show: false },
    legend: { show: false },
    axes: [{ show: false }, { show: false }],
    scales: {
      x: { time: false, range: () => [setting.range.start, setting.range.end] },
      y: { range: () => limits },
    },
    series: [
      {},
      ...plot.series.map((series, index) => ({
        label: series.signal.title,
        stroke: index === 0 ? colour : token('--quiet'),
        width: 1,
        dash: index < 2 ? [] : [2, 2],
        points: { show: false },
        spanGaps: false,
      })),
    ],
    hooks: {
      drawClear: [(chart) => drawBelow(chart, plot, setting)],
      draw: [(chart) => drawLevels(chart, plot, limits)],
    },
  };
}

function drawBelow(chart: uPlot, plot: Plot, setting: Setting): void {
  const pen = chart.ctx;
  const { top, height } = chart.bbox;
  const x = (us: number) => chart.valToPos(us, 'x', true);
  pen.save();
  for (const band of setting.bands()) {
    pen.fillStyle = token(band.selected ? '--hatch' : '--line');
    pen.fillRect(x(band.startUs), top, Math.max(1, x(band.endUs) - x(band.startUs)), height);
  }
  const pattern = hatching(pen, token('--hatch'), globalThis.devicePixelRatio);
  if (pattern !== null) {
    pen.fillStyle = pattern;
    const first = plot.ptsUs[0] ?? setting.range.fullEnd;
    const last = plot.ptsUs.at(-1) ?? setting.range.fullEnd;
    const frameUs = (last - first) / Math.max(1, plot.ptsUs.length - 1);
    for (const [from, to] of [[setting.range.fullStart, first] as const, ...plot.gaps, [last, setting.range.fullEnd] as const]) {
      const wide = x(to) - x(from);
      // One frame's own length after the last value is no gap.
      if (wide >= 2 && to - from > 1.5 * frameUs) pen.fillRect(x(from), top, wide, height);
    }
  }
  pen.restore();
}

function drawLevels(chart: uPlot, plot: Plot, limits: readonly [number, number]): void {
  const pen = chart.ctx;
  const ratio = globalThis.devicePixelRatio;
  const { left, width } = chart.bbox;
  pen.save();
  pen.font = `${11 * ratio}px ${token('--mono')}`;
  pen.textAlign = 'right';
  pen.lineWidth = ratio;
  for (const level of plot.levels) {
    const y = Math.round(chart.valToPos(level.value, 'y', true)) + 0.5;
    pen.strokeStyle = token('--edge');
    pen.setLineDash([2 * ratio, 3 * ratio]);
    pen.beginPath();
    pen.moveTo(left, y);
    pen.lineTo(left + width, y);
    pen.stroke();
    label(
      pen,
      `${level.name} ${figure(level.value)}`,
      left + width - 4 * ratio,
      level.value > (limits[0] + limits[1]) / 2 ? y + 10 * ratio : y - 5 * ratio,
    );
  }
  pen.restore();
}

/** Words on a plate, so that they stay readable over a line. */
function label(pen: CanvasRenderingContext2D, words: string, right: number, middle: number): void {
  const ratio = globalThis.devicePixelRatio;
  const wide = pen.measureText(words).width;
  pen.fillStyle = token('--panel');
  pen.fillRect(right - wide - 3 * ratio, middle - 6 * ratio, wide + 6 * ratio, 12 * ratio);
  pen.fillStyle = token('--quiet');
  pen.textBaseline = 'middle';
  pen.fillText(words, right, middle);
}
