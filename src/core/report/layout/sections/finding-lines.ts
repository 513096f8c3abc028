/** What stands beside a picture of a finding, of a frame or of sound: measure, explanation, what to check, weight and review. */
import type { ReportFinding } from '../../report-data.ts';
import { measureWords, reviewWords } from '../../words.ts';
import { INK, STYLE, type TextStyle } from '../style.ts';

export interface Line {
  readonly words: string;
  readonly style: TextStyle;
}

export function findingLines({ finding }: Pick<ReportFinding, 'finding'>): Line[] {
  const anomaly = finding.weight === 'anomaly';
  return [
    { words: `${finding.measure.name}: ${measureWords(finding.measure)}`, style: STYLE.cell },
    { words: finding.explanation, style: STYLE.cell },
    { words: `To check: ${finding.check}`, style: { ...STYLE.cell, font: 'SansItalic' } },
    {
      words: `${anomaly ? 'Anomaly' : 'Note'}. Review: ${reviewWords(finding)}.`,
      style: anomaly ? { ...STYLE.cell, color: INK.accent } : STYLE.cell,
    },
  ];
}
