/** All rows -> stretches in which the torso stands still under a moving head, and how far head and shoulders go together. Pure. */
import type { FindingDraft, Measure, Outcome } from '../../../contract/analysis.ts';
import { byTrack } from '../by-track.ts';
import type { ConcludeInput, Conclusion } from '../interface.ts';
import { rounded } from '../../rounded.ts';
import { assess, type Assessment } from './assess.ts';
import { stillFinding } from './findings.ts';
import { PARAMETERS } from './parameters.ts';
import { bodySignals } from './signals.ts';

export function concludeBody(detectorId: FindingDraft['detectorId'], input: ConcludeInput): Conclusion {
  const assessments = byTrack(input.rows).map(([trackId, rows]) => assess(trackId, rows));
  return {
    outcome: outcomeOf(assessments),
    signals: assessments.flatMap((one) => bodySignals(detectorId, one)),
    findings: assessments.flatMap((one) => one.stills.map((still) => stillFinding(detectorId, one.trackId, still, input.faceAt))),
  };
}

/** Smaller changes than this are rounding: the score ends here. */
const LEAST = 0.01;

function outcomeOf(all: readonly Assessment[]): Outcome {
  const longest = all.toSorted((a, b) => b.samples.length - a.samples.length)[0];
  if (longest === undefined) return { status: 'abstained', reason: 'No face was found.', measures: [] };
  const foremost = all.filter(({ stillest }) => stillest !== null).sort((a, b) => (a.stillest?.torso ?? 0) - (b.stillest?.torso ?? 0))[0];
  if (foremost?.stillest == null) {
    return { status: 'abstained', reason: longest.reason ?? 'Nothing could be compared.', measures: measuresOf(longest) };
  }
  const { stillest } = foremost;
  const stills = all.reduce((sum, one) => sum + one.stills.length, 0);
  return {
    status: 'measured',
    score: rounded(-Math.log10(Math.max(LEAST, stillest.torso)), 2),
    measures: measuresOf(foremost),
    statement:
      `Where the torso is stillest under a moving head (${PARAMETERS.windowSeconds.value} s from frame ${stillest.from.frame}), nine tenths of its picture change by no more than ` +
      `${stillest.torso.toFixed(2)} grey levels while the head moves by ${stillest.head.toFixed(2)} inter-ocular distances (standard deviations); ` +
      `${stills === 0 ? 'no stretch' : stills === 1 ? 'one stretch' : `${String(stills)} stretches`} below the limit of ${PARAMETERS.stillLimit.value} grey levels. ` +
      `In the genuine films that could be measured it was at least ${LEAST_GENUINE} grey levels.`,
  };
}

/** Of the seven genuine clips on the card. */
const LEAST_GENUINE = '0.76';

function measuresOf(one: Assessment): Measure[] {
  const { windows, stills, stillest, coupling } = one;
  const out: Measure[] = [
    { name: 'samples', value: one.samples.length, unit: 'count' },
    { name: 'windows compared', value: windows.length, unit: 'count' },
    { name: 'confidence of the shoulders', value: rounded(one.confidence, 2), unit: 'of 1, median' },
  ];
  if (stillest !== null) {
    out.push(
      { name: 'still stretches', value: stills.length, unit: 'count' },
      { name: 'least change of the torso', value: rounded(stillest.torso, 3), unit: '8-bit counts' },
      { name: 'movement of the head meanwhile', value: rounded(stillest.head, 3), unit: 'inter-ocular distances' },
    );
  }
  if (coupling !== null) out.push({ name: 'head and shoulders together', value: rounded(coupling, 2), unit: 'correlation, sideways' });
  return out;
}
