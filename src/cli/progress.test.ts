import { describe, expect, it } from 'vitest';
import { Progress } from './progress.ts';
import { bytesInWords, timeInWords } from './words.ts';

function stream(isTTY: boolean): { written: string[]; isTTY: boolean; columns: number; write(text: string): void } {
  const written: string[] = [];
  return { written, isTTY, columns: 10, write: (text) => void written.push(text) };
}

describe('Progress', () => {
  it('rewrites one line on a terminal, cut to its width, and takes it away once', () => {
    const terminal = stream(true);
    const progress = new Progress(terminal);
    progress.update('1 of 2');
    progress.update('a very long line');
    progress.clear();
    progress.clear();
    expect(terminal.written).toEqual(['\r\u001b[K1 of 2', '\r\u001b[Ka very l…', '\r\u001b[K']);
  });

  it('writes a line every five seconds elsewhere', () => {
    const file = stream(false);
    let now = 0;
    const progress = new Progress(file, () => now);
    for (const [at, text] of [
      [0, 'a'],
      [4999, 'b'],
      [5000, 'c'],
      [9000, 'd'],
    ] as const) {
      now = at;
      progress.update(text);
    }
    progress.clear();
    expect(file.written).toEqual(['a\n', 'c\n']);
  });
});

describe('words', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 kB'],
    [607_800, '607.8 kB'],
    [3_200_000_000, '3.2 GB'],
  ])('%i bytes', (bytes, words) => expect(bytesInWords(bytes)).toBe(words));

  it.each([
    [0, '0:00:00.000'],
    [1_500, '0:00:00.002'],
    [61_040_000, '0:01:01.040'],
    [3_599_999_600, '1:00:00.000'],
    [-40_000, '-0:00:00.040'],
  ])('%i µs', (us, words) => expect(timeInWords(us)).toBe(words));
});
