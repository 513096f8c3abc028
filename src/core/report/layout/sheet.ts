/** A growing tagged PDF/A document: knows where the next line goes, breaks pages, and keeps text that cannot be shown from vanishing. */
import PDFDocument from 'pdfkit';
import { assert, must } from '../../../base/assert.ts';
import { printable, type Coverage } from './printable.ts';
import { CONTENT_WIDTH, FONT, fontFiles, INK, LABEL_WIDTH, PAGE, STYLE, UNIT, type FontName, type TextStyle } from './style.ts';

export type Pdf = InstanceType<typeof PDFDocument>;
type Structure = ReturnType<Pdf['struct']>;
type Outline = ReturnType<Pdf['outline']['addItem']>;

export interface SheetInfo {
  readonly title: string;
  readonly at: Date;
  readonly producer: string;
}

export interface TextBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly align?: 'left' | 'right' | 'center';
}

/** What the library's types do not show of a structure element. */
interface WithDictionary {
  readonly dictionary: { readonly data: Record<string, unknown> };
}

export class Sheet {
  readonly pdf: Pdf;
  /** Top of the next block, points from the top of the page. */
  y: number = PAGE.top;
  /** Whether any character had to be written as its code point. */
  escaped = false;
  readonly contents: { readonly title: string; readonly page: number }[] = [];
  readonly #root: Structure;
  #section: Structure;
  #container: Structure | null = null;
  #outline: Outline | null = null;
  readonly #coverage = new Map<FontName, Coverage>();
  readonly #ended: Promise<Uint8Array>;

