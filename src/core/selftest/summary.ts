/** What the self-test says of each detector over all samples, and as a whole. */
import { SelfTestState, type SelfTestLine, type SelfTestResult } from '../../contract/selftest.ts';

export interface DetectorSummary {
  readonly detectorId: string;
  readonly state: SelfTestState;
  readonly lines: readonly SelfTestLine[];
}

const WEIGHT = (state: SelfTestState): number => SelfTestState.options.indexOf(state);

/** The gravest of what is said on its samples counts. */
export function summarise({ lines }: Pick<SelfTestResult, 'lines'>): DetectorSummary[] {
  return [...Map.groupBy(lines, ({ detectorId }) => detectorId)].map(([detectorId, own]) => ({
    detectorId,
    state: own.map(({ state }) => state).reduce((a, b) => (WEIGHT(a) >= WEIGHT(b) ? a : b)),
    lines: own,
  }));
}

export const STATE_WORDS: Readonly<Record<SelfTestState, string>> = {
  notRun: 'not run',
  same: 'same',
  withinTolerance: 'same within tolerance',
  otherVersion: 'other version',
  otherWeights: 'other weights',
  differs: 'differs',
};

/** How many detectors are in which state, in words. */
export function inWords(result: Pick<SelfTestResult, 'lines'>): string {
  const counts = Map.groupBy(summarise(result), ({ state }) => state);
  return SelfTestState.options
    .flatMap((state) => {
      const number = counts.get(state)?.length ?? 0;
      return number === 0 ? [] : [`${String(number)} ${STATE_WORDS[state]}`];
    })
    .join(', ');
}

/** Whether nothing says that this program measures otherwise than the golden results. */
export const agrees = ({ lines }: Pick<SelfTestResult, 'lines'>): boolean =>
  lines.every(({ state }) => state === 'same' || state === 'withinTolerance' || state === 'notRun');

/** Processor, decoder or runtime that are not those of the golden results. */
export function otherSurroundings({ here, madeOn }: Pick<SelfTestResult, 'here' | 'madeOn'>): string[] {
  return (['processor', 'platform', 'decoder', 'runtime', 'node'] as const).flatMap((name) =>
    here[name] === madeOn[name] ? [] : [`${name}: ${here[name]}; the golden results: ${madeOn[name]}`],
  );
}
