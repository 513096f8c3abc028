/** The method sheet of a model pack's detector, made from the pack's own card alone. */
import type { DetectorCard } from '../../../contract/analysis.ts';
import type { InstalledPack } from '../../../contract/packs.ts';

/** Faces asked about in a second of film. Origin: our choice; faces of neighbouring frames give nearly the same answer. */
export const PER_SECOND = 5;

export function packDetectorCard({ detectorId, sha256, card }: InstalledPack): DetectorCard & { readonly feed: 'face' } {
  const { inputSide, cropMargin, normalisation, tolerance } = card;
  const ofCard = "the pack's card";
  return {
    id: detectorId,
    version: card.version,
    title: `Model pack: ${card.name}`,
    family: 'learned',
    question: `What does the network "${card.name}", which this laboratory brought along, answer about the faces?`,
    method:
      `Each sampled face is cut out upright with the margin of the pack's card, scaled to ${String(inputSide)} x ${String(inputSide)} pixels and given to the ` +
      `network (SHA-256 ${sha256}). Its answer is brought to 0..1, higher for synthetic; the score is the mean over the sampled faces, weighted by the side of the crop. ` +
      'The answer is not calibrated: it is no probability and no likelihood ratio.',
    feed: 'face',
    citations: [{ text: `Origin as stated by the pack: ${card.origin}. Licence: ${card.licence}.` }],
    published: [],
    measured: [],
    limits: [
      'Nothing about its error rates was measured here: whoever brought the network along must answer for them.',
      'A network is known to answer differently about material that is unlike its training material, without saying so.',
    ],
    score: { unit: 'network answer, 0..1, uncalibrated', meaning: 'Higher is nearer to what the network was taught to call synthetic.' },
    parameters: [
      { name: 'inputSide', value: inputSide, unit: 'px', origin: ofCard },
      { name: 'cropMargin', value: cropMargin, unit: 'of the face box', origin: ofCard },
      ...normalisation.mean.map((value, k) => ({ name: `mean${String(k)}`, value, unit: 'of white', origin: ofCard })),
      ...normalisation.std.map((value, k) => ({ name: `std${String(k)}`, value, unit: 'of white', origin: ofCard })),
      { name: 'tolerance', value: tolerance, unit: 'network answer', origin: `${ofCard}; self-test at import` },
      { name: 'perSecond', value: PER_SECOND, unit: '1/s', origin: 'our choice: faces of neighbouring frames give nearly the same answer' },
    ],
    weights: [detectorId],
  };
}