  constructor(info: SheetInfo) {
    const fonts = fontFiles();
    this.pdf = new PDFDocument({
      size: 'A4',
      // The sheet breaks pages itself; without margins the library never does.
      margins: { top: 0, bottom: 0, left: 0, right: 0 },
      bufferPages: true,
      pdfVersion: '1.7',
      subset: 'PDF/A-3a',
      tagged: true,
      lang: 'en-GB',
      displayTitle: true,
      // No font by default: a registered one that equals it would be read from the disk again at every use.
      font: '',
      info: { Title: info.title, Creator: info.producer, Producer: `${info.producer}, pdfkit`, CreationDate: info.at, ModDate: info.at },
    });
    const chunks: Uint8Array[] = [];
    this.pdf.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    this.#ended = new Promise((resolve, reject) => {
      this.pdf.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))));
      this.pdf.on('error', reject);
    });
    for (const { name, path } of fonts) {
      this.pdf.registerFont(name, path);
      this.pdf.font(name);
      this.#coverage.set(name, coverageOf(this.pdf));
      rememberWidths(this.pdf);
    }
    this.#root = this.pdf.struct('Document');
    this.pdf.addStructure(this.#root);
    this.#section = this.#root;
  }

  get page(): number {
    const { start, count } = this.pdf.bufferedPageRange();
    return start + count;
  }

  /** What fits below `y` on this page, points. */
  get room(): number {
    return PAGE.height - PAGE.bottom - this.y;
  }

  /** Goes to a new page unless this much fits; blocks taller than a page begin on a new one. */
  need(height: number): void {
    if (height > this.room && this.y > PAGE.top) this.breakPage();
  }

  breakPage(): void {
    this.pdf.addPage();
    this.y = PAGE.top;
  }

  gap(units: number): void {
    this.y += units * UNIT;
  }

  /** Marks what is drawn as a structure element, so that a screen reader finds it. It must stay on this page. */
  tag(type: string, draw: () => void, alt?: string): void {
    const parent = this.#container ?? this.#section;
    const element = this.pdf.struct(type, alt === undefined ? {} : { alt }, draw);
    // The library has no option for attributes (ISO 32000-1, 14.8.5.7); every head of these tables is of its column.
    if (type === 'TH') (element as unknown as WithDictionary).dictionary.data.A = { O: 'Table', Scope: 'Column' };
    parent.add(element);
  }

  /** Groups the tags made inside, such as the cells of a row. */
  group(type: string, inside: () => void): void {
    const before = this.#container;
    const container = this.pdf.struct(type);
    (before ?? this.#section).add(container);
    this.#container = container;
    inside();
    container.end();
    this.#container = before;
  }

  /** What is drawn inside leads to a named place of the document when it is clicked within `box`; `words` say where to (ISO 14289-1, 7.18). */
  link(destination: string, words: string, box: TextBox & { readonly height: number }, inside: () => void): void {
    this.group('Link', () => {
      inside();
      // The library's published types have no word for a link's place in the structure and its description.
      const options = { structParent: this.#container, Contents: new String(this.printable(words, FONT.regular)) };
      this.pdf.goTo(box.x, box.y, box.width, box.height, destination, options as object);
    });
  }

  /** Keeps a place in the reading order for what is drawn only at the end. */
  reserve(type: string): (draw: () => void) => void {
    const reserved = this.pdf.struct(type);
    this.#section.add(reserved);
    return (draw) => {
      this.#container = reserved;
      draw();
      reserved.end();
      this.#container = null;
    };
  }

  /** Lines and furniture that carry no content. */
  artifact(draw: () => void): void {
    this.pdf.markContent('Artifact', { type: 'Layout' });
    draw();
    this.pdf.endMarkedContent();
  }

  section(title: string, options: { readonly newPage?: boolean; readonly keepWith?: number } = {}): void {
    if (options.newPage === true && this.y > PAGE.top) this.breakPage();
    this.need(options.keepWith ?? 90);
    if (this.y > PAGE.top) this.gap(6);
    const number = this.contents.length + 1;
    const words = `${String(number)}  ${title}`;
    if (this.#section !== this.#root) this.#section.end();
    this.#section = this.pdf.struct('Sect', { title });
    this.#root.add(this.#section);
    this.contents.push({ title, page: this.page });
    this.#outline = this.pdf.outline.addItem(words);
    this.pdf.addNamedDestination(`section-${String(number)}`, 'XYZ', 0, this.y - 8, 0);
    this.rule(INK.text, 0.8);
    this.gap(2);
    this.text(words, STYLE.heading, { tag: 'H1' });
    this.gap(2);
  }

  subsection(title: string, followedBy = 60): void {
    this.need(followedBy);
    if (this.y > PAGE.top) this.gap(3);
    this.#outline?.addItem(this.printable(title, FONT.strong));
    this.text(title, STYLE.subheading, { tag: 'H2' });
    this.gap(1);
  }

  /** Goes to the next page where not two lines below it fit. */
  label(words: string): void {
    this.need(36);
    this.text(words.toUpperCase(), STYLE.label);
    this.gap(0.75);
  }

  rule(color: string = INK.rule, thickness = 0.5): void {
    this.artifact(() =>
      this.pdf
        .lineWidth(thickness)
        .strokeColor(color)
        .moveTo(PAGE.left, this.y)
        .lineTo(PAGE.left + CONTENT_WIDTH, this.y)
        .stroke(),
    );
  }

  /** One paragraph over the text width, or beside the label column. */
  text(
    words: string,
    style: TextStyle = STYLE.body,
    options: { readonly tag?: string; readonly indent?: number; readonly width?: number } = {},
  ): void {
    const indent = options.indent ?? 0;
    const width = options.width ?? CONTENT_WIDTH - indent;
    const height = this.heightOf(words, style, width);
    this.need(Math.min(height, PAGE.height - PAGE.top - PAGE.bottom));
    const box = { x: PAGE.left + indent, y: this.y, width };
    this.tag(options.tag ?? 'P', () => this.put(words, style, box));
    this.y += height;
  }

  /** One entry of a list, its dash hanging before the text. */
  bullet(words: string, style: TextStyle = STYLE.body, indent = 0): void {
    const hang = 10;
    const width = CONTENT_WIDTH - indent - hang;
    const height = this.heightOf(words, style, width);
    this.need(height);
    const top = this.y;
    this.group('LI', () => {
      this.tag('Lbl', () => this.put('–', style, { x: PAGE.left + indent, y: top, width: hang }));
      this.tag('LBody', () => this.put(words, style, { x: PAGE.left + indent + hang, y: top, width }));
    });
    this.y += height;
  }

  /** A label with what it stands for beside it; nothing is left out, `null` is written as a dash. */
  fact(label: string, words: string | null, style: TextStyle = STYLE.body): void {
    const width = CONTENT_WIDTH - LABEL_WIDTH;
    const value = words ?? '—';
    const height = Math.max(this.heightOf(value, style, width), this.heightOf(label, STYLE.label, LABEL_WIDTH - 10) + 3);
    this.need(Math.min(height + UNIT, PAGE.height - PAGE.top - PAGE.bottom));
    const top = this.y;
    this.tag('P', () => {
      this.put(label.toUpperCase(), STYLE.label, { x: PAGE.left, y: top + 2.2, width: LABEL_WIDTH - 10 });
      this.put(value, style, { x: PAGE.left + LABEL_WIDTH, y: top, width });
    });
    this.y = top + height + UNIT * 0.6;
  }

  /** The same for text of several lines. */
  factLines(label: string, text: string | null): void {
    for (const [at, line] of (text ?? '—').split('\n').entries()) this.fact(at === 0 ? label : '', line);
  }

  /** Puts text into a box without moving on. */
  put(words: string, style: TextStyle, box: TextBox): void {
    this.#set(style);
    this.pdf.text(this.printable(words, style.font), box.x, box.y, { width: box.width, align: box.align ?? 'left', ...metrics(style) });
  }

  heightOf(words: string, style: TextStyle, width: number): number {
    this.#set(style);
    return this.pdf.heightOfString(this.printable(words, style.font), { width, ...metrics(style) });
  }

  widthOf(words: string, style: TextStyle): number {
    this.#set(style);
    return this.pdf.widthOfString(this.printable(words, style.font), metrics(style));
  }

  printable(words: string, font: FontName): string {
    const coverage = must(this.#coverage.get(font), 'every font is registered');
    const shown = printable(words, coverage);
    if (shown !== words.normalize('NFC')) this.escaped = true;
    // A number stays with its sign when the line ends.
    return shown.replaceAll(' %', '\u00a0%');
  }

  /** Closes the document: nothing can be drawn afterwards. */
  finish(): Promise<Uint8Array> {
    if (this.#section !== this.#root) this.#section.end();
    this.#root.end();
    this.pdf.end();
    return this.#ended;
  }

  #set(style: TextStyle): void {
    this.pdf.font(style.font).fontSize(style.size).fillColor(style.color);
  }
}

function metrics(style: TextStyle): { characterSpacing: number; lineGap: number } {
  return { characterSpacing: style.spacing ?? 0, lineGap: style.lineGap ?? 0 };
}

/** What is used of the library's current font. Its own types show neither. */
interface CurrentFont {
  widthOfString(words: string, size: number, features?: unknown): number;
  readonly font: { hasGlyphForCodePoint(codePoint: number): boolean };
}

/**
 * The library has no public way to ask whether a font has a character, nor to remember widths where it measures for itself (`widthOfString`
 * of the document is not what `text` calls). Should another version keep its font elsewhere, no report is drawn, rather than one whose text is lost.
 */
export function currentFont(pdf: object): CurrentFont {
  const font: unknown = Reflect.get(pdf, '_font');
  assert(isCurrentFont(font), 'this version of pdfkit keeps its current font elsewhere');
  return font;
}

function isCurrentFont(value: unknown): value is CurrentFont {
  if (typeof value !== 'object' || value === null || !('widthOfString' in value) || !('font' in value)) return false;
  const { widthOfString, font } = value;
  return (
    typeof widthOfString === 'function' &&
    typeof font === 'object' &&
    font !== null &&
    'hasGlyphForCodePoint' in font &&
    typeof font.hasGlyphForCodePoint === 'function'
  );
}

/** Each text is measured before it is drawn, and a report says the same words many times: a third of its time went into their widths. */
function rememberWidths(pdf: Pdf): void {
  const font = currentFont(pdf);
  const measure = font.widthOfString.bind(font);
  const known = new Map<string, number>();
  font.widthOfString = (words, size, features) => {
    if (features !== undefined) return measure(words, size, features);
    const key = `${String(size)} ${words}`;
    let width = known.get(key);
    if (width === undefined) known.set(key, (width = measure(words, size)));
    return width;
  };
}

function coverageOf(pdf: Pdf): Coverage {
  const { font } = currentFont(pdf);
  return (codePoint) => font.hasGlyphForCodePoint(codePoint);
}
