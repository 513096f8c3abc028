import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasPoppler, pdfWords } from '../../../../../tests/helpers/pdf-words.ts';
import type { LightConstraint, LightDrawing } from '../../../../contract/light.ts';
import { ExhibitId, LightDrawingId } from '../../../../contract/values.ts';
import { LIGHT_SOLVER } from '../../../../engine/light/parameters.ts';
import { solveLight } from '../../../../engine/light/solve-light.ts';
import { onePixelPng } from '../../../../../tests/helpers/one-pixel-png.ts';
import { reportFixture } from '../../../../../tests/helpers/report-fixture.ts';
import { tempFolder } from '../../../../../tests/helpers/temp-folder.ts';
import type { ReportLight } from '../../report-data.ts';
import { renderReport } from '../render-report.ts';

const SIZE = { width: 360, height: 288 };
const cast = (name: string, at: [number, number], ...rays: [[number, number], [number, number]]): LightConstraint => ({
  kind: 'cast',
  name,
  at,
  rays,
});
const AGREE: LightConstraint[] = [
  cast('Shadow of the lamp', [60, 250], [95, 120], [120, 125]),
  cast('Shadow of the chair', [300, 260], [225, 120], [250, 118]),
  { kind: 'shading', name: 'Forehead', at: [180, 120], outward: [180, 90], lit: true },
];

function entry(
  number: number,
  constraints: LightConstraint[],
  stillError: ReportLight['stillError'] = null,
  withdrawn: LightDrawing['withdrawn'] = null,
): ReportLight {
  const drawing: LightDrawing = {
    id: LightDrawingId.parse(`L${String(number)}`),
    exhibitId: ExhibitId.parse('E1'),
    frame: 240,
    ...SIZE,
    constraints,
    solution: solveLight({ ...SIZE, constraints }),
    recipe: { exhibitSha256: 'a'.repeat(64), decoder: { name: 'ffmpeg', version: 'ffmpeg version 5.1' }, solver: LIGHT_SOLVER },
    by: 'Demo Examiner',
    atUtc: '2026-03-04T05:00:00.000Z',
    withdrawn,
  };
  return { drawing, ptsUs: 10_000_000, timecode: '00:00:10:00', stillSha256: null, stillError };
}

describe.skipIf(!hasPoppler())('light drawings in a report (needs pdftotext)', () => {
  it('stand there with their frame, statement, openings and places, with or without detectors’ findings', async () => {
    const light = [
      entry(1, AGREE),
      entry(2, [...AGREE, cast('Pasted', [200, 250], [300, 200], [330, 230])]),
      entry(3, AGREE, { code: 'FRAME_UNDECODABLE', message: 'This frame cannot be decoded.' }),
      entry(4, [...AGREE, cast('Pasted', [200, 250], [300, 200], [330, 230])], null, {
        reason: 'The cup is not in that shadow',
        by: 'Demo Examiner',
        atUtc: '2026-03-05T05:00:00.000Z',
      }),
    ];
    const data = { ...reportFixture({ entries: 4 }), findings: [], examinations: [], methods: [], light };
    const picture = { bytes: onePixelPng(), ...SIZE, overlay: [], shapes: [] };
    const { pdf } = await renderReport(
      data,
      new Map([
        ['L1', picture],
        ['L2', picture],
      ]),
      () => undefined,
    );
    const path = join(tempFolder(), 'light.pdf');
    writeFileSync(path, pdf);
    const text = pdfWords(path, ['-layout', '-nopgbrk']);
    const raw = pdfWords(path);
    for (const words of [
      'satisfies all 3 constraints; consistency does not show that the picture is genuine.',
      'No single light position satisfies constraints 1, 2 and 4.',
      'This frame cannot be decoded.',
      'Solver: light from wedges 1.0.0. Decoder: ffmpeg version 5.1',
      'WITHDRAWN by Demo Examiner, 2026-03-05 05:00:00 UTC: “The cup is not in that shadow”',
      'Drawn and kept by Demo Examiner, 2026-03-04 05:00:00 UTC',
      'There are no findings of detectors.',
      'Exposing Photo Manipulation with Inconsistent Shadows',
      'leastSolidAngle',
    ])
      expect(raw.includes(words), words).toBe(true);
    for (const words of [
      'point 60, 250; rays through 95, 120 and 120, 125',
      '4 drawn by the examiner, 1 of them withdrawn; 1 of those that stand without',
      'point 180, 120; outwards to 180, 90',
    ])
      expect(text.includes(words), words).toBe(true);
  });
});
