/** The report's grid, type and ink: an A4 page, one face in three cuts and one for numbers; colour only where it means something. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { assert } from '../../../base/assert.ts';

/** Points (1/72 inch). */
export const PAGE = { width: 595.28, height: 841.89, left: 56, right: 48, top: 70, bottom: 58 } as const;
export const CONTENT_WIDTH = PAGE.width - PAGE.left - PAGE.right;
/** Left column of labels; what belongs to them stands right of it. */
export const LABEL_WIDTH = 112;
export const UNIT = 4;

export const FONT = { regular: 'Sans', strong: 'SansStrong', italic: 'SansItalic', mono: 'Mono' } as const;
export type FontName = (typeof FONT)[keyof typeof FONT];

const FILES: Readonly<Record<FontName, string>> = {
  Sans: 'IBMPlexSans-Regular.ttf',
  SansStrong: 'IBMPlexSans-SemiBold.ttf',
  SansItalic: 'IBMPlexSans-Italic.ttf',
  Mono: 'IBMPlexMono-Regular.ttf',
};

export interface TextStyle {
  readonly font: FontName;
  readonly size: number;
  readonly color: string;
  readonly spacing?: number;
  readonly lineGap?: number;
}

export const INK = {
  text: '#141414',
  quiet: '#5c5c5c',
  rule: '#bdbdbd',
  faint: '#ececec',
  /** Anomalies, and what is drawn over pictures: the workstation's amber, dark enough for paper. */
  accent: '#9a5b00',
  overlay: '#ffb000',
  curve: '#1f4e79',
} as const;

export const STYLE = {
  body: { font: FONT.regular, size: 9, color: INK.text, lineGap: 1.2 },
  strong: { font: FONT.strong, size: 9, color: INK.text, lineGap: 1.2 },
  note: { font: FONT.regular, size: 8, color: INK.quiet, lineGap: 1 },
  cell: { font: FONT.regular, size: 8, color: INK.text, lineGap: 0.6 },
  cellMono: { font: FONT.mono, size: 7, color: INK.text, lineGap: 0.6 },
  mono: { font: FONT.mono, size: 7.5, color: INK.text, lineGap: 1 },
  label: { font: FONT.strong, size: 6.5, color: INK.quiet, spacing: 0.55, lineGap: 0 },
  title: { font: FONT.strong, size: 21, color: INK.text, lineGap: 0 },
  heading: { font: FONT.strong, size: 13, color: INK.text, lineGap: 0 },
  subheading: { font: FONT.strong, size: 10, color: INK.text, lineGap: 0 },
  furniture: { font: FONT.regular, size: 7, color: INK.quiet, lineGap: 0 },
  draft: { font: FONT.strong, size: 9, color: INK.accent, lineGap: 0 },
  watermark: { font: FONT.strong, size: 150, color: INK.text, lineGap: 0 },
  axis: { font: FONT.mono, size: 6, color: INK.quiet, lineGap: 0 },
} as const satisfies Record<string, TextStyle>;

/** The nearest `resources/fonts` upwards from this code: the same from the sources and from a bundle in out/. */
export function fontFiles(from: string = import.meta.dirname): { name: FontName; path: string }[] {
  for (let folder = from; ; folder = dirname(folder)) {
    const fonts = join(folder, 'resources', 'fonts');
    if (existsSync(join(fonts, FILES.Sans))) return Object.values(FONT).map((name) => ({ name, path: join(fonts, FILES[name]) }));
    assert(folder !== dirname(folder), 'resources/fonts lies beside the program');
  }
}
