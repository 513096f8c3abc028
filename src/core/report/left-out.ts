/** Which parts a report is without, and what they are called in it. */
import { ReportPart, SHORT_LEAVES_OUT } from '../../contract/report.ts';
import type { ReportData } from './report-data.ts';

export const PART_WORDS: Readonly<Record<ReportPart, string>> = {
  recipe: 'versions and recipe',
  series: 'the course of the measures over time',
  frames: 'the frames and spectrograms of the findings',
  decisions: 'the review decisions one by one',
  custody: 'the entries of the custody log',
  structure: 'what ffprobe and the structure of each file say',
  methods: 'the method sheets with their error rates',
  certification: 'the draft of a certification',
  glossary: 'the glossary',
};

/** In the order of the report. */
export function leftOutOf({ report: { content } }: Pick<ReportData, 'report'>): ReportPart[] {
  return ReportPart.options.filter(
    (part) => content.leftOut.includes(part) || (content.template === 'short' && SHORT_LEAVES_OUT.includes(part)),
  );
}

export const leavesOut = (data: Pick<ReportData, 'report'>, part: ReportPart): boolean => leftOutOf(data).includes(part);
