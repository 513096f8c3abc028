/** A spectrogram with the waveform above it: the picture is an image, everything else is vectors and text. */
import { colourTable } from '../../../base/sound-colours.ts';
import type { Signal } from '../../../contract/analysis.ts';
import type { ReportSound, SoundPanel, SoundPicture } from '../report-data.ts';
import type { SoundMark } from '../sound/views.ts';
import type { Sheet } from './sheet.ts';
import { CONTENT_WIDTH, INK, PAGE, STYLE } from './style.ts';

/** Above the waveform: the bar of the stretch and its name. */
const LANE = 11;
const WAVE = 30;
const GAP = 3;
const SPECTRUM = 96;
const TICKS = 12;
const AXIS = 32;
/** Right of the panels: frequencies that are marked, then the scale of levels. */
const MARKED = 32;
const SCALE = 34;
const BETWEEN = 12;

export const SOUND_HEIGHT = LANE + WAVE + GAP + SPECTRUM + TICKS;

interface Frame {
  readonly left: number;
  readonly width: number;
  readonly top: number;
  readonly panel: SoundPanel;
  readonly highHz: number;
}

const xOf = (us: number, { left, width, panel }: Frame): number => left + ((us - panel.startUs) / (panel.endUs - panel.startUs)) * width;
const spectrumTop = ({ top }: Frame): number => top + LANE + WAVE + GAP;
const yOf = (hz: number, frame: Frame): number => spectrumTop(frame) + (1 - hz / frame.highHz) * SPECTRUM;

/** At the sheet's `y`, over the text width. */
export function drawSoundPicture(sheet: Sheet, sound: ReportSound, picture: SoundPicture, series: Signal | null): void {
  const marked = sound.marks.some(({ kind }) => kind === 'frequency' || kind === 'band') ? MARKED : 10;
  const whole = CONTENT_WIDTH - AXIS - marked - SCALE - BETWEEN * (sound.panels.length - 1);
  const width = whole / sound.panels.length;
  const most = amplitude(picture);
  const frames = sound.panels.map((panel, n): Frame => ({
    left: PAGE.left + AXIS + n * (width + BETWEEN),
    width,
    top: sheet.y,
    panel,
    highHz: sound.highHz,
  }));
  for (const [n, frame] of frames.entries()) {
    const own = picture[n];
    if (own === undefined) continue;
    drawWave(sheet, own.peaks, most, frame);
    sheet.pdf.image(Buffer.from(own.png.buffer, own.png.byteOffset, own.png.byteLength), frame.left, spectrumTop(frame), {
      width: frame.width,
      height: SPECTRUM,
    });
    for (const [from, to] of frame.panel.gaps) hatch(sheet, frame, from, to);
    drawMarks(sheet, sound.marks, series, frame);
    for (const [y, height] of [
      [frame.top + LANE, WAVE],
      [spectrumTop(frame), SPECTRUM],
    ] as const)
      sheet.pdf.lineWidth(0.4).strokeColor(INK.quiet).rect(frame.left, y, frame.width, height).stroke();
    timeAxis(sheet, frame);
    if (sound.panels.length > 1 && sound.channels > 1)
      sheet.put(`channel ${String(frame.panel.channel + 1)}`, STYLE.axis, {
        x: frame.left,
        y: frame.top + 1,
        width: frame.width,
        align: 'right',
      });
  }
  const [first, last] = [frames[0], frames.at(-1)];
  if (first === undefined || last === undefined) return;
  waveAxis(sheet, most, first);
  frequencyAxis(sheet, first);
  frequencyNames(sheet, sound.marks, last);
  levelScale(sheet, sound, last.left + last.width + marked, last);
}

/** The greatest sample of all panels, so that they are drawn to one scale; of silence, full scale. */
function amplitude(picture: SoundPicture): number {
  let most = 0;
  for (const { peaks } of picture) for (const value of peaks) if (Math.abs(value) > most) most = Math.abs(value);
  return most === 0 ? 1 : most;
}

