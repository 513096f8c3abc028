import { describe, expect, it } from 'vitest';
import { reportFixture } from '../../../tests/helpers/report-fixture.ts';
import { chooseSounds, chooseStills, MAX_SOUNDS } from './choose-stills.ts';

const findings = reportFixture().findings.map(({ finding }) => finding);

describe('chooseStills', () => {
  it('takes anomalies first and spreads notes over the whole time', () => {
    const chosen = chooseStills(findings.toReversed());
    expect(chosen).toHaveLength(12);
    expect(chosen[0]?.id).toBe('F1');
    expect(chosen.slice(1).map(({ id }) => id)).toEqual(['F2', 'F6', 'F9', 'F13', 'F16', 'F20', 'F23', 'F27', 'F30', 'F34', 'F37']);
  });

  it('takes no more than there is room for, and nothing without a key frame', () => {
    const anomalies = findings.map((finding) => ({ ...finding, weight: 'anomaly' as const }));
    expect(chooseStills(anomalies, 3).map(({ id }) => id)).toEqual(['F2', 'F3', 'F4']);
    expect(chooseStills(findings.map((finding) => ({ ...finding, keyFrame: null })))).toEqual([]);
    expect(chooseStills(findings.slice(0, 5))).toHaveLength(5);
  });
});

describe('chooseSounds', () => {
  const heard = findings.map((finding) => ({ ...finding, keyFrame: null }));

  it('takes those without a frame whose detector listens, anomalies first, no more than there is room for', () => {
    expect(chooseSounds(heard, () => false)).toEqual([]);
    expect(chooseSounds(findings, () => true)).toEqual([]);
    const chosen = chooseSounds(heard, (detectorId) => detectorId === 'blink');
    expect(chosen).toHaveLength(MAX_SOUNDS);
    expect(chosen[0]?.id).toBe('F1');
  });
});
