import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import { readRackFile } from './rack-file.ts';

const KEY = 'k'.repeat(32);
const ADDRESS = 'rediss://lab:secret@queue.lab:6380';

function file(text: string, mode = 0o600): string {
  const path = join(tempFolder(), 'rack.txt');
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

it('reads an address and a key', () => {
  expect(readRackFile(file(`${ADDRESS}\n${KEY}\n`))).toEqual({ address: ADDRESS, key: KEY });
});

it.each([
  ['another kind of address', `http://queue.lab\n${KEY}\n`, 0o600, 'its first line'],
  ['a short key', `${ADDRESS}\n${KEY.slice(1)}\n`, 0o600, 'its second line'],
  ['a third line', `${ADDRESS}\n${KEY}\nmore\n`, 0o600, 'more than two lines'],
  ['readers besides its owner', `${ADDRESS}\n${KEY}\n`, 0o640, 'chmod 600'],
])('refuses %s and repeats nothing of the content', (_, text, mode, reason) => {
  const path = file(text, mode);
  expect(() => readRackFile(path)).toThrow(
    expect.objectContaining({ code: 'RACK_FILE_UNUSABLE', message: expect.stringContaining(reason) }),
  );
});

it('refuses a file that is not there', () => {
  expect(() => readRackFile('/nowhere/rack.txt')).toThrow(expect.objectContaining({ code: 'RACK_FILE_UNUSABLE' }));
});
