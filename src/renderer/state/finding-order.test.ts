import { describe, expect, it } from 'vitest';
import type { Finding } from '../../contract/analysis.ts';
import { FindingId, ExhibitId, JobId, DetectorId, NoteId } from '../../contract/values.ts';
import type { Note } from '../../contract/notes.ts';
import {
  alike,
  between,
  EVERYTHING,
  hides,
  listed as listedBy,
  neighbour,
  nextUnreviewed,
  reasonsOf,
  toggled,
  type FindingFilter,
  type Item,
} from './finding-order.ts';

function finding(id: string, startUs: number, more: Partial<Finding> = {}): Finding {
  return {
    id: FindingId.parse(id),
    jobId: JobId.parse('J1'),
    exhibitId: ExhibitId.parse('E1'),
    detectorId: DetectorId.parse('blink'),
    kind: 'blink',
    title: 'Blink',
    trackId: 0,
    firstFrame: 0,
    lastFrame: 3,
    keyFrame: 1,
    startUs,
    endUs: startUs + 100_000,
    region: null,
    measure: { name: 'duration', value: 125, unit: 'ms' },
    weight: 'note',
    explanation: '',
    check: '',
    review: null,
    ...more,
  };
}

const rejected = { decision: 'rejected', reason: 'motion blur', by: 'Demo Examiner', atUtc: '2026-01-01T00:00:00.000Z' } as const;
const listed = <T extends Item>(items: readonly T[], filter: FindingFilter) =>
  listedBy(items, filter, (id) => (id === 'blink' ? 'movement' : 'imaging'));
const all = [
  finding('F10', 3_000_000),
  finding('F2', 1_000_000, { review: rejected }),
  finding('F9', 3_000_000),
  finding('F3', 3_000_000, { weight: 'anomaly' }),
];

describe('findings in order', () => {
  it('sorts by time, then anomalies, then number', () => {
    expect(listed(all, EVERYTHING).map((f) => f.id)).toEqual(['F2', 'F3', 'F9', 'F10']);
  });

  it('filters by review state and by weight', () => {
    expect(listed(all, { ...EVERYTHING, states: new Set(['rejected']) }).map((f) => f.id)).toEqual(['F2']);
    expect(listed(all, { ...EVERYTHING, weights: new Set(['anomaly']) }).map((f) => f.id)).toEqual(['F3']);
    expect(listed(all, { ...EVERYTHING, states: new Set() })).toEqual([]);
  });

  it('steps to the neighbour and stays at the ends', () => {
    const list = listed(all, EVERYTHING);
    expect(neighbour(list, 'F3', 0, 1)?.id).toBe('F9');
    expect(neighbour(list, 'F3', 0, -1)?.id).toBe('F2');
    expect(neighbour(list, 'F10', 0, 1)?.id).toBe('F10');
    expect(neighbour(list, 'F2', 0, -1)?.id).toBe('F2');
  });

  it('starts from the moment shown when nothing is selected', () => {
    const list = listed(all, EVERYTHING);
    expect(neighbour(list, null, 2_000_000, 1)?.id).toBe('F3');
    expect(neighbour(list, null, 2_000_000, -1)?.id).toBe('F2');
    expect(neighbour(list, 'F77', 9_000_000, 1)?.id).toBe('F10');
    expect(neighbour([], null, 0, 1)).toBeNull();
  });
});

it('toggles without touching the set it was given', () => {
  const before: ReadonlySet<string> = new Set(['a']);
  expect([...toggled(before, 'b')]).toEqual(['a', 'b']);
  expect([...toggled(before, 'a')]).toEqual([]);
  expect([...before]).toEqual(['a']);
});

const note: Note = {
  id: NoteId.parse('N1'),
  exhibitId: ExhibitId.parse('E1'),
  startUs: 3_000_000,
  endUs: 3_000_000,
  band: null,
  text: 'The outline of the hand is doubled',
  kind: 'edge',
  frames: [72, 72],
  region: null,
  by: 'Demo Examiner',
  atUtc: '2026-01-01T00:00:00.000Z',
  withdrawn: null,
};
const edge = finding('F11', 500_000, {
  detectorId: DetectorId.parse('face-edge'),
  trackId: 1,
  measure: { name: 'step', value: 7, unit: '' },
  exhibitId: ExhibitId.parse('E2'),
});
const ids = (items: readonly Item[]) => items.map(({ id }) => id);

describe('the filter', () => {
  const items: Item[] = [...all, note, edge];
  it.each<[string, Partial<FindingFilter>, string[]]>([
    ['exhibit by exhibit, notes among the findings', {}, ['F2', 'F3', 'N1', 'F9', 'F10', 'F11']],
    ['a family', { family: 'imaging' }, ['F11']],
    ['a detector', { detectorId: 'face-edge' }, ['F11']],
    ['a track', { trackId: 1 }, ['F11']],
    ['own notes alone', { weights: new Set(['own'] as const) }, ['N1']],
    ['a state, which notes do not have', { states: new Set(['rejected'] as const) }, ['F2', 'N1']],
    ['words, in any order and case', { text: ' HAND  doubled' }, ['N1']],
    ['the words of a reason', { text: 'blur' }, ['F2']],
    ['anomalies first', { order: 'weight' }, ['F3', 'N1', 'F2', 'F9', 'F10', 'F11']],
    ['the greatest of each measure first', { order: 'measure' }, ['F2', 'F3', 'F9', 'F10', 'F11', 'N1']],
  ])('%s', (_what, changed, expected) => {
    expect(ids(listed(items, { ...EVERYTHING, ...changed }))).toEqual(expected);
  });

  it('says whether it hides anything', () => {
    expect([hides(EVERYTHING), hides({ ...EVERYTHING, everywhere: true, order: 'measure' })]).toEqual([false, false]);
    expect([hides({ ...EVERYTHING, text: 'x' }), hides({ ...EVERYTHING, trackId: 0 })]).toEqual([true, true]);
  });
});

describe('triage', () => {
  const list = listed<Item>([...all, note, edge], EVERYTHING);
  it('goes to the next without a decision, round the end', () => {
    expect(nextUnreviewed(list, 'F3')?.id).toBe('F9');
    expect(nextUnreviewed(list, 'F11')?.id).toBe('F3');
    expect(nextUnreviewed([all[1]!], 'F2')).toBeNull();
  });

  it('takes findings between two places, and those of the same detector, kind and track', () => {
    expect(ids(between(list, 'F9', 'F2'))).toEqual(['F2', 'F3', 'F9']);
    expect(ids(between(list, 'F9', 'F77'))).toEqual([]);
    expect(ids(alike(list, all[0]!))).toEqual(['F2', 'F3', 'F9', 'F10']);
    expect(ids(alike(list, edge))).toEqual(['F11']);
  });

  it('remembers reasons, the newest first', () => {
    const reviewed = (id: string, reason: string, atUtc: string) => finding(id, 0, { review: { ...rejected, reason, atUtc } });
    const some = [
      reviewed('F1', 'a', '2026-01-01T00:00:00.000Z'),
      reviewed('F2', 'b', '2026-01-03T00:00:00.000Z'),
      reviewed('F3', 'a', '2026-01-02T00:00:00.000Z'),
    ];
    expect(reasonsOf(some, 5)).toEqual(['b', 'a']);
    expect(reasonsOf(some, 1)).toEqual(['b']);
  });
});
