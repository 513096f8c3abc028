import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { hasPoppler, pdfWords } from '../../../../tests/helpers/pdf-words.ts';
import { soundFacts, writeWav } from '../../../../tests/helpers/made-sound.ts';
import { reportFixture } from '../../../../tests/helpers/report-fixture.ts';
import { tempFolder } from '../../../../tests/helpers/temp-folder.ts';
import { dbOf, hopOf, TILE_COLUMNS } from '../../../base/sound-grid.ts';
import { sha256Hex } from '../../../base/node/sha256.ts';
import { Finding } from '../../../contract/analysis.ts';
import { bandwidthDetector } from '../../../engine/detectors/bandwidth-and-floor/detector.ts';
import { findTools } from '../../../engine/media/tools.ts';
import type { SoundSource } from '../../../engine/sound/view/decode-sound.ts';
import { Recording } from '../../../engine/sound/view/recording.ts';
import type { ReportSound } from '../report-data.ts';
import { renderReport } from '../layout/render-report.ts';
import { drawSounds, stepOf, type Heard } from './pictures.ts';
import { viewOfFinding } from './views.ts';

const RATE = 16_000;
const TONE_HZ = 3000;
const folder = tempFolder();
let source: SoundSource;
let heard: Heard | undefined;

const finding = Finding.parse({
  id: 'F90',
  jobId: 'J1',
  exhibitId: 'E1',
  detectorId: 'bandwidth-and-floor',
  kind: 'bandwidth-step',
  title: 'For 2 s nothing above 3.4 kHz, elsewhere up to 7.0 kHz',
  trackId: null,
  firstFrame: null,
  lastFrame: null,
  keyFrame: null,
  startUs: 3_000_000,
  endUs: 5_000_000,
  region: null,
  measure: { name: 'cut-off', value: 3400, unit: 'Hz' },
  weight: 'anomaly',
  explanation: 'Made for a test.',
  check: 'Listen.',
  review: null,
});

beforeAll(async () => {
  const path = join(folder, 'tone.wav');
  // -19.2 dB, from its middle on another 6 less.
  const tone = (n: number): number => (n > 4 * RATE ? 0.055 : 0.11) * Math.sin((2 * Math.PI * TONE_HZ * n) / RATE);
  writeWav(path, { sampleRate: RATE, samples: 8 * RATE, channels: [tone] });
  source = { path, ffmpegPath: (await findTools()).ffmpegPath, facts: soundFacts({ sampleRate: RATE, seconds: 8 }) };
  const wish = { id: finding.id, exhibitId: finding.exhibitId, view: (channels: number) => viewOfFinding(finding, channels) };
  heard = (await drawSounds([wish], () => Promise.resolve(source))).get(finding.id);
});

function drawn(): { sound: ReportSound; png: Uint8Array } {
  if (heard === undefined || heard.sound === null) throw new Error('the sound was drawn');
  return { sound: heard.sound, png: heard.picture[0]?.png ?? new Uint8Array() };
}

describe('a picture of sound', () => {
  it('states how it was made', () => {
    const { sound } = drawn();
    expect(sound).toMatchObject({
      stream: 0,
      codec: 'pcm_s16le',
      sampleRate: RATE,
      window: 'narrow',
      windowSeconds: 0.03,
      fftSize: 2048,
      highHz: 8000,
      topDb: -15,
      rangeDb: 70,
      whole: true,
      panels: [{ channel: 0, hopSamples: 256, windowsPerColumn: 1, rows: 200, gaps: [] }],
    });
  });

  it('has the tone in the row and with the level that the window’s tile has', async () => {
    const { sound, png } = drawn();
    const panel = sound.panels[0];
    if (panel === undefined) throw new Error('it has a panel');
    const pixels = pixelsOf(png, panel.columns, panel.rows);
    expect(sha256Hex(pixels)).toBe(panel.sha256);
    const recording = new Recording({ ...source, folder });
    await recording.decode(() => undefined);
    const level = Math.log2(panel.hopSamples / hopOf(RATE));
    for (const [seconds, db] of [
      [3, -19.17],
      [5, -25.19],
    ] as const) {
      const column = Math.round((seconds * RATE) / panel.hopSamples);
      const asked = { kind: 'tile', channel: '0', window: 'narrow', level, index: Math.floor(column / TILE_COLUMNS) } as const;
      const tile = new Uint16Array(recording.answer(asked) as ArrayBuffer);
      const bin = (TONE_HZ * sound.fftSize) / RATE;
      const said = dbOf(tile[(column % TILE_COLUMNS) * (sound.fftSize / 2 + 1) + bin] ?? 0);
      expect(Math.abs(said - db)).toBeLessThan(0.1);
      const x = column - Math.round(((panel.startUs / 1e6) * RATE) / panel.hopSamples + 0.5);
      const shades = Array.from({ length: panel.rows }, (_, y) => pixels[y * panel.columns + x] ?? 255);
      const y = shades.indexOf(Math.min(...shades));
      // Row y covers from 40 Hz times (200 - y - 1) to 40 Hz times (200 - y).
      expect([Math.floor(TONE_HZ / 40), Math.floor(TONE_HZ / 40) - 1]).toContain(200 - y - 1);
      // The grey is one of 256 steps over the range.
      const step = stepOf(said, sound.topDb);
      const darker = shades[y] ?? 0;
      expect(darker).toBe(greyOf(step));
      expect(Math.abs(step - (255 + ((db - sound.topDb) * 255) / 70))).toBeLessThan(1);
    }
    recording.close();
  });

  it('says why, when the sound cannot be had', async () => {
    const wish = { id: 'F1', exhibitId: 'E1', view: (channels: number) => viewOfFinding(finding, channels) };
    const gone = { ...source, path: join(folder, 'nothing.wav') };
    const found = await drawSounds([wish], () => Promise.resolve(gone));
    expect(found.get('F1')).toMatchObject({ sound: null, picture: null, error: { code: 'MEDIA_UNDECODABLE' } });
  });
});

