import { expect, it } from 'vitest';
import { OverlayOpacity } from './overlay-opacity.svelte.ts';

function storage(kept: string | null) {
  const written: string[] = [];
  return { written, getItem: () => written.at(-1) ?? kept, setItem: (_key: string, value: string) => void written.push(value) };
}

it('is full at first, is remembered, and never lets a drawing vanish', () => {
  const kept = storage(null);
  const opacity = new OverlayOpacity(kept);
  expect(opacity.value).toBe(100);
  opacity.set(40.4);
  opacity.set(0);
  expect(kept.written).toEqual(['40', '10']);
  expect(new OverlayOpacity(kept).value).toBe(10);
  expect(new OverlayOpacity(storage('nonsense')).value).toBe(100);
});

it('goes fainter in steps and then back to full', () => {
  const opacity = new OverlayOpacity(storage('90'));
  const seen = Array.from({ length: 4 }, () => {
    opacity.fainter();
    return opacity.value;
  });
  expect(seen).toEqual([75, 50, 25, 100]);
});
