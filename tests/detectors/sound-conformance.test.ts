/** What every detector of sound must do, whatever it measures; the rest of the walk is in conformance.test.ts. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FindingDraft, Outcome, Signal } from '../../src/contract/analysis.ts';
import type { MediaFacts } from '../../src/contract/exhibits.ts';
import { concludeAll, type Examined } from '../../src/core/analysis/conclude.ts';
import { modelsFolder } from '../../src/core/analysis/models-folder.ts';
import type { AnyDetector, Detector, SoundRow } from '../../src/engine/detectors/interface.ts';
import { detectors } from '../../src/engine/detectors/registry.ts';
import { openNetworks } from '../../src/engine/inference/session.ts';
import type { PassSources } from '../../src/engine/pass-sources.ts';
import type { FromEngine } from '../../src/engine/protocol.ts';
import type { SoundBlock } from '../../src/engine/sound/sound-block.ts';
import { FAKE_FACTS, fakeSources, fakeTask, runToEnd } from '../helpers/fake-engine.ts';
import { madeBlocks, soundFacts } from '../helpers/made-sound.ts';

const WEIGHTS = join(modelsFolder(), 'weights');
const RATE = 16_000;
const FACTS = soundFacts({ sampleRate: RATE, channels: 2, seconds: 6 });

/** A voice that comes and goes: harmonics of a gliding pitch, over a little noise that another generator would not give. */
function voice(n: number): number {
  const seconds = n / RATE;
  const loud = Math.max(0, Math.sin(2 * Math.PI * 1.3 * seconds)) * 0.3;
  const phase = 2 * Math.PI * (120 * seconds + 8 * Math.sin(3 * seconds));
  const noise = (((n * 7919 + 104_729) % 65_537) / 65_537 - 0.5) * 0.002;
  return loud * (Math.sin(phase) + 0.5 * Math.sin(2 * phase) + 0.3 * Math.sin(7 * phase)) + noise;
}
const SPOKEN = (): SoundBlock[] => madeBlocks({ sampleRate: RATE, samples: 5.5 * RATE, channels: [voice, (n) => 0.7 * voice(n - 3)] });
const SILENT = (seconds: number): SoundBlock[] => madeBlocks({ sampleRate: RATE, samples: seconds * RATE, channels: [() => 0, () => 0] });

async function observed(detector: Detector<'audio'>, blocks: readonly SoundBlock[]): Promise<(readonly SoundRow[])[]> {
  const networks = await openNetworks({ weightsFolder: WEIGHTS, provider: 'cpu' });
  try {
    const observer = await detector.open({ networks, facts: FACTS });
    const answers: (readonly SoundRow[])[] = [];
    for (const block of blocks) answers.push(await observer.observe(block));
    await observer.close();
    return answers;
  } finally {
    await networks.close();
  }
}

/** A whole pass with the real networks over sound that is made here. */
async function examined(detector: AnyDetector, facts: MediaFacts, blocks: readonly SoundBlock[]): Promise<Examined> {
  async function* each(): AsyncGenerator<SoundBlock> {
    for (const block of blocks) yield await Promise.resolve(block);
  }
  const sources: PassSources = {
    ...fakeSources({ frames: 0, detectors: [] }),
    detectors: [detector],
    openNetworks: () => openNetworks({ weightsFolder: WEIGHTS, provider: 'cpu' }),
    decodeSound: () => Object.assign(each(), { ended: Promise.resolve({ samples: 0, stretches: 1, warnings: [] }) }),
  };
  const task = { ...fakeTask({ frames: 0, detectors: [] }), facts };
  const plan = { ...task.plan, detectors: [{ id: detector.card.id, version: detector.card.version, parametersSha256: '0'.repeat(64) }] };
  const messages = await runToEnd({ ...task, plan }, sources);
  expect(messages.at(-1)).toMatchObject({ type: 'ended', reason: 'finished' });
  const batches = messages.filter((message): message is Extract<FromEngine, { type: 'soundBatch' }> => message.type === 'soundBatch');
  return {
    facts,
    tracks: [],
    framesTotal: 0,
    framesDecoded: 0,
    failures: new Map(
      messages.flatMap((message) => ('failed' in message ? message.failed.map(({ detectorId, error }) => [detectorId, error]) : [])),
    ),
    rows: (id) => batches.flatMap(({ observations }) => observations[id] ?? []),
    faceAt: () => null,
  };
}

