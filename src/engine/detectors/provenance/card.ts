/** The provenance detector's method sheet. */
import { DetectorCard } from '../../../contract/analysis.ts';

export const provenanceCard: DetectorCard & { readonly feed: 'container' } = {
  ...DetectorCard.parse({
    id: 'provenance',
    version: '1.0.0',
    title: 'Provenance (C2PA)',
    family: 'structure',
    question: 'Does the file carry a signed statement of where it comes from, and does it still fit the file?',
    method:
      'A C2PA manifest is read from the file and answered in three words that do not imply each other. Well-formed: it can be read. Valid: its hashes fit the file, its signature fits ' +
      'its certificate, and the certificate has the form that C2PA asks for. Trusted: its signer is on a list that the laboratory trusts; no list is configured, so this is not assessed. ' +
      'What the signer states (program, actions, sources of the picture, ingredients) is listed as a statement.',
    feed: 'container',
    citations: [{ text: 'Coalition for Content Provenance and Authenticity. C2PA Technical Specification, version 2.1' }],
    published: [],
    measured: [
      {
        measure: 'a real still signed by a certificate made for the test, then one byte of its picture changed',
        value: 'valid, then invalid with the reason assertion.dataHash.mismatch; without its manifest: absent',
        dataset: 'a frame of franck.mp4 as JPEG',
        n: '1 still in three states',
      },
    ],
    limits: [
      'A file without a manifest is the normal case: platforms remove it, and anyone can. Absence is not evidence.',
      'A valid manifest says that somebody signed these bytes, not that what is shown is true or who the signer is.',
      'The chain of certificates, revocation and the authority of a time stamp are not checked.',
      'Manifests are read in JPEG, PNG, HEIF and MP4 files up to 256 MiB; compressed manifests, general box hashes and remote manifests are not.',
      'A certificate that has expired makes a manifest invalid unless a time stamp proves that it was valid when it signed.',
    ],
    score: {
      unit: 'count',
      meaning:
        'Of these two, how many hold: the manifest does not fit the file (or cannot be read); its signer states that an algorithm made the picture. Not the probability of a manipulation.',
    },
    parameters: [],
    weights: [],
  }),
  feed: 'container',
};
