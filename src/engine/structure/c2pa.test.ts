import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { ffmpeg } from '../../../tests/fixtures/make-clips.ts';
import { FRANCK } from '../../../tests/helpers/real-clips.ts';
import { signJpeg } from '../../../tests/helpers/sign-c2pa.ts';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import { VIDEO_FACTS } from '../../../tests/helpers/video-facts.ts';
import { FileStructure } from '../../contract/structure.ts';
import { findTools, type MediaTools } from '../media/tools.ts';
import { readParts } from './read-parts.ts';
import { readStructure } from './read-structure.ts';

const folder = tempFolder();
const at = (name: string): string => join(folder, name);
let tools: MediaTools;

beforeAll(async () => {
  tools = await findTools();
  await ffmpeg('-ss', '3', '-i', FRANCK, '-frames:v', '1', '-q:v', '3', at('still.jpg'));
  await signJpeg(at('still.jpg'), at('signed.jpg'));
});

async function c2paOf(name: string) {
  const structure = await readStructure(at(name), { ...VIDEO_FACTS, kind: 'image' }, tools, new AbortController().signal);
  expect(FileStructure.parse(structure)).toEqual(structure);
  return structure.c2pa;
}

it('a real still without a manifest has none', async () => {
  expect(await c2paOf('still.jpg')).toEqual({ status: 'absent' });
});

it('signed, it is well-formed and valid, and tells what its signer states', async () => {
  expect(await c2paOf('signed.jpg')).toMatchObject({
    status: 'present',
    wellFormed: true,
    valid: true,
    trusted: 'not assessed',
    reasons: [],
    manifests: 1,
    claimGenerator: 'Penumbra test 1',
    signer: 'CN=Test signer, O=Test',
    issuer: 'CN=Test authority, O=Test',
    assertions: ['c2pa.hash.data', 'c2pa.actions.v2'],
    actions: [{ action: 'c2pa.created', sourceType: expect.stringContaining('trainedAlgorithmicMedia') as string }],
  });
});

it('is invalid, with the reason, once one byte of the picture is another', async () => {
  const bytes = await readFile(at('signed.jpg'));
  bytes[bytes.length - 40] = (bytes[bytes.length - 40] ?? 0) ^ 1;
  await writeFile(at('altered.jpg'), bytes);
  expect(await c2paOf('altered.jpg')).toMatchObject({
    wellFormed: true,
    valid: false,
    reasons: [expect.objectContaining({ code: 'assertion.dataHash.mismatch' })],
  });
});

it('is gone once the segments that hold it are', async () => {
  const bytes = await readFile(at('signed.jpg'));
  const parts = await readParts(at('signed.jpg'), new AbortController().signal);
  const kept = parts.parts
    .filter(({ name }) => name !== 'APP11')
    .map(({ offset, sizeBytes }) => bytes.subarray(offset, offset + sizeBytes));
  await writeFile(at('stripped.jpg'), Buffer.concat(kept));
  expect(await c2paOf('stripped.jpg')).toEqual({ status: 'absent' });
});

it('answers to manifests with flipped bits, whatever they say', { timeout: 120_000 }, async () => {
  const whole = await readFile(at('signed.jpg'));
  const start = whole.indexOf('jumb', 0, 'latin1');
  let state = 11;
  for (let round = 0; round < 6; round++) {
    const bytes = Buffer.from(whole);
    for (let flip = 0; flip < 4; flip++) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      const place = start + (state % 3000);
      bytes[place] = (bytes[place] ?? 0) ^ (1 << (state >>> 29));
    }
    await writeFile(at('crafted.jpg'), bytes);
    const c2pa = await c2paOf('crafted.jpg');
    expect(c2pa?.status === 'present' ? c2pa.valid : null).not.toBe(true);
  }
});
