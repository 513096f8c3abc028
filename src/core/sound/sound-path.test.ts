import { describe, expect, it } from 'vitest';
import { parseSoundPath } from './sound-path.ts';

describe('paths of tiles', () => {
  it.each([
    ['E1/tile/0/narrow/4/12', { kind: 'tile', channel: '0', window: 'narrow', level: 4, index: 12 }],
    ['E12/tile/side/broad/0/0', { kind: 'tile', channel: 'side', window: 'broad', level: 0, index: 0 }],
    ['E1/peaks/mid/9/3', { kind: 'peaks', channel: 'mid', level: 9, index: 3 }],
    ['E1/peaks/11/26/999', { kind: 'peaks', channel: '11', level: 26, index: 999 }],
  ])('%s', (path, ask) => expect(parseSoundPath(path)?.ask).toEqual(ask));

  it.each([
    '',
    'E1',
    'E0/peaks/0/1/1',
    'E1/tile/0/wide/4/12',
    'E1/tile/0/narrow/4/-1',
    'E1/peaks/0/1/1/',
    '../E1/peaks/0/1/1',
    'E1/peaks/x/1/1',
  ])('not %j', (path) => expect(parseSoundPath(path)).toBeNull());
});
