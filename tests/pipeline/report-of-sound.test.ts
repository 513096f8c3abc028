// A recording is imported and noted on, and its report shows the note's sound and what the file says about itself: no examination is needed for either.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { hasPoppler, pdfWords } from '../helpers/pdf-words.ts';
import { PLAIN_CONTENT } from '../../src/contract/report.ts';
import { ExhibitId, NoteId } from '../../src/contract/values.ts';
import { verifyPdf } from '../../src/verify/pdf/verify-pdf.ts';
import { ask, openApp } from '../helpers/examine.ts';
import { writeWav } from '../helpers/made-sound.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const RATE = 8000;

it.skipIf(!hasPoppler())(
  'a note on a recording stands in the report with its spectrogram, and the file with its structure (needs pdftotext)',
  async () => {
    const folder = tempFolder();
    const wav = join(folder, 'tone.wav');
    writeWav(wav, { sampleRate: RATE, samples: 4 * RATE, channels: [(n) => 0.1 * Math.sin((2 * Math.PI * 1000 * n) / RATE)] });
    const app = await openApp(join(folder, 'data'));
    try {
      await app.createCaseAt(join(folder, 'case'), { name: 'Tone', examiner: 'Demo Examiner' });
      await app.importPaths([wav]);
      const exhibitId = ExhibitId.parse('E1');
      const noted = { exhibitId, startUs: 2_000_000, endUs: 2_500_000, band: { lowHz: 900, highHz: 1100 }, text: 'A steady tone' };
      await ask(app, 'analysis.keepNote', noted);
      await ask(app, 'analysis.keepNote', { ...noted, text: 'A mistake' });
      await ask(app, 'analysis.withdrawNote', { noteId: NoteId.parse('N2'), reason: 'Noted twice' });
      const report = await ask(app, 'report.export', { identity: null, remarks: null, content: PLAIN_CONTENT });
      const { path } = await app.reportFile(report.id);
      const words = pdfWords(path);
      for (const part of [
        'Item E1, sound stream 0 (pcm_s16le, 8000 Hz): channel 1 of 1 from',
        'A steady tone',
        'View: narrow band, Gaussian window of 30 ms',
        'codec_name=pcm_s16le',
        'kept as derived/E1-ffprobe.json',
        'Read again from the stored item for this report by this program: no examination has stored it.',
        'fmt',
      ])
        expect(words.includes(part), part).toBe(true);
      expect(words.match(/sound stream 0 \(pcm_s16le/g)).toHaveLength(1);
      expect(execFileSync('pdfimages', ['-list', path], { encoding: 'utf8' }).match(/\bgray\b/g)).toHaveLength(1);
      const { custody } = await verifyPdf(path);
      expect(custody?.words).toContain('The attached output of ffprobe is what the log states of it, for 1 of the items.');
      // Whoever repeats it from the same exhibit gets the same picture.
      const json = join(folder, 'R.json');
      const hashOf = (pdf: string): string | undefined => {
        execFileSync('pdfdetach', ['-save', '1', '-o', json, pdf]);
        return /"sha256":"([0-9a-f]{64})","startUs"/.exec(readFileSync(json, 'utf8'))?.[1];
      };
      const again = await ask(app, 'report.export', { identity: null, remarks: null, content: PLAIN_CONTENT });
      expect(hashOf((await app.reportFile(again.id)).path)).toBe(hashOf(path));
      expect(hashOf(path)).toMatch(/^[0-9a-f]{64}$/);
    } finally {
      await app.close();
    }
  },
  60_000,
);