function drawWave({ pdf }: Sheet, peaks: Float32Array, most: number, { left, width, top }: Frame): void {
  const columns = peaks.length / 2;
  const middle = top + LANE + WAVE / 2;
  const half = WAVE / 2 - 1;
  pdf
    .lineWidth(0.3)
    .strokeColor(INK.rule)
    .moveTo(left, middle)
    .lineTo(left + width, middle)
    .stroke();
  pdf.lineWidth(Math.max(0.35, width / columns)).strokeColor(INK.curve);
  for (let k = 0; k < columns; k += 1) {
    const [low, high] = [peaks[2 * k] ?? Number.NaN, peaks[2 * k + 1] ?? Number.NaN];
    if (Number.isNaN(low) || Number.isNaN(high)) continue;
    const x = left + ((k + 0.5) / columns) * width;
    pdf.moveTo(x, middle - (high / most) * half).lineTo(x, middle - (low / most) * half + 0.3);
  }
  pdf.stroke();
}

/** Where there is no sound: the waveform and the picture are empty there, which is not silence. */
function hatch({ pdf }: Sheet, frame: Frame, from: number, to: number): void {
  const { left, width, top, panel } = frame;
  const height = WAVE + GAP + SPECTRUM;
  const [x0, x1] = [left + (from / panel.columns) * width, left + (to / panel.columns) * width];
  pdf
    .save()
    .rect(x0, top + LANE, x1 - x0, height)
    .clip()
    .lineWidth(0.3)
    .strokeColor(INK.rule);
  for (let x = x0 - height; x < x1; x += 3) pdf.moveTo(x, top + LANE + height).lineTo(x + height, top + LANE);
  pdf.stroke().restore();
}

function drawMarks(sheet: Sheet, marks: readonly SoundMark[], series: Signal | null, frame: Frame): void {
  const { pdf } = sheet;
  const { left, width, top, panel, highHz } = frame;
  const bottom = spectrumTop(frame) + SPECTRUM;
  const inside = (us: number): boolean => us >= panel.startUs && us <= panel.endUs;
  const vertical = (us: number): void => {
    if (!inside(us)) return;
    const x = xOf(us, frame);
    lined(sheet, () => pdf.moveTo(x, top + LANE).lineTo(x, bottom));
  };
  for (const mark of marks) {
    if (mark.kind === 'moment') {
      vertical(mark.atUs);
      if (inside(mark.atUs)) named(sheet, mark.words, xOf(mark.atUs, frame), frame);
    } else if (mark.kind === 'stretch') {
      if (mark.endUs < panel.startUs || mark.startUs > panel.endUs) continue;
      const [x0, x1] = [Math.max(left, xOf(mark.startUs, frame)), Math.min(left + width, xOf(mark.endUs, frame))];
      pdf
        .fillColor(INK.accent)
        .rect(x0, top + LANE - 2.5, Math.max(1, x1 - x0), 2)
        .fill();
      named(sheet, mark.words, x0, frame);
      vertical(mark.startUs);
      vertical(mark.endUs);
    } else if (mark.kind === 'frequency' || mark.kind === 'band') {
      for (const hz of mark.kind === 'band' ? [mark.lowHz, mark.highHz] : [mark.hz]) {
        if (hz > highHz) continue;
        const y = yOf(hz, frame);
        lined(sheet, () => pdf.moveTo(left, y).lineTo(left + width, y));
      }
    }
  }
  if (series === null) return;
  for (const [i, hz] of series.values.entries()) {
    const us = series.ptsUs[i] ?? 0;
    if (hz === null || hz > highHz || !inside(us)) continue;
    for (const [radius, color] of [
      [0.95, INK.text],
      [0.6, INK.overlay],
    ] as const)
      pdf.circle(xOf(us, frame), yOf(hz, frame), radius).fillColor(color).fill();
  }
}

function named(sheet: Sheet, words: string, x: number, { left, width, top }: Frame): void {
  const style = { ...STYLE.axis, color: INK.accent };
  const wide = sheet.widthOf(words, style);
  sheet.put(words, style, { x: Math.min(x, left + width - wide), y: top, width: wide + 2 });
}

/** White under amber: seen on dark and on light. */
function lined({ pdf }: Sheet, path: () => unknown): void {
  for (const [color, thickness] of [
    ['#ffffff', 1.8],
    [INK.accent, 0.8],
  ] as const) {
    pdf.lineWidth(thickness).strokeColor(color).dash(3, { space: 1.5 });
    path();
    pdf.stroke();
  }
  pdf.undash();
}

