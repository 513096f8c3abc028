/** Cuts a face out as the pack's card says and asks the pack's network. */
import type { PackCard } from '../../../contract/packs.ts';
import { warpCrop } from '../../faces/crop.ts';
import type { FaceItem } from '../../faces/face.ts';
import { LEARNED_MARGIN, learnedCrop } from '../../faces/learned-crop.ts';
import type { Column, Observer, Values } from '../interface.ts';

export const COLUMNS: readonly Column[] = [
  { name: 'answer', unit: '0..1, uncalibrated' },
  { name: 'cropSide', unit: 'px', internal: true },
];

/** `ask`: the network's own number for R, G, B bytes of inputSide x inputSide. */
export function packObserver(
  card: PackCard,
  ask: (pixels: Uint8Array) => Promise<number>,
  everyNth: number,
  close: () => Promise<void>,
): Observer<FaceItem> {
  const plane = card.inputSide * card.inputSide;
  const planes = new Float32Array(3 * plane);
  const pixels = new Uint8Array(3 * plane);
  return {
    async observe(face): Promise<Values | null> {
      if (face.image.frame % everyNth !== 0) return null;
      const usual = learnedCrop(face);
      if (usual === null) return [null, null];
      const crop = { ...usual, size: (usual.size / LEARNED_MARGIN) * card.cropMargin };
      warpCrop(face.image, crop, card.inputSide, [0, 255], planes);
      for (let k = 0; k < plane; k += 1) {
        for (let channel = 0; channel < 3; channel += 1) pixels[3 * k + channel] = Math.round(planes[channel * plane + k] ?? 0);
      }
      return [syntheticShare(card.output, await ask(pixels)), crop.size * face.image.scale];
    },
    close,
  };
}

/** 0..1, higher for synthetic. A logit goes through the logistic function, which keeps the order. */
export function syntheticShare({ kind, of }: PackCard['output'], value: number): number {
  const share = kind === 'logit' ? 1 / (1 + Math.exp(-value)) : value;
  return of === 'synthetic' ? share : 1 - share;
}
