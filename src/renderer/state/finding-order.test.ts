import { describe, expect, it } from 'vitest';
import type { Finding } from '../../contract/analysis.ts';
import { FindingId, ExhibitId, JobId, DetectorId } from '../../contract/values.ts';
import { EVERYTHING, listed, neighbour, toggled } from './finding-order.ts';

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
    expect(listed(all, { states: new Set(), weights: EVERYTHING.weights })).toEqual([]);
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
