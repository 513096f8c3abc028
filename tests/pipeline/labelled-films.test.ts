/** All detectors over labelled films that lie beside the repository, where they do: genuine ones raise nothing, and nothing fails on altered ones. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ScoredFile } from '../../src/contract/score.ts';
import { scoreFiles } from '../../src/core/analysis/score.ts';
import { parseLabels } from '../../src/core/validation/labels.ts';
import { detectors } from '../../src/engine/detectors/registry.ts';
import { findTools } from '../../src/engine/media/tools.ts';

/** Not part of the project (docs/validation/movement.md says what it is): a folder with labels.csv, beside the repository or wherever this names it. */
const DATA = process.env.PENUMBRA_LABELLED_DATA ?? join(import.meta.dirname, '../../../shared/data');
const LABELS = join(DATA, 'labels.csv');
if (!existsSync(LABELS)) console.warn('skipped: there are no labelled films (PENUMBRA_LABELLED_DATA names their folder)');

/** The shortest of each kind: a face swap with sound, a swift twist of the head, a turning face, lip synchronisation. */
const CHOSEN = ['lynaeydofd.mp4', 'd12.mp4', 's29.mp4', 'widuwuoiur.mp4', 'wav2lip.mp4'];

describe.skipIf(!existsSync(LABELS))('labelled films', () => {
  const labels = existsSync(LABELS) ? parseLabels(readFileSync(LABELS, 'utf8')) : [];
  const films = labels.filter(({ path, kind }) => kind === 'video' && CHOSEN.some((name) => path.endsWith(`/${name}`)));

  it.each(films.map(({ path, label }) => [path, label] as const))('%s (%s)', { timeout: 180_000 }, async (path, label) => {
    const lines: ScoredFile[] = [];
    for await (const line of scoreFiles([join(DATA, path)], { tools: await findTools(), version: '0' })) {
      if ('error' in line) throw new Error(`${line.error.code}: ${line.error.detail ?? ''}`);
      lines.push(line);
    }
    const results = Object.entries(lines[0]?.detectors ?? {});
    expect(results.map(([id]) => id)).toEqual(detectors.map(({ card }) => card.id));
    expect(results.filter(([, { outcome }]) => outcome === 'failed')).toEqual([]);
    for (const [, { outcome, score, reason }] of results) expect(outcome === 'measured' ? score : reason).toBeDefined();
    if (label === 'real') {
      const anomalies = results.flatMap(([id, { findings }]) =>
        findings.filter(({ weight }) => weight === 'anomaly').map(({ kind }) => `${id} ${kind}`),
      );
      expect(anomalies).toEqual([]);
    }
  });
});
