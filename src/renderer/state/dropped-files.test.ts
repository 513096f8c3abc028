import { expect, it } from 'vitest';
import { droppedFiles } from './dropped-files.ts';

const file = (name: string) => ({
  isFile: true,
  isDirectory: false,
  name,
  file: (done: (file: File) => void) => done(new File(['x'], name)),
});
const folder = (name: string, inside: object[]) => ({
  isFile: false,
  isDirectory: true,
  name,
  createReader: () => {
    // Two at a time, as a browser gives a hundred at a time.
    let at = 0;
    return { readEntries: (done: (some: object[]) => void) => done(inside.slice(at, (at += 2))) };
  },
});
const transfer = (entries: object[], files: File[]) =>
  ({ files, items: entries.map((entry) => ({ kind: 'file', webkitGetAsEntry: () => entry })) }) as unknown as DataTransfer;

it('walks folders to the last file, in order of name', async () => {
  const nested = folder('case', [file('b.mp4'), folder('more', [file('z.wav')]), file('a.jpg')]);
  const found = await droppedFiles(transfer([nested, file('last.png')], []));
  expect(found.map((one) => one.name)).toEqual(['a.jpg', 'b.mp4', 'z.wav', 'last.png']);
});

it('takes plain files as they were dropped', async () => {
  const files = [new File(['x'], 'one.mp4')];
  expect(await droppedFiles(transfer([file('one.mp4')], files))).toEqual(files);
});
