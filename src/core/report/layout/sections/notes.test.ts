import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasPoppler, pdfWords } from '../../../../../tests/helpers/pdf-words.ts';
import { ExhibitId, NoteId } from '../../../../contract/values.ts';
import { reportFixture } from '../../../../../tests/helpers/report-fixture.ts';
import { onePixelPng } from '../../../../../tests/helpers/one-pixel-png.ts';
import { tempFolder } from '../../../../../tests/helpers/temp-folder.ts';
import type { ReportNote } from '../../report-data.ts';
import { renderReport } from '../render-report.ts';

const picture = { bytes: onePixelPng(64, 48), width: 64, height: 48, overlay: [], shapes: [] };
const AT = { by: 'Demo Examiner', atUtc: '2026-03-04T05:00:00.000Z' };
const note = (number: number, changed: Partial<ReportNote['note']>): ReportNote => ({
  note: {
    id: NoteId.parse(`N${String(number)}`),
    exhibitId: ExhibitId.parse('E1'),
    startUs: 1_000_000,
    endUs: 1_250_500,
    band: null,
    text: 'The room sounds different from here on',
    kind: null,
    frames: null,
    region: null,
    ...AT,
    withdrawn: null,
    ...changed,
  },
  timecode: { start: '00:00:01:00', end: '00:00:01:06' },
  stillSha256: null,
  stillError: null,
  sound: null,
  soundError: null,
});

describe.skipIf(!hasPoppler())('notes in a report (needs pdftotext)', () => {
  it('stand there with stretch, band and words, the withdrawn ones with their reason', async () => {
    const notes = [
      note(1, { band: { lowHz: 300, highHz: 3400.5 } }),
      note(3, { kind: 'doubled edge', text: 'The outline of the jaw', frames: [24, 30], region: [10, 20, 30, 40] }),
      note(2, { text: 'A click', withdrawn: { ...AT, reason: 'It is the lighter' } }),
    ];
    const data = { ...reportFixture({ entries: 4 }), findings: [], examinations: [], methods: [], notes };
    const { pdf } = await renderReport(data, new Map([['N3', picture]]), () => undefined);
    const path = join(tempFolder(), 'notes.pdf');
    writeFileSync(path, pdf);
    const text = pdfWords(path);
    for (const words of [
      'Observations noted by the examiner',
      '3 kept by the examiner, 1 of them withdrawn',
      '1.000000 s 00:00:01:00',
      '1.250500 s 00:00:01:06',
      '300 to 3400.5 Hz',
      'The room sounds different from here on',
      'doubled edge: The outline of the jaw (frames 24 to 30, part 10, 20, 30, 40 px (left, top, width, height))',
      'N3 doubled edge Item E1, frames 24 to 30',
      'WITHDRAWN by Demo Examiner, 2026-03-04 05:00:00 UTC: “It is the lighter”. It had said: A click',
    ])
      expect(text.includes(words), words).toBe(true);
  });

  it('leave no trace in a report without notes', async () => {
    const { pdf } = await renderReport(reportFixture({ entries: 4 }), new Map(), () => undefined);
    const path = join(tempFolder(), 'none.pdf');
    writeFileSync(path, pdf);
    expect(pdfWords(path, [])).not.toContain('noted by the examiner');
  });
});