describe.skipIf(!hasPoppler())('in a report (needs Poppler)', () => {
  it('stands beside its finding, tagged, with its settings and hash, as one grey image', async () => {
    const { sound } = drawn();
    const base = reportFixture({ entries: 4 });
    const entry = { ...base.findings[0]!, finding, reviews: [], keyPtsUs: null, timecode: { start: '0', end: '0', key: null }, sound };
    const other = { ...entry, finding: { ...finding, id: 'F91' as typeof finding.id }, sound: null };
    const data = { ...base, findings: [entry, other], methods: [bandwidthDetector.card] };
    const { pdf } = await renderReport(data, new Map(), () => undefined, new Map([[finding.id, heard?.picture ?? []]]));
    const path = join(folder, 'sound.pdf');
    writeFileSync(path, pdf);
    const words = pdfWords(path);
    for (const part of [
      'Spectrograms of 1 of 2 findings of sound',
      'One finding of sound is not shown here',
      'Item E1, sound stream 0 (pcm_s16le, 16000 Hz): channel 1 of 1 from 0.984000 s to 7.016000 s.',
      'narrow band, Gaussian window of 30 ms (−3 dB bandwidth 43 Hz); FFT of 2048 points; hop 256 samples (16.00 ms), each column one window; 0 to 8000 Hz, linear; dynamic range 70 dB: black at −15 dB',
      sound.panels[0]?.sha256 ?? '?',
    ])
      expect(words.includes(part), part).toBe(true);
    expect(execFileSync('pdfimages', ['-list', path], { encoding: 'utf8' })).toMatch(/\bimage +\d+ +200 +gray +1 +8\b/);
    const raw = Buffer.from(pdf).toString('latin1');
    expect(raw).toContain(
      '/Alt (Waveform and narrow-band spectrogram of item E1 from 0.984000 s to 7.016000 s, 0 to 8000 Hz: F90  For 2 s',
    );
    const without = await renderReport(
      { ...data, report: { ...data.report, content: { ...data.report.content, leftOut: ['frames'] } } },
      new Map(),
      () => undefined,
      new Map([[finding.id, heard?.picture ?? []]]),
    );
    expect(without.pdf.length).toBeLessThan(pdf.length);
  }, 60_000);
});

/** As another program reads them. */
function pixelsOf(png: Uint8Array, columns: number, rows: number): Uint8Array {
  const [from, to] = [join(folder, 'panel.png'), join(folder, 'panel.grey')];
  writeFileSync(from, png);
  execFileSync(source.ffmpegPath, ['-v', 'error', '-y', '-i', from, '-f', 'rawvideo', '-pix_fmt', 'gray', to]);
  const pixels = readFileSync(to);
  expect(pixels.length).toBe(columns * rows);
  return pixels;
}

/** CIE L* from 97 (nothing) to 7 (loudest) in equal steps, as sRGB. */
function greyOf(step: number): number {
  const lightness = 7 + (90 * (255 - step)) / 255;
  const linear = lightness > 8 ? ((lightness + 16) / 116) ** 3 : lightness / 903.3;
  return Math.round(255 * (linear <= 0.003_130_8 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055));
}
