import { expect, it } from 'vitest';
import { COMMANDS } from '../views/workspace/commands.ts';
import type { Desk } from './desk.svelte.ts';
import { search, type PaletteEntry } from './palette.ts';

const entry = (id: string, words: string, detail = ''): PaletteEntry => ({ id, group: 'x', words, detail, run: () => undefined });
const entries = [
  entry('command-zoom-in', 'Zoom in', '+'),
  entry('exhibit-E2', 'E2 interview-second-camera.mp4', 'video'),
  entry('method-head-pose', 'Method card: Head pose', 'head-pose'),
  entry('item-F12', 'F12 Turn of the head beyond that of the neighbouring frames', 'E1 head-pose'),
];
const found = (needle: string) => search(entries, needle, 10).map(({ id }) => id);

it('finds by letters, by words in any order and by what stands beside', () => {
  expect(found('zm')).toEqual(['command-zoom-in']);
  expect(found('camera inter')).toEqual(['exhibit-E2']);
  expect(found('head method')).toEqual(['method-head-pose']);
  expect(found('head-pose')).toEqual(expect.arrayContaining(['method-head-pose', 'item-F12']));
  expect(found('qqq')).toEqual([]);
});

it('shows no findings before a letter is typed, and no more than asked for', () => {
  expect(found('  ')).toEqual(['command-zoom-in', 'exhibit-E2', 'method-head-pose']);
  expect(search(entries, '', 1)).toHaveLength(1);
});

it('is quick among twenty thousand', () => {
  const many = Array.from({ length: 20_000 }, (_, k) =>
    entry(`item-F${String(k)}`, `F${String(k)} Blink, ${String(k % 400)} ms`, 'E1 blink'),
  );
  const start = performance.now();
  expect(search(many, 'F19999', 50)[0]?.id).toBe('item-F19999');
  expect(search(many, 'blink', 50)).toHaveLength(50);
  expect(performance.now() - start).toBeLessThan(2000);
});

it('offers a proxy and a repetition only where their buttons could be pressed', () => {
  const offered = (id: string, desk: object) => COMMANDS.find((one) => one.id === id)?.offered?.(desk as Desk);
  const proxy = { exhibit: { kind: 'video' }, viewer: { playable: false, silent: false }, proxies: { making: null } };
  expect(offered('proxy', proxy)).toBe(true);
  expect(offered('proxy', { ...proxy, viewer: { playable: true, silent: true } })).toBe(true);
  expect(offered('proxy', { ...proxy, viewer: { playable: true, silent: false } })).toBe(false);
  expect(offered('proxy', { ...proxy, exhibit: { kind: 'image' } })).toBe(false);
  expect(offered('proxy', { ...proxy, proxies: { making: { exhibitId: 'E2' } } })).toBe(false);
  const repeat = { job: { state: 'finished' }, repetitions: { running: null } };
  expect(offered('repeat', repeat)).toBe(true);
  expect(offered('repeat', { ...repeat, job: { state: 'running' } })).toBe(false);
  expect(offered('repeat', { ...repeat, job: null })).toBe(false);
  expect(offered('repeat', { ...repeat, repetitions: { running: 'J1' } })).toBe(false);
});
