import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { FileStructure } from '../../contract/structure.ts';
import { makeClip, makePicture, makeSound } from '../../../tests/helpers/small-media.ts';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import { VIDEO_FACTS } from '../../../tests/helpers/video-facts.ts';
import { findTools, type MediaTools } from '../media/tools.ts';
import { readParts } from './read-parts.ts';
import { readStructure } from './read-structure.ts';

const folder = tempFolder();
const at = (name: string): string => join(folder, name);
const never = new AbortController().signal;
let tools: MediaTools;

beforeAll(async () => {
  tools = await findTools();
  for (const name of ['clip.mp4', 'clip.mkv', 'clip.avi']) makeClip(at(name));
  for (const name of ['still.jpg', 'still.png', 'still.webp']) makePicture(at(name));
});

const read = (name: string) => readStructure(at(name), VIDEO_FACTS, tools, never);
const names = (structure: FileStructure): string[] => structure.parts.map(({ name }) => name);

it('lists the boxes of a film, the order of index and data, and who wrote it', async () => {
  const structure = await read('clip.mp4');
  expect(FileStructure.parse(structure)).toEqual(structure);
  expect(structure.problems).toEqual([]);
  expect(structure.parts.filter(({ depth }) => depth === 0).map(({ name }) => name)).toEqual(['ftyp', 'moov', 'free', 'mdat']);
  expect(names(structure)).toEqual(expect.arrayContaining(['mvhd', 'trak', 'elst', 'stsd', 'ilst', '©too']));
  expect(structure.iso).toMatchObject({ majorBrand: 'isom', mediaDataFirst: false, fragmented: false, unknownBoxes: [] });
  expect(structure.iso?.handlers).toEqual([{ type: 'vide', name: 'VideoHandler' }]);
  expect(structure.writers?.some(({ text }) => text.startsWith('Lavf'))).toBe(true);
  expect(structure.times).toContainEqual({ where: 'mvhd created', atUtc: null });
});

it('reads the tables of a JPEG in natural order', async () => {
  const structure = await read('still.jpg');
  expect(FileStructure.parse(structure)).toEqual(structure);
  expect(structure.problems).toEqual([]);
  expect(names(structure)).toEqual(expect.arrayContaining(['SOI', 'APP0', 'DQT', 'SOF0', 'DHT', 'SOS', 'EOI']));
  expect(structure.jpeg?.components.map(({ table }) => table)).toHaveLength(3);
  const steps = structure.jpeg?.quantisation[0]?.steps ?? [];
  expect(steps).toHaveLength(64);
  // Coarser to the right and downwards, in any table that a person made.
  expect(steps[63]).toBeGreaterThan(steps[0] ?? 0);
});

it('passes over fill in front of the markers of a JPEG, more than a page of it, to the end too', async () => {
  const bytes = await readFile(at('still.jpg'));
  const fill = Buffer.alloc(200_001, 0xff);
  await writeFile(at('fill.jpg'), Buffer.concat([bytes.subarray(0, 2), fill, bytes.subarray(2)]));
  await writeFile(at('only-fill.jpg'), Buffer.concat([bytes.subarray(0, 2), fill]));
  const [filled, plain] = [await read('fill.jpg'), await read('still.jpg')];
  expect(filled.jpeg).toEqual(plain.jpeg);
  expect(filled.parts.map(({ name, offset }) => ({ name, offset }))).toEqual(
    plain.parts.map(({ name, offset }) => ({ name, offset: name === 'SOI' ? 0 : offset + fill.length })),
  );
  expect(names(await read('only-fill.jpg'))).not.toContain('EOI');
});

it.each([
  ['clip.mkv', 'matroska', ['EBML', 'Segment', 'Info', 'Tracks', 'Cluster']],
  ['clip.avi', 'avi', ['RIFF', 'LIST', 'avih', 'ISFT', 'idx1']],
  ['still.png', 'png', ['IHDR', 'IDAT', 'IEND']],
  ['still.webp', 'webp', ['RIFF', 'VP8']],
])('lists the parts of %s', async (name, format, expected) => {
  const structure = await read(name);
  expect(FileStructure.parse(structure)).toEqual(structure);
  expect(structure.format).toBe(format);
  expect(structure.problems).toEqual([]);
  expect(names(structure)).toEqual(expect.arrayContaining(expected));
});

describe.each(['clip.mp4', 'clip.mkv', 'clip.avi', 'still.jpg', 'still.png', 'still.webp'])('%s', (name) => {
  it('cut short and with flipped bits is read to an answer that the contract accepts', { timeout: 60_000 }, async () => {
    const whole = await readFile(at(name));
    const broken = at(`broken-${name}`);
    // A linear congruential generator (Numerical Recipes): the same damage every time.
    let state = 7;
    const next = (below: number): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state % below;
    };
    for (let round = 0; round < 150; round++) {
      const bytes = Buffer.from(round % 3 === 0 ? whole.subarray(0, next(whole.length)) : whole);
      for (let flip = 0; flip < (round % 3) * 6; flip++) {
        const place = next(Math.min(bytes.length, round % 2 === 0 ? bytes.length : 1024));
        bytes[place] = (bytes[place] ?? 0) ^ (1 << next(8));
      }
      await writeFile(broken, bytes);
      const structure = await readParts(broken, never);
      expect(FileStructure.parse(structure)).toEqual(structure);
    }
  });
});

it('ends with a reason at boxes within boxes, and at more parts than are kept', async () => {
  const box = (name: string, body: Buffer): Buffer => {
    const head = Buffer.alloc(8);
    head.writeUInt32BE(8 + body.length, 0);
    head.write(name, 4, 'latin1');
    return Buffer.concat([head, body]);
  };
  let nested: Buffer = Buffer.alloc(0);
  for (let depth = 0; depth < 500; depth++) nested = box('moov', nested);
  await writeFile(at('deep.mp4'), Buffer.concat([box('ftyp', Buffer.from('isom\0\0\0\0')), nested]));
  const deep = await readParts(at('deep.mp4'), never);
  expect(deep.problems.join(' ')).toContain('deeper than');
  await writeFile(
    at('many.mp4'),
    Buffer.concat([box('ftyp', Buffer.from('isom\0\0\0\0')), ...Array.from({ length: 101_000 }, () => box('free', Buffer.alloc(0)))]),
  );
  const many = await readParts(at('many.mp4'), never);
  expect(many.parts).toHaveLength(1500);
  expect(many.partsOmitted).toBeGreaterThan(90_000);
  expect(many.problems.join(' ')).toContain('too many parts');
});

it.each(['flac', 'mp3', 'ogg', 'gif', 'tiff'])('finds nothing wrong with a %s, whose parts it does not list', async (kind) => {
  const name = `unlisted.${kind}`;
  if (kind === 'gif' || kind === 'tiff') makePicture(at(name));
  else makeSound(at(name));
  expect(await readParts(at(name), never)).toMatchObject({
    format: ['gif', 'tiff'].includes(kind) ? kind : 'other',
    parts: [],
    problems: [],
  });
});