const hears = (detector: AnyDetector): detector is Detector<'audio'> => detector.card.feed === 'audio';

describe.each(detectors.filter(hears).map((detector) => [detector.card.id, detector] as const))('%s', (id, detector) => {
  it('observes the same block twice alike, rows of one value for each column, whatever came before', async () => {
    const blocks = SPOKEN();
    const first = await observed(detector, blocks);
    expect(await observed(detector, blocks)).toEqual(first);
    // From the middle, as after an interruption: an observer carries nothing over from earlier blocks.
    expect(await observed(detector, blocks.slice(2))).toEqual(first.slice(2));
    const rows = first.flat();
    expect(rows.map(({ ptsUs }) => ptsUs)).toEqual(rows.map(({ ptsUs }) => ptsUs).toSorted((a, b) => a - b));
    for (const { ptsUs, values } of rows) {
      expect(Number.isSafeInteger(ptsUs)).toBe(true);
      expect(values).toHaveLength(detector.columns.length);
      for (const value of values) expect(value === null || Number.isFinite(value)).toBe(true);
    }
  });

  it('leaves the samples as they were', async () => {
    const blocks = SPOKEN();
    await observed(detector, blocks);
    expect(blocks.map(({ channels }) => channels)).toEqual(SPOKEN().map(({ channels }) => channels));
  });

  it.each([
    ['six seconds of silence', SILENT(6)],
    ['one second of silence', SILENT(1)],
    ['one block of one sample', SILENT(1 / RATE)],
  ])('finds no anomaly in %s', async (_name, blocks) => {
    const result = await examined(detector, FACTS, blocks);
    expect(result.failures).toEqual(new Map());
    const [conclusion] = concludeAll([detector], result);
    expect(['abstained', 'notApplicable']).toContain(conclusion?.outcome.status);
    expect(conclusion?.findings.filter(({ weight }) => weight === 'anomaly')).toEqual([]);
  });

  it('hears the sound of a film as it hears sound alone', async () => {
    const alone = await examined(detector, FACTS, SPOKEN());
    const film = await examined(detector, { ...FACTS, kind: 'video' }, SPOKEN());
    expect(film.rows(id)).toEqual(alone.rows(id));
    expect(detector.applies({ ...FAKE_FACTS, streams: [] }).applies).toBe(false);
  });

  it('concludes the same from the same rows, keyed by time and by no frame, and leaves them as they were', async () => {
    const result = await examined(detector, FACTS, SPOKEN());
    const rows = result.rows(id);
    expect(rows.length).toBeGreaterThan(0);
    const input = { facts: FACTS, rows, tracks: [], framesTotal: 0, framesDecoded: 0, faceAt: () => null };
    const before = structuredClone(rows);
    const first = detector.conclude(input);
    expect(detector.conclude({ ...input, rows: structuredClone(rows) })).toEqual(first);
    expect(rows).toEqual(before);
    expect(Outcome.parse(first.outcome)).toEqual(first.outcome);
    for (const signal of first.signals) {
      expect({ ...Signal.parse(signal), detectorId: id }).toEqual(signal);
      expect([signal.frames, signal.trackId, signal.values.length]).toEqual([null, null, signal.ptsUs.length]);
    }
    for (const finding of first.findings) {
      expect({ ...FindingDraft.parse(finding), detectorId: id }).toEqual(finding);
      expect([finding.firstFrame, finding.lastFrame, finding.keyFrame, finding.region]).toEqual([null, null, null, null]);
    }
  });
});
