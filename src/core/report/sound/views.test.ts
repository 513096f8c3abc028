import { describe, expect, it } from 'vitest';
import { Finding } from '../../../contract/analysis.ts';
import { Note } from '../../../contract/notes.ts';
import { copyFinding } from '../../../engine/detectors/splice/findings.ts';
import { spliceDetector } from '../../../engine/detectors/splice/detector.ts';
import { viewOfFinding, viewOfNote } from './views.ts';

const finding = (changed: Partial<Finding>): Finding =>
  Finding.parse({
    id: 'F1',
    jobId: 'J1',
    exhibitId: 'E1',
    detectorId: 'splice',
    kind: 'room-step',
    title: 'Made',
    trackId: null,
    firstFrame: null,
    lastFrame: null,
    keyFrame: null,
    startUs: 4_000_000,
    endUs: 6_000_000,
    region: null,
    measure: { name: 'made', value: 1, unit: 'dB' },
    weight: 'note',
    explanation: 'Made.',
    check: 'Nothing.',
    review: null,
    ...changed,
  });
const copied = (startUs: number, againUs: number): Finding =>
  finding(copyFinding(spliceDetector.card.id, { startUs, endUs: startUs + 1_250_000, againUs, differing: 0.02 }));

describe('viewOfFinding', () => {
  it('shows a stretch with its surroundings, and of a long one the beginning, which it says', () => {
    expect(viewOfFinding(finding({}), 1)).toMatchObject({
      window: 'narrow',
      whole: true,
      panels: [{ channel: 0, startUs: 2_000_000, endUs: 8_000_000 }],
      marks: [{ kind: 'stretch', startUs: 4_000_000, endUs: 6_000_000, words: 'F1' }],
    });
    expect(viewOfFinding(finding({ endUs: 90_000_000 }), 1)).toMatchObject({
      whole: false,
      panels: [{ startUs: 2_000_000, endUs: 32_000_000 }],
    });
  });

  it('tells times apart at a break, and marks its moment', () => {
    const at = { kind: 'waveform-break', startUs: 100_000, endUs: 100_000 };
    expect(viewOfFinding(finding(at), 1)).toMatchObject({
      window: 'broad',
      marks: [{ kind: 'moment', atUs: 100_000 }],
      panels: [{ startUs: 0, endUs: 300_000 }],
    });
  });

  it('shows both places of a repeated segment: in one picture when near, otherwise one beside the other', () => {
    const near = viewOfFinding(copied(3_200_000, 9_400_000), 1);
    expect(near).toMatchObject({
      whole: true,
      panels: [{ startUs: 2_700_000, endUs: 11_150_000 }],
      marks: [
        { kind: 'stretch', startUs: 3_200_000, endUs: 4_450_000, words: 'first' },
        { kind: 'stretch', startUs: 9_400_000, endUs: 10_650_000, words: 'again' },
      ],
    });
    expect(viewOfFinding(copied(3_200_000, 90_400_000), 1)).toMatchObject({
      whole: true,
      panels: [
        { startUs: 2_700_000, endUs: 4_950_000 },
        { startUs: 89_900_000, endUs: 92_150_000 },
      ],
    });
  });

  it('shows the repetition alone where the place that it comes from was kept in words only', () => {
    const { copyOf, ...before } = copied(3_200_000, 9_400_000);
    expect(copyOf).toEqual({ startUs: 3_200_000, endUs: 4_450_000 });
    expect(viewOfFinding(before, 1)).toMatchObject({
      panels: [{ startUs: 8_900_000, endUs: 11_150_000 }],
      marks: [{ kind: 'stretch', startUs: 9_400_000, endUs: 10_650_000, words: 'F1' }],
    });
  });

  it('draws a cut-off that the finding states, and both channels of what is about channels', () => {
    const edge = finding({ kind: 'bandwidth-step', measure: { name: 'cut-off', value: 6900, unit: 'Hz' } });
    expect(viewOfFinding(edge, 1).marks).toContainEqual({ kind: 'frequency', hz: 6900 });
    const channels = finding({ kind: 'channel-silent' });
    expect(viewOfFinding(channels, 2).panels.map(({ channel }) => channel)).toEqual([0, 1]);
    expect(viewOfFinding(channels, 1).panels).toHaveLength(1);
    expect(viewOfFinding(finding({ kind: 'flat-melody' }), 1)).toMatchObject({
      highHz: 1500,
      marks: [{}, { kind: 'series', name: 'fundamental' }],
    });
  });
});

it('shows a note with its frequencies', () => {
  const note = Note.parse({
    id: 'N1',
    exhibitId: 'E1',
    startUs: 5_000_000,
    endUs: 5_100_000,
    band: { lowHz: 300, highHz: 3400 },
    text: 'A click',
    kind: null,
    frames: null,
    region: null,
    by: 'Demo Examiner',
    atUtc: '2026-03-04T05:00:00.000Z',
    withdrawn: null,
  });
  expect(viewOfNote(note)).toEqual({
    window: 'narrow',
    highHz: null,
    whole: true,
    panels: [{ channel: 0, startUs: 4_000_000, endUs: 6_100_000 }],
    marks: [
      { kind: 'stretch', startUs: 5_000_000, endUs: 5_100_000, words: 'N1' },
      { kind: 'band', lowHz: 300, highHz: 3400 },
    ],
  });
});