function timeAxis(sheet: Sheet, frame: Frame): void {
  const { left, width, panel } = frame;
  const seconds = (panel.endUs - panel.startUs) / 1e6;
  const step = niceStep(seconds, width / 44);
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const y = spectrumTop(frame) + SPECTRUM;
  for (let k = Math.ceil(panel.startUs / 1e6 / step); k * step * 1e6 <= panel.endUs; k += 1) {
    const x = xOf(k * step * 1e6, frame);
    sheet.pdf
      .lineWidth(0.4)
      .strokeColor(INK.quiet)
      .moveTo(x, y)
      .lineTo(x, y + 2)
      .stroke();
    const at = Math.min(x - 22, left + width - 30);
    sheet.put(`${(k * step).toFixed(digits)} s`, STYLE.axis, { x: at, y: y + 3, width: 44, align: 'center' });
  }
}

/** 1, 2 or 5 times a power of ten, so that at most `most` of them fit. */
function niceStep(range: number, most: number): number {
  for (let power = -4; ; power += 1) for (const first of [1, 2, 5]) if (range / (first * 10 ** power) <= most) return first * 10 ** power;
}

function waveAxis(sheet: Sheet, most: number, { left, top }: Frame): void {
  const words = most.toPrecision(2);
  for (const [sign, y] of [
    ['', top + LANE - 2],
    ['−', top + LANE + WAVE - 7.5],
  ] as const)
    sheet.put(`${sign}${words}`, STYLE.axis, { x: left - AXIS, y, width: AXIS - 4, align: 'right' });
}

const hertz = (hz: number): string =>
  hz >= 1000 ? `${String(Number((hz / 1000).toPrecision(3)))} kHz` : `${String(Number(hz.toPrecision(3)))} Hz`;

function frequencyAxis(sheet: Sheet, frame: Frame): void {
  const { left, highHz } = frame;
  const step = niceStep(highHz, 5);
  for (let hz = 0; hz <= highHz * 1.0001; hz += step) {
    const y = yOf(hz, frame);
    sheet.pdf
      .lineWidth(0.4)
      .strokeColor(INK.quiet)
      .moveTo(left - 2, y)
      .lineTo(left, y)
      .stroke();
    sheet.put(hertz(hz), STYLE.axis, { x: left - AXIS - 4, y: Math.max(y - 4, spectrumTop(frame) - 1), width: AXIS, align: 'right' });
  }
}

/** What is marked, in figures beside its line. */
function frequencyNames(sheet: Sheet, marks: readonly SoundMark[], frame: Frame): void {
  const style = { ...STYLE.axis, color: INK.accent };
  for (const mark of marks) {
    if (mark.kind !== 'frequency' && mark.kind !== 'band') continue;
    for (const hz of mark.kind === 'band' ? [mark.lowHz, mark.highHz] : [mark.hz])
      if (hz <= frame.highHz) sheet.put(hertz(hz), style, { x: frame.left + frame.width + 3, y: yOf(hz, frame) - 4, width: MARKED });
  }
}

const STEPS = 48;

function levelScale(sheet: Sheet, { topDb, rangeDb }: ReportSound, x: number, frame: Frame): void {
  const { pdf } = sheet;
  const top = spectrumTop(frame);
  const colours = colourTable('grey');
  for (let k = 0; k < STEPS; k += 1) {
    // As in the picture: loud is dark.
    const grey = colours[3 * Math.round((255 * k) / (STEPS - 1))] ?? 0;
    pdf
      .fillColor([grey, grey, grey])
      .rect(x, top + (k / STEPS) * SPECTRUM, 6, SPECTRUM / STEPS + 0.2)
      .fill();
  }
  pdf.lineWidth(0.4).strokeColor(INK.quiet).rect(x, top, 6, SPECTRUM).stroke();
  for (const share of [0, 0.5, 1]) {
    const words = `${String(topDb - share * rangeDb).replace('-', '−')} dB`;
    sheet.put(words, STYLE.axis, { x: x + 8, y: top + share * SPECTRUM - (share === 0 ? 1 : share === 1 ? 7 : 4), width: SCALE });
  }
}
