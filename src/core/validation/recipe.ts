/** What a validation's measurements depend on, as one line: files measured under another line are measured again. */
import * as z from 'zod';
import { canonicalJson } from '../../base/canonical-json.ts';
import { sha256Hex } from '../../base/node/sha256.ts';
import type { DetectorCard } from '../../contract/analysis.ts';
import { parametersSha256 } from '../analysis/plan.ts';
import type { Machine } from '../providers/machine.ts';
import { readCalibrations } from './calibrations.ts';
import { readFusions } from './fusions.ts';

/**
 * Beside versions and parameters: a pack's own network and card, what turns scores into likelihood ratios, and what runs the networks, where it
 * is not the processor.
 */
export function recipeOf(cards: readonly DetectorCard[], { packs, chosen }: Pick<Machine, 'packs' | 'chosen'>): string {
  const parts = cards.map((card) => {
    const pack = packs.find(({ detectorId }) => detectorId === card.id);
    const own = pack === undefined ? '' : ` ${sha256Hex(canonicalJson(z.json().parse(pack.card))).slice(0, 12)}`;
    return `${card.id} ${card.version} ${parametersSha256(card).slice(0, 12)}${own}`;
  });
  const calibrations = [...readCalibrations()].filter(([id]) => cards.some((card) => card.id === id)).map(([, one]) => one);
  const ratios = [...calibrations, ...readFusions()].map(({ sha256 }) => sha256.slice(0, 12));
  const judged = ratios.length === 0 ? '' : `; ratios by ${ratios.join(', ')}`;
  return `${parts.join(', ')}${judged}${chosen.provider === 'cpu' ? '' : ` on ${chosen.provider}`}`;
}
