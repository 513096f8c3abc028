/** What is known of an exhibit before any detector speaks: the conditions under which a validation may hold for it. */
import type { Track } from '../../contract/analysis.ts';
import type { Condition } from '../../contract/calibration.ts';
import type { MediaFacts } from '../../contract/exhibits.ts';

export type ConditionValues = Readonly<Partial<Record<Exclude<Condition['on'], 'measure'>, string | number>>>;

/** Sizes as stored, before rotation; the eyes' distance of the smallest face that was tracked, since every face counts for the score. */
export function conditionValues(facts: MediaFacts, tracks: readonly Track[]): ConditionValues {
  const video = facts.streams.find((stream) => stream.type === 'video');
  const audio = facts.streams.find((stream) => stream.type === 'audio');
  const durationUs = facts.durationUs ?? audio?.durationUs ?? null;
  return {
    kind: facts.kind,
    ...(video === undefined ? {} : { videoCodec: video.codec, widthPx: video.width, heightPx: video.height }),
    ...(audio === undefined ? {} : { audioCodec: audio.codec, sampleRateHz: audio.sampleRate }),
    ...(durationUs === null || facts.kind === 'image' ? {} : { durationSeconds: durationUs / 1e6 }),
    ...(facts.bitRate === null ? {} : { bitRate: facts.bitRate }),
    ...(tracks.length === 0 ? {} : { interocularPx: Math.min(...tracks.map(({ medianInterocularPx }) => medianInterocularPx)) }),
  };
}
