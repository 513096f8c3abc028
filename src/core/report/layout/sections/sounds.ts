/** The sound of findings and notes as pictures, each with every setting that it was made with. */
import type { Finding, Signal } from '../../../../contract/analysis.ts';
import { MAX_SOUNDS } from '../../choose-stills.ts';
import { leavesOut } from '../../left-out.ts';
import type { ReportData, ReportFinding, ReportNote, ReportSound, SoundPicture, SoundPictures } from '../../report-data.ts';
import { count, seconds } from '../../words.ts';
import type { Sheet } from '../sheet.ts';
import { drawSoundPicture, SOUND_HEIGHT } from '../sound-picture.ts';
import { CONTENT_WIDTH, INK, PAGE, STYLE } from '../style.ts';
import { findingLines, type Line } from './finding-lines.ts';

const COLUMN = (CONTENT_WIDTH - 14) / 2;
/** Of a Gaussian window, -3 dB: 1.298 over its stated length (as in engine/signal/short-time). */
const BANDWIDTH = 1.298;

const HOW =
  'Computed for this report from the sound of the stored item, at its own sample rate, by the code that draws the sound in the window of the program. The waveform stands above the spectrogram; what is loud is dark. Amber: what the finding is about, with a cut-off that it states, or dots for the fundamental frequency that was measured. Hatched: the recording has no sound there. Times are the item’s own. SHA-256: of the picture’s pixels, one byte of grey each, row by row from the highest frequency.';

export function soundPictures(sheet: Sheet, data: ReportData, sounds: SoundPictures): void {
  const heard = data.findings.filter(({ finding }) => isOfSound(data, finding));
  if (heard.length === 0 || leavesOut(data, 'frames')) return;
  const shown = heard.filter(({ finding, sound }) => sound !== null && sounds.has(finding.id));
  sheet.subsection(`Spectrograms of ${count(shown.length)} of ${count(heard.length)} findings of sound`, shown.length === 0 ? 60 : 340);
  if (shown.length > 0) sheet.text(HOW, STYLE.note);
  const left = heard.length - shown.length;
  if (left > 0)
    sheet.text(
      `${left === 1 ? 'One finding of sound is' : `${count(left)} findings of sound are`} not shown here: a report shows ${String(MAX_SOUNDS)} at most, anomalies first, then notes spread evenly over time, and none of an item that is not as it was imported.`,
      STYLE.note,
    );
  sheet.gap(2);
  for (const entry of shown) {
    const picture = sounds.get(entry.finding.id);
    if (picture !== undefined && entry.sound !== null)
      oneSound(sheet, picture, entry.sound, seriesOf(data, entry), {
        title: `${entry.finding.id}  ${entry.finding.title}`,
        about: entry.finding,
        words: findingLines(entry),
      });
  }
  for (const { finding, soundError } of heard)
    if (soundError !== null) sheet.text(`The sound of ${finding.id} cannot be shown: ${soundError.message}`, STYLE.note);
}

/** Inside the section on notes. */
export function noteSounds(sheet: Sheet, notes: readonly ReportNote[], sounds: SoundPictures): void {
  const shown = notes.filter(({ note, sound }) => sound !== null && sounds.has(note.id));
  if (shown.length > 0) {
    sheet.text('Below, the sound of notes on a stretch of it, as that of findings; dashed, the stretch and its frequencies.', STYLE.note);
    sheet.gap(2);
  }
  for (const { note, sound } of shown) {
    const picture = sounds.get(note.id);
    if (picture !== undefined && sound !== null)
      oneSound(sheet, picture, sound, null, {
        title: `${note.id}  ${note.kind ?? 'Own finding'}`,
        about: note,
        words: [{ words: note.text, style: STYLE.cell }],
      });
  }
  for (const { note, soundError } of notes)
    if (soundError !== null) sheet.text(`The sound of ${note.id} cannot be shown: ${soundError.message}`, STYLE.note);
}

/** A finding that has no frame, of a detector that listens. */
function isOfSound(data: ReportData, { detectorId, keyFrame }: Finding): boolean {
  return keyFrame === null && data.methods.some(({ id, feed }) => id === detectorId && feed === 'audio');
}

interface Said {
  readonly title: string;
  readonly about: Pick<Finding, 'exhibitId' | 'startUs' | 'endUs'>;
  readonly words: readonly Line[];
}

