/** One plot as SVG text, in the ink of the reports: axes, curves, bars and guide lines. */
import { scaleLinear } from 'd3-scale';
import { curveLinear, curveStepAfter, curveStepBefore, line } from 'd3-shape';
import type { Point } from './curves.ts';

const WIDTH = 460;
const HEIGHT = 340;
const EDGE = { left: 58, right: 18, top: 52, bottom: 46 } as const;
const INK = { text: '#141414', quiet: '#5c5c5c', rule: '#bdbdbd', faint: '#ececec', genuine: '#1f4e79', synthetic: '#9a5b00' } as const;

export type Tone = 'genuine' | 'synthetic' | 'text';

export interface Axis {
  readonly label: string;
  readonly domain: Point;
  /** Where the scale's own ticks would not be read: position and words. */
  readonly ticks?: readonly (readonly [number, string])[];
}

export interface Plot {
  readonly title: string;
  /** Second line of the head: what the plot was made of. */
  readonly note: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly curves?: readonly {
    readonly name: string;
    readonly points: readonly Point[];
    readonly tone: Tone;
    readonly step?: 'after' | 'before';
  }[];
  readonly bars?: readonly { readonly from: number; readonly to: number; readonly height: number; readonly tone: Tone }[];
  /** Dashed, from one point to another. */
  readonly guides?: readonly (readonly [Point, Point])[];
}

const STEPS = { after: curveStepAfter, before: curveStepBefore } as const;

export function plotSvg({ title, note, x, y, curves = [], bars = [], guides = [] }: Plot): string {
  const across = scaleLinear(x.domain, [EDGE.left, WIDTH - EDGE.right]);
  const up = scaleLinear(y.domain, [HEIGHT - EDGE.bottom, EDGE.top]);
  const ticksOf = (axis: Axis, scale: typeof across): readonly (readonly [number, string])[] =>
    axis.ticks ?? scale.ticks(6).map((tick) => [tick, scale.tickFormat(6)(tick)] as const);
  const parts = [
    `<rect width="${String(WIDTH)}" height="${String(HEIGHT)}" fill="#ffffff"/>`,
    words(title, EDGE.left, 20, { size: 13, weight: 600 }),
    words(note, EDGE.left, 36, { size: 10, colour: INK.quiet }),
    ...ticksOf(x, across).flatMap(([value, label]) => [
      segment([across(value), up.range()[0] ?? 0], [across(value), EDGE.top], INK.faint),
      words(label, across(value), HEIGHT - EDGE.bottom + 15, { size: 10, anchor: 'middle', colour: INK.quiet }),
    ]),
    ...ticksOf(y, up).flatMap(([value, label]) => [
      segment([EDGE.left, up(value)], [WIDTH - EDGE.right, up(value)], INK.faint),
      words(label, EDGE.left - 7, up(value) + 3.5, { size: 10, anchor: 'end', colour: INK.quiet }),
    ]),
    words(x.label, WIDTH - EDGE.right, HEIGHT - 12, { size: 11, anchor: 'end' }),
    `<g transform="translate(14 ${String(EDGE.top)}) rotate(-90)">${words(y.label, 0, 0, { size: 11, anchor: 'end' })}</g>`,
    ...guides.map(([from, to]) => segment([across(from[0]), up(from[1])], [across(to[0]), up(to[1])], INK.rule, '4 3')),
    ...bars.map(({ from, to, height, tone }) => {
      const top = up(height);
      return `<rect x="${short(across(from))}" y="${short(top)}" width="${short(across(to) - across(from))}" height="${short(up(0) - top)}" fill="${INK[tone]}" fill-opacity="0.45"/>`;
    }),
    ...curves.map(({ points, tone, step }) => {
      const path = line<Point>(
        ([at]) => Number(short(across(at))),
        ([, value]) => Number(short(up(value))),
      ).curve(step === undefined ? curveLinear : STEPS[step])(points);
      return path === null ? '' : `<path d="${path}" fill="none" stroke="${INK[tone]}" stroke-width="1.6"/>`;
    }),
    `<path d="M${String(EDGE.left)} ${String(EDGE.top)}V${String(HEIGHT - EDGE.bottom)}H${String(WIDTH - EDGE.right)}" fill="none" stroke="${INK.rule}"/>`,
    ...legend(curves),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(WIDTH)} ${String(HEIGHT)}" width="${String(WIDTH)}" height="${String(HEIGHT)}" font-family="'IBM Plex Sans', sans-serif" role="img">\n<title>${escaped(title)}</title>\n${parts.filter((part) => part !== '').join('\n')}\n</svg>\n`;
}

/** Upper right, one under the other; a single curve needs none. */
function legend(curves: NonNullable<Plot['curves']>): string[] {
  if (curves.length < 2) return [];
  const left = WIDTH - EDGE.right - 118;
  return curves.flatMap(({ name, tone }, index) => {
    const y = EDGE.top + 14 + index * 15;
    return [
      `<rect x="${String(left - 22)}" y="${String(y - 11)}" width="140" height="15" fill="#ffffff" fill-opacity="0.85"/>`,
      `<path d="M${String(left - 18)} ${String(y - 4)}h14" stroke="${INK[tone]}" stroke-width="2"/>`,
      words(name, left, y, { size: 10 }),
    ];
  });
}

interface Style {
  readonly size: number;
  readonly weight?: number;
  readonly colour?: string;
  readonly anchor?: 'middle' | 'end';
}

function words(text: string, x: number, y: number, { size, weight = 400, colour = INK.text, anchor }: Style): string {
  const at = anchor === undefined ? '' : ` text-anchor="${anchor}"`;
  return `<text x="${short(x)}" y="${short(y)}" font-size="${String(size)}" font-weight="${String(weight)}" fill="${colour}"${at}>${escaped(text)}</text>`;
}

function segment(from: Point, to: Point, colour: string, dashes?: string): string {
  const dashed = dashes === undefined ? '' : ` stroke-dasharray="${dashes}"`;
  return `<path d="M${short(from[0])} ${short(from[1])}L${short(to[0])} ${short(to[1])}" stroke="${colour}" fill="none"${dashed}/>`;
}

const short = (value: number): string => String(Math.round(value * 100) / 100);
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
