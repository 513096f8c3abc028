import { expect, it } from 'vitest';
import { FindingDraft, Outcome } from '../../../contract/analysis.ts';
import type { FileStructure } from '../../../contract/structure.ts';
import { VIDEO_FACTS } from '../../../../tests/helpers/video-facts.ts';
import { provenanceDetector } from './detector.ts';

type C2pa = NonNullable<FileStructure['c2pa']>;

const PRESENT: Extract<C2pa, { status: 'present' }> = {
  status: 'present',
  wellFormed: true,
  valid: true,
  trusted: 'not assessed',
  reasons: [],
  manifests: 1,
  claimGenerator: 'A program',
  signer: 'CN=Somebody',
  issuer: null,
  signedAtUtc: null,
  assertions: [],
  actions: [],
  ingredients: [],
};

function conclude(c2pa: C2pa) {
  const structure: FileStructure = { format: 'jpeg', parts: [], partsOmitted: 0, jpeg: null, problems: [], c2pa };
  const nothing = { rows: [], tracks: [], framesTotal: 0, framesDecoded: 0, faceAt: () => null };
  const conclusion = provenanceDetector.conclude({ facts: VIDEO_FACTS, structure, ...nothing });
  expect(Outcome.parse(conclusion.outcome)).toEqual(conclusion.outcome);
  for (const finding of conclusion.findings) expect(FindingDraft.parse(finding)).toEqual(finding);
  return { status: conclusion.outcome.status, found: conclusion.findings.map(({ kind, weight }) => [kind, weight]) };
}

it('abstains where there is none, or none could be read', () => {
  expect(conclude({ status: 'absent' }).status).toBe('abstained');
  expect(conclude({ status: 'not read', reason: 'too large for this program' }).status).toBe('abstained');
});

it('has nothing to tell of a valid manifest of a camera', () => {
  const actions = [{ action: 'c2pa.created', sourceType: 'http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture', agent: null }];
  expect(conclude({ ...PRESENT, actions })).toEqual({ status: 'measured', found: [] });
});

it('tells a certificate that is not accepted from bytes that do not fit', () => {
  const because = (code: string): C2pa => ({ ...PRESENT, valid: false, reasons: [{ code, words: '' }] });
  expect(conclude(because('signingCredential.expired')).found).toEqual([['certificate-invalid', 'note']]);
  expect(conclude(because('assertion.dataHash.mismatch')).found).toEqual([['manifest-invalid', 'anomaly']]);
  expect(conclude({ ...PRESENT, wellFormed: false, valid: null }).found).toEqual([['manifest-malformed', 'anomaly']]);
});

it('lists edits as a note', () => {
  const actions = [{ action: 'c2pa.color_adjustments', sourceType: null, agent: null }];
  expect(conclude({ ...PRESENT, actions }).found).toEqual([['stated-edits', 'note']]);
});