function oneSound(sheet: Sheet, picture: SoundPicture, sound: ReportSound, series: Signal | null, { title, about, words }: Said): void {
  const settings = settingsWords(sound, about);
  const heightOf = (lines: readonly Line[]): number =>
    lines.reduce((sum, line) => sum + sheet.heightOf(line.words, line.style, COLUMN) + 2, 0);
  const titleHeight = sheet.heightOf(title, STYLE.strong, CONTENT_WIDTH) + 2;
  sheet.need(titleHeight + SOUND_HEIGHT + Math.max(heightOf(words), heightOf(settings)) + 14);
  const top = sheet.y;
  sheet.tag('Caption', () => sheet.put(title, STYLE.strong, { x: PAGE.left, y: top, width: CONTENT_WIDTH }));
  sheet.y += titleHeight;
  sheet.tag('Figure', () => drawSoundPicture(sheet, sound, picture, series), altOf(sound, about, title));
  sheet.y += SOUND_HEIGHT + 3;
  const under = sheet.y;
  let bottom = under;
  for (const [n, lines] of [words, settings].entries()) {
    let y = under;
    for (const line of lines) {
      sheet.tag('Caption', () => sheet.put(line.words, line.style, { x: PAGE.left + n * (COLUMN + 14), y, width: COLUMN }));
      y += sheet.heightOf(line.words, line.style, COLUMN) + 2;
    }
    bottom = Math.max(bottom, y);
  }
  sheet.y = bottom + 9;
}

function altOf({ window, highHz, panels }: ReportSound, { exhibitId }: Said['about'], title: string): string {
  const times = panels.map(({ startUs, endUs }) => `${seconds(startUs)} to ${seconds(endUs)}`).join(' and ');
  return `Waveform and ${window}-band spectrogram of item ${exhibitId} from ${times}, 0 to ${String(Math.round(highHz))} Hz: ${title}`;
}

function settingsWords(sound: ReportSound, { exhibitId, startUs, endUs }: Said['about']): Line[] {
  const { panels, sampleRate, windowSeconds, ...rest } = sound;
  const small = { ...STYLE.note, size: 7.4 };
  const places = panels.map(
    ({ channel, startUs: from, endUs: to, hopSamples }) =>
      `channel ${String(channel + 1)} of ${String(rest.channels)} from ${seconds(beginning(from, hopSamples, sampleRate))} to ${seconds(to)}`,
  );
  const part = rest.whole
    ? ''
    : ` The finding is from ${seconds(startUs)} to ${seconds(endUs)}: only the part inside the picture is shown.`;
  const columns = [
    ...new Set(
      panels.map(({ hopSamples, windowsPerColumn }) => {
        const each = windowsPerColumn === 1 ? 'one window' : `the mean power of ${String(windowsPerColumn)} windows`;
        return `hop ${count(hopSamples)} samples (${((1000 * hopSamples) / sampleRate).toFixed(2)} ms), each column ${each}`;
      }),
    ),
  ];
  const sizes = [...new Set(panels.map(({ columns: wide, rows }) => `${String(wide)} × ${String(rows)}`))];
  return [
    {
      words: `Item ${exhibitId}, sound stream ${String(rest.stream)} (${rest.codec}, ${count(sampleRate)} Hz): ${places.join('; ')}.${part}`,
      style: small,
    },
    {
      words: `View: ${rest.window} band, Gaussian window of ${String(windowSeconds * 1000)} ms (−3 dB bandwidth ${String(Math.round(BANDWIDTH / windowSeconds))} Hz); FFT of ${count(rest.fftSize)} points; ${columns.join('; ')}; 0 to ${count(Math.round(rest.highHz))} Hz, linear; dynamic range ${String(rest.rangeDb)} dB: black at ${signed(rest.topDb)} dB and above, white at ${signed(rest.topDb - rest.rangeDb)} dB and below (0 dB: a full-scale sine); ${sizes.join(' and ')} pixels, each row the loudest of its frequencies. Waveform: lowest and highest sample of each column, in shares of full scale.`,
      style: small,
    },
    ...panels.map(({ sha256 }) => ({ words: `SHA-256 ${sha256}`, style: { ...STYLE.cellMono, size: 5.2, color: INK.quiet } })),
  ];
}

/** The first column's stretch reaches half a column before the recording's first sample. */
const beginning = (us: number, hop: number, rate: number): number => (us < 0 && us > (-1e6 * hop) / rate ? 0 : us);

const signed = (value: number): string => String(value).replace('-', '−');

function seriesOf(data: ReportData, { finding, sound }: ReportFinding): Signal | null {
  const name = sound?.marks.find(({ kind }) => kind === 'series');
  if (name?.kind !== 'series') return null;
  const signals = data.examinations.find(({ job }) => job.id === finding.jobId)?.signals ?? [];
  return signals.find((signal) => signal.detectorId === finding.detectorId && signal.name === name.name) ?? null;
}
