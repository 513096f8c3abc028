/** From the stored structure to contradictions, traces and numbers. */
import type { FindingDraft, Outcome } from '../../../contract/analysis.ts';
import type { ConcludeInput, Conclusion } from '../interface.ts';
import { contradictions, type Observation } from './contradictions.ts';
import { cameraOf, tableWriterOf, writersOf } from './facts.ts';
import { containerCard } from './card.ts';
import { measuresOf, traces } from './traces.ts';

export function conclude({ facts, structure = null }: ConcludeInput): Conclusion {
  if (structure === null) return abstained('The structure of the file was not read.');
  if (structure.parts.length === 0 && structure.metadata?.status !== 'available')
    return abstained(
      `0 parts and no metadata could be read from this file (format: ${structure.format}): ${structure.problems[0] ?? 'The parts of this format are not listed.'}`,
    );
  const table = tableWriterOf(structure);
  const against = contradictions(structure, facts, table);
  const findings = [...against, ...traces(structure, facts.kind, table)].map((each) => draft(each, facts.durationUs ?? 0));
  const names = [...new Set(writersOf(structure).map(({ name }) => name))];
  const known = names.filter((name) => name !== 'unknown');
  const statement =
    `${against.length === 0 ? 'No contradiction' : `${String(against.length)} ${against.length === 1 ? 'contradiction' : 'contradictions'}`} in what the file says about itself; ` +
    `written by ${known.length === 0 ? 'an unknown program' : known.join(', ')}, camera ${cameraOf(structure) ?? 'not named'}.` +
    (table === null ? '' : ` Luminance is quantised with the table of ${table.name} at ${table.setting}.`) +
    (structure.metadata?.status === 'unavailable' ? ` Metadata were not read: ${structure.metadata.reason}` : '');
  const outcome: Outcome = { status: 'measured', score: against.length, measures: measuresOf(structure, table), statement };
  return { outcome, signals: [], findings };
}

const abstained = (reason: string): Conclusion => ({ outcome: { status: 'abstained', reason, measures: [] }, signals: [], findings: [] });

function draft(each: Observation, durationUs: number): FindingDraft {
  const place = { trackId: null, firstFrame: null, lastFrame: null, keyFrame: null, startUs: 0, endUs: durationUs, region: null };
  return { detectorId: containerCard.id, ...each, ...place };
}
