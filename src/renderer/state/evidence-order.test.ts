import { expect, it } from 'vitest';
import type { Exhibit } from '../../contract/exhibits.ts';
import { ExhibitId } from '../../contract/values.ts';
import { type Listed, newerThan, selectionAfter, standing, statesOf, wantedOf, type Wanted } from './evidence-order.ts';

const E = (n: number) => ExhibitId.parse(`E${String(n)}`);
const exhibit = (n: number, originalName: string, kind: Exhibit['kind'], durationUs: number): Exhibit => ({
  id: E(n),
  kind,
  originalName,
  sizeBytes: 1000 * n,
  hashes: { sha256: String(n).repeat(64).slice(0, 64), sha1: '0'.repeat(40), md5: '0'.repeat(32) },
  importedAtUtc: '2026-01-01T00:00:00.000Z',
  sourceModifiedAtUtc: null,
  facts: {
    kind,
    container: 'c',
    containerLong: null,
    durationUs,
    bitRate: null,
    tags: {},
    streams: [],
    warnings: [],
    tool: { name: 't', version: '1' },
  },
});
const job = (state: string): Listed['job'] => ({ state }) as unknown as Listed['job'];
const all: Listed[] = [
  {
    exhibit: exhibit(1, 'clip 10.mp4', 'video', 5e6),
    job: job('finished'),
    reviewed: { findings: 4, reviewed: 4 },
    tags: ['Notable'],
    differs: false,
  },
  {
    exhibit: exhibit(2, 'clip 9.mp4', 'video', 9e6),
    job: job('finished'),
    reviewed: { findings: 7, reviewed: 2 },
    tags: [],
    differs: false,
  },
  {
    exhibit: exhibit(3, 'voice.wav', 'audio', 1e6),
    job: null,
    reviewed: { findings: 0, reviewed: 0 },
    tags: ['Notable', 'Call'],
    differs: true,
  },
];
const nothing: Wanted = { text: '', kind: null, tag: null, state: null, order: 'number' };
const ids = (wanted: Partial<Wanted>) => wantedOf(all, { ...nothing, ...wanted }).map(({ exhibit: { id } }) => id);

it('narrows by words in name, number, tag and hash, by kind, tag and state', () => {
  expect(ids({})).toEqual(['E1', 'E2', 'E3']);
  expect(ids({ text: 'mp4 clip' })).toEqual(['E1', 'E2']);
  expect(ids({ text: '3333' })).toEqual(['E3']);
  expect(ids({ text: 'call' })).toEqual(['E3']);
  expect(ids({ kind: 'audio' })).toEqual(['E3']);
  expect(ids({ tag: 'Notable' })).toEqual(['E1', 'E3']);
  expect(ids({ state: 'to review' })).toEqual(['E2']);
  expect(ids({ state: 'examined' })).toEqual(['E1', 'E2']);
  expect(ids({ state: 'differs' })).toEqual(['E3']);
  expect(ids({ state: 'not examined', tag: 'Notable' })).toEqual(['E3']);
});

it('orders numbers in names as numbers, and by what is left to do', () => {
  expect(ids({ order: 'name' })).toEqual(['E2', 'E1', 'E3']);
  expect(ids({ order: 'length' })).toEqual(['E2', 'E1', 'E3']);
  expect(ids({ order: 'size' })).toEqual(['E3', 'E2', 'E1']);
  expect(ids({ order: 'open findings' })).toEqual(['E2', 'E1', 'E3']);
});

it('tells states apart', () => {
  const state = (word: string) => statesOf({ job: job(word), reviewed: { findings: 0, reviewed: 0 }, differs: false });
  expect([state('running'), state('cancelled'), state('failed'), state('finished')]).toEqual([
    ['running'],
    ['stopped'],
    ['stopped'],
    ['examined', 'reviewed'],
  ]);
  const again = (word: string) =>
    statesOf({ job: job('finished'), later: job(word), reviewed: { findings: 3, reviewed: 1 }, differs: false });
  expect([again('running'), again('interrupted')]).toEqual([
    ['running', 'examined', 'to review'],
    ['stopped', 'examined', 'to review'],
  ]);
});

it('an examination that was begun again and not finished hides no findings, and is named', () => {
  const numbered = (n: number, state: string) => ({ id: `J${String(n)}`, state }) as unknown as NonNullable<Listed['job']>;
  const [first, second, third] = [numbered(9, 'finished'), numbered(10, 'finished'), numbered(11, 'interrupted')];
  const all = [first, third, second];
  expect([standing(all)?.id, newerThan(standing(all), all)?.id]).toEqual(['J10', 'J11']);
  expect([newerThan(first, [first, second])?.id, newerThan(third, all), newerThan(null, all)]).toEqual(['J10', null, null]);
  expect([standing([third])?.id, standing([])]).toEqual(['J11', null]);
});

it('selects alone, one more, a range, and a range more', () => {
  const shown = [1, 2, 3, 4, 5].map(E);
  const click = (n: number, range: boolean, add: boolean, selected: number[], anchor: number | null) => {
    const after = selectionAfter(
      { id: E(n), range, add },
      { selected: new Set(selected.map(E)), anchor: anchor === null ? null : E(anchor) },
      shown,
    );
    return [[...after.selected].sort().join(' '), after.anchor];
  };
  expect(click(2, false, false, [4, 5], 4)).toEqual(['E2', 'E2']);
  expect(click(2, false, true, [4], 4)).toEqual(['E2 E4', 'E2']);
  expect(click(4, false, true, [2, 4], 2)).toEqual(['E2', 'E4']);
  expect(click(4, true, false, [1], 2)).toEqual(['E2 E3 E4', 'E2']);
  expect(click(1, true, false, [2, 3, 4], 3)).toEqual(['E1 E2 E3', 'E3']);
  expect(click(5, true, true, [1], 4)).toEqual(['E1 E4 E5', 'E4']);
  expect(click(3, true, false, [], null)).toEqual(['E3', 'E3']);
});
