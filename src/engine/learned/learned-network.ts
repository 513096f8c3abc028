/** What differs between the detectors around the face networks; everything else is the same code. */
import type { FindingDraft } from '../../contract/analysis.ts';

export interface LearnedNetwork {
  /** Id in models.lock.json: input `image` [1, 3, 224, 224], RGB 0..1; outputs `logit` [1, 1] and, where `hasMap`, `map` [1, h, w]. */
  readonly id: string;
  /** The mean of `map` is the logit up to a constant. */
  readonly hasMap: boolean;
  /** Mean logit of a face from which it is put before a person; `null`: no limit separated well enough to point at a face. */
  readonly limit: number | null;
  /** Logits from one end of the heat map's colours to the other; its middle is the limit, or 0 where there is none. */
  readonly heatSpan: number;
  /** What a greater logit is more like, as in "more like face swaps of the training". */
  readonly like: string;
  readonly finding: Pick<FindingDraft, 'kind' | 'title' | 'weight' | 'explanation' | 'check'>;
}
