import { expect, it } from 'vitest';
import { containerWords } from './container-words.ts';

it.each([
  ['jpeg_pipe', 'piped jpeg sequence', 'jpeg picture'],
  ['png_pipe', 'piped png sequence', 'png picture'],
  ['mov,mp4,m4a,3gp,3g2,mj2', 'QuickTime / MOV', 'QuickTime / MOV'],
  ['avi', null, 'avi'],
])('%s, %s is said as %s', (container, containerLong, said) => {
  expect(containerWords({ container, containerLong })).toBe(said);
});
