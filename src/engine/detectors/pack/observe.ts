/** Cuts a face out as the pack's card says and asks the pack's network. */
import type { PackCard } from '../../../contract/packs.ts';
import type { FaceItem } from '../../faces/face.ts';
import { cropPixels, LEARNED_MARGIN, learnedCrop } from '../../faces/learned-crop.ts';
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
  const length = 3 * card.inputSide * card.inputSide;
  const [pixels, planes] = [new Uint8Array(length), new Float32Array(length)];
  return {
    async observe(face): Promise<Values | null> {
      if (face.image.frame % everyNth !== 0) return null;
      const usual = learnedCrop(face);
      if (usual === null) return [null, null];
      const crop = { ...usual, size: (usual.size / LEARNED_MARGIN) * card.cropMargin };
      cropPixels(face, crop, card.inputSide, pixels, planes);
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
