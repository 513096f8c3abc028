/** From the stored state of a C2PA manifest to its three words and what its signer states. */
import type { FindingDraft } from '../../../contract/analysis.ts';
import type { FileStructure } from '../../../contract/structure.ts';
import type { ConcludeInput, Conclusion } from '../interface.ts';

import { provenanceCard } from './card.ts';

type C2pa = NonNullable<FileStructure['c2pa']>;
type Present = Extract<C2pa, { status: 'present' }>;
type Draft = Pick<FindingDraft, 'kind' | 'title' | 'weight' | 'measure' | 'explanation' | 'check'>;

/** IPTC digital source types that say that an algorithm made the picture, wholly or in part. */
const BY_ALGORITHM = /(trainedAlgorithmicMedia|compositeWithTrainedAlgorithmicMedia|algorithmicMedia|trainedAlgorithmicData)$/i;
/** What concerns the certificate alone, not the bytes that were signed. */
const OF_THE_SIGNER = /^(signingCredential|timeStamp|algorithm|general)\./;

export function conclude({ facts, structure = null }: ConcludeInput): Conclusion {
  const c2pa = structure?.c2pa;
  if (c2pa === undefined) return abstained('The file was not read for a C2PA manifest.');
  if (c2pa.status === 'absent')
    return abstained('The file holds no C2PA manifest. That is the normal case, and its absence is not evidence.');
  if (c2pa.status === 'not read') return abstained(c2pa.reason);
  const found = [integrity(c2pa), statedSource(c2pa), statedEdits(c2pa)].filter((each) => each !== null);
  const score = found.filter(({ weight }) => weight === 'anomaly').length;
  const place = {
    trackId: null,
    firstFrame: null,
    lastFrame: null,
    keyFrame: null,
    startUs: 0,
    endUs: facts.durationUs ?? 0,
    region: null,
  };
  const measures = [
    { name: 'well-formed', value: c2pa.wellFormed ? 1 : 0, unit: '1 = yes' },
    ...(c2pa.valid === null ? [] : [{ name: 'valid', value: c2pa.valid ? 1 : 0, unit: '1 = yes' }]),
    { name: 'manifests', value: c2pa.manifests, unit: 'count' },
    { name: 'ingredients', value: c2pa.ingredients.length, unit: 'count' },
  ];
  return {
    outcome: { status: 'measured', score, measures, statement: statement(c2pa) },
    signals: [],
    findings: found.map((each) => ({ detectorId: provenanceCard.id, ...each, ...place })),
  };
}

const abstained = (reason: string): Conclusion => ({ outcome: { status: 'abstained', reason, measures: [] }, signals: [], findings: [] });

function statement(c2pa: Present): string {
  if (!c2pa.wellFormed) return `A C2PA manifest is there and not well-formed: ${c2pa.reasons[0]?.words ?? 'no reason given'}.`;
  const by = `${c2pa.claimGenerator ?? 'an unnamed program'}, signed by ${c2pa.signer ?? 'nobody named'}${c2pa.signedAtUtc === null ? '' : ` at ${c2pa.signedAtUtc}`}`;
  const validity = c2pa.valid === true ? 'valid' : `not valid (${c2pa.reasons.map(({ code }) => code).join(', ')})`;
  return `A C2PA manifest by ${by}: well-formed, ${validity}, trust not assessed.`;
}

function integrity(c2pa: Present): Draft | null {
  if (c2pa.valid === true) return null;
  const reasons = c2pa.reasons.map(({ code, words }) => (words === '' ? code : `${code}: ${words}`)).join('; ');
  const signerOnly = c2pa.wellFormed && c2pa.reasons.length > 0 && c2pa.reasons.every(({ code }) => OF_THE_SIGNER.test(code));
  const common = { measure: { name: 'reasons', value: c2pa.reasons.length, unit: 'count' } };
  if (signerOnly) {
    return {
      ...common,
      kind: 'certificate-invalid',
      title: 'C2PA: the certificate or an algorithm is not accepted',
      weight: 'note',
      explanation: `${reasons}. No hash was found not to fit; the certificate does not have the form or the time that C2PA asks for, or uses what is not supported.`,
      check: 'Look at the validity and the issuer of the certificate.',
    };
  }
  return {
    ...common,
    kind: c2pa.wellFormed ? 'manifest-invalid' : 'manifest-malformed',
    title: c2pa.wellFormed ? 'C2PA: the manifest does not fit the file' : 'C2PA: the manifest cannot be read',
    weight: 'anomaly',
    explanation: `${reasons === '' ? 'No reason was given' : reasons}. The file is not as it was when it was signed, or the manifest was damaged or taken from another file.`,
    check: 'Compare with a copy from the source that signed it; repeat the validation with another program.',
  };
}

function statedSource(c2pa: Present): Draft | null {
  const stated = c2pa.actions.filter(({ sourceType }) => sourceType !== null && BY_ALGORITHM.test(sourceType));
  const [first] = stated;
  if (first === undefined) return null;
  return {
    kind: 'stated-by-algorithm',
    title: 'C2PA: its signer states that an algorithm made the picture or a part of it',
    weight: 'anomaly',
    measure: { name: 'actions that say so', value: stated.length, unit: 'count' },
    explanation:
      `Action ${first.action} states the source ${first.sourceType ?? ''}${first.agent === null ? '' : `, by ${first.agent}`}. ` +
      `It is a statement of the signer (${c2pa.signer ?? 'not named'})${c2pa.valid === true ? '' : ', and the manifest is not valid'}.`,
    check: 'Ask the signer; look whether the statement concerns the whole picture or a part.',
  };
}

function statedEdits(c2pa: Present): Draft | null {
  const edits = c2pa.actions.filter(({ action }) => !['c2pa.created', 'c2pa.opened', 'c2pa.published'].includes(action));
  if (edits.length === 0) return null;
  return {
    kind: 'stated-edits',
    title: 'C2PA: the manifest lists edits',
    weight: 'note',
    measure: { name: 'actions', value: edits.length, unit: 'count' },
    explanation: `Stated by the signer: ${[...new Set(edits.map(({ action }) => action))].join(', ').slice(0, 300)}.`,
    check: 'Compare with the ingredients, if they can be obtained.',
  };
}
