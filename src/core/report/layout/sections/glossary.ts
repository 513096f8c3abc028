/** The words of the report, for a reader who is no examiner. */
import type { Sheet } from '../sheet.ts';

const WORDS: readonly (readonly [string, string])[] = [
  ['Item', 'A file that was handed over for examination. The stored copy is read-only and named by its SHA-256.'],
  [
    'Hash, SHA-256',
    'A number computed from every byte of a file. Two files with the same SHA-256 are, for all practical purposes, the same file.',
  ],
  ['Custody log', 'The list of every act on the case. Each entry holds the hash of the one before it, so that a change shows.'],
  ['Examination', 'One run of chosen detectors over one item, by a plan that was stored before it began.'],
  ['Detector', 'A method that measures one kind of trace. Its sheet says what it can and cannot do.'],
  ['Score', 'What a detector measured of the whole item, in its own unit. It is no probability that the item is genuine.'],
  [
    'Finding',
    'A place in the item where a measure departs from what the method calls usual (anomaly), or a normal event worth having in the record (note).',
  ],
  ['Abstained', 'The detector could not measure: the item did not meet its stated conditions. This says nothing for or against the item.'],
  ['Review', 'The decision of a person about a finding, with the reason.'],
  ['Propositions', 'The two statements between which the findings are to be weighed.'],
  [
    'Likelihood ratio (LR)',
    'How much more probable a score is if the one proposition is true than if the other is. It is given only with the calibration behind it.',
  ],
  ['PTS', 'Presentation time stamp: the time at which the file itself says a frame is to be shown.'],
  ['Timecode', 'Hours, minutes, seconds and frame, counted from the first frame.'],
  ['Interval', 'The range within which a measure lies with the stated confidence, given the method.'],
];

export function glossary(sheet: Sheet): void {
  sheet.section('Appendix: glossary', { keepWith: 200 });
  for (const [word, meaning] of WORDS) sheet.fact(word, meaning);
}
