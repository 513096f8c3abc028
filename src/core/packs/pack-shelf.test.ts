import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync, chmodSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packFolder, tinyCrop, tinyNetwork, tinyPack, zipOf, type PackFiles } from '../../../tests/helpers/tiny-pack.ts';
import { encodeOnnx } from '../../../models/convert/onnx-encode.ts';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import { confinementHere } from '../../base/node/confine.ts';
import type { PackCard } from '../../contract/packs.ts';
import { PackShelf } from './pack-shelf.ts';
import { readZipBytes } from './read-pack.ts';

const shelfIn = (data: string): PackShelf => new PackShelf(data);
const with_ = (files: PackFiles, name: string, bytes: Buffer): PackFiles => new Map([...files, [name, bytes]]);
const without = (files: PackFiles, name: string): PackFiles => new Map([...files].filter(([one]) => one !== name));

test('a folder and a zip are checked, copied under the hash of the network, listed, verified and removed', async () => {
  const data = tempFolder();
  const shelf = shelfIn(data);
  const { pack, check } = await shelf.add(packFolder(join(data, 'mine'), tinyPack()));
  expect(pack.detectorId).toBe('pack:tiny');
  expect(check.answers[0]?.given).toBeCloseTo(0.2, 5);
  expect(readdirSync(join(data, 'packs'))).toEqual([pack.sha256]);
  expect(readFileSync(join(data, 'packs', pack.sha256, 'network.onnx'))).toEqual(tinyNetwork());
  expect(shelf.list()).toEqual([pack]);
  await expect(shelf.addZip(zipOf(tinyPack()))).rejects.toMatchObject({ code: 'PACK_EXISTS' });
  await expect(shelf.addZip(zipOf(tinyPack({ version: '2.0.0' }, tinyNetwork(TINY_OTHER))))).rejects.toMatchObject({ code: 'PACK_EXISTS' });
  expect((await shelf.verify('tiny')).answers).toEqual(check.answers);
  await shelf.remove('tiny');
  expect(shelf.list()).toEqual([]);
  await expect(shelf.verify('tiny')).rejects.toMatchObject({ code: 'PACK_NOT_FOUND' });
  expect((await shelf.addZip(zipOf(tinyPack()))).pack).toEqual(pack);
});
const TINY_OTHER = 32;

test('a byte that changes on the shelf is found', async () => {
  const data = tempFolder();
  const { pack } = await shelfIn(data).addZip(zipOf(tinyPack()));
  const path = join(data, 'packs', pack.sha256, 'reference-1.rgb');
  chmodSync(path, 0o600);
  writeFileSync(path, Buffer.concat([Buffer.from([52]), tinyCrop().subarray(1)]));
  await expect(shelfIn(data).verify('tiny')).rejects.toMatchObject({ code: 'PACK_HASH_MISMATCH', detail: 'reference-1.rgb' });
});

const changed = (changes: Partial<PackCard>, network?: Buffer): PackFiles => tinyPack(changes, network);
const external = (): Buffer => {
  // ModelProto.graph { initializer { data_location: EXTERNAL } }, behind a network that works.
  return Buffer.concat([tinyNetwork(), Buffer.from([0x3a, 0x04, 0x2a, 0x02, 0x70, 0x01])]);
};

test.each<[string, PackFiles, string]>([
  ['a missing card', without(tinyPack(), 'card.json'), 'PACK_CARD_INVALID'],
  ['a card that is no JSON', with_(tinyPack(), 'card.json', Buffer.from('{')), 'PACK_CARD_INVALID'],
  ['a card of another format', changed({ formatVersion: 2 as 1 }), 'PACK_CARD_INVALID'],
  ['an index outside the output', changed({ output: { length: 1, index: 1, kind: 'logit', of: 'synthetic' } }), 'PACK_CARD_INVALID'],
  ['a file too many', with_(tinyPack(), 'extra.txt', Buffer.from('x')), 'PACK_FILES_WRONG'],
  ['a file too few', without(tinyPack(), 'reference-1.rgb'), 'PACK_FILES_WRONG'],
  ['a network larger than stated', with_(tinyPack(), 'network.onnx', Buffer.concat([tinyNetwork(), Buffer.from('x')])), 'PACK_TOO_LARGE'],
  ['another network of the same size', with_(tinyPack(), 'network.onnx', Buffer.alloc(tinyNetwork().length)), 'PACK_HASH_MISMATCH'],
  ['bytes that are no network', changed({}, Buffer.from('no network')), 'PACK_NETWORK_UNUSABLE'],
  ['tensors outside the file', changed({}, external()), 'PACK_EXTERNAL_DATA'],
  ['another input', changed({}, tinyNetwork(32)), 'PACK_SHAPE_WRONG'],
  ['another layout', changed({ layout: 'nhwc' }), 'PACK_SHAPE_WRONG'],
  ['another output', changed({}, tinyNetwork(16, 2)), 'PACK_SHAPE_WRONG'],
  ['a probability outside 0..1', changed({ normalisation: { mean: [1, 0, 0], std: [1, 1, 1] } }), 'PACK_SHAPE_WRONG'],
  ['another known answer: colours the wrong way round', changed({ colourOrder: 'bgr' }), 'PACK_SELF_TEST_FAILED'],
])('%s is refused, and nothing is left behind', async (_, files, code) => {
  const data = tempFolder();
  await expect(shelfIn(data).addZip(zipOf(files))).rejects.toMatchObject({ code });
  await expect(shelfIn(data).add(packFolder(join(data, 'mine'), files))).rejects.toMatchObject({ code });
  expect(existsSync(join(data, 'packs')) ? readdirSync(join(data, 'packs')) : []).toEqual([]);
});

/** 64,016 x 64,016 numbers between two small tensors: 16 GB, in a file of some hundred bytes. */
function greedyNetwork(): Buffer {
  const pads = [32_000, 32_000, 32_000, 32_000];
  return encodeOnnx({
    name: 'greedy',
    inputs: [{ name: 'image', shape: [1, 3, 16, 16] }],
    outputs: [{ name: 'share', shape: [1, 1] }],
    nodes: [
      { op: 'Conv', inputs: ['image', 'weights'], output: 'wide', attributes: { kernel_shape: [1, 1], pads } },
      { op: 'GlobalAveragePool', inputs: ['wide'], output: 'pooled', attributes: {} },
      { op: 'Flatten', inputs: ['pooled'], output: 'share', attributes: { axis: 1 } },
    ],
    tensors: [{ name: 'weights', shape: [1, 3, 1, 1], values: Float32Array.of(1, 0, 0) }],
  });
}

test.runIf(confinementHere().prlimit !== null)('tensors larger than the memory that a trial may have refuse the pack', async () => {
  const data = tempFolder();
  const refused = expect.objectContaining({ code: 'PACK_NETWORK_UNUSABLE' }) as Error;
  await expect(shelfIn(data).addZip(zipOf(tinyPack({}, greedyNetwork())))).rejects.toEqual(refused);
  expect(readdirSync(join(data, 'packs'))).toEqual([]);
});

test('a network that does not answer in time refuses the pack', async () => {
  const data = tempFolder();
  await expect(new PackShelf(data, 5).addZip(zipOf(tinyPack()))).rejects.toMatchObject({
    code: 'PACK_NETWORK_UNUSABLE',
    detail: 'no answer within the limit of 0.005 s',
  });
  expect(readdirSync(join(data, 'packs'))).toEqual([]);
});

const bomb = (): Buffer => zipOf(with_(tinyPack(), 'card.json', Buffer.alloc(50_000_000)), { statedBytes: { 'card.json': 2000 } });
test.each<[string, Buffer, string]>([
  ['a file that unpacks to more than it states', bomb(), 'PACK_TOO_LARGE'],
  ['a card of 50 MB that says so', zipOf(with_(tinyPack(), 'card.json', Buffer.alloc(50_000_000))), 'PACK_TOO_LARGE'],
  ['a name that leaves the folder', zipOf(with_(tinyPack(), '../evil.onnx', Buffer.from('x'))), 'PACK_UNSAFE'],
  ['an absolute name', zipOf(with_(tinyPack(), '/etc/evil.onnx', Buffer.from('x'))), 'PACK_UNSAFE'],
  ['links', zipOf(tinyPack(), { mode: 0o120777 }), 'PACK_UNSAFE'],
  ['a folder', zipOf(with_(tinyPack(), 'inner/', Buffer.alloc(0))), 'PACK_UNSAFE'],
  ['a name twice', zipOf([...tinyPack(), ['card.json', Buffer.from('{}')]]), 'PACK_FILES_WRONG'],
  ['a thousand files', zipOf(Array.from({ length: 1000 }, (_, k) => [`f${String(k)}.bin`, Buffer.alloc(0)])), 'PACK_FILES_WRONG'],
  ['an encrypted zip', zipOf(tinyPack(), { encrypted: true }), 'PACK_UNREADABLE'],
  ['bytes that are no zip', Buffer.from('not a zip, not at all, not even a little'), 'PACK_UNREADABLE'],
  ['a zip that is cut off', zipOf(tinyPack()).subarray(200), 'PACK_UNREADABLE'],
])('a zip with %s is refused', async (_, zip, code) => {
  await expect(Promise.resolve().then(() => shelfIn(tempFolder()).addZip(zip))).rejects.toMatchObject({ code });
});

test('a zip that comes as bytes is gathered whole, and left off as soon as it is larger than any pack', async () => {
  let sent = 0;
  async function* chunks(chunk: Uint8Array, count: number): AsyncGenerator<Uint8Array> {
    for (sent = 0; sent < count; sent += 1) {
      await Promise.resolve();
      yield chunk;
    }
  }
  const file = { name: 'p.zip', modifiedAtMs: null, sizeBytes: null };
  const zip = zipOf(tinyPack());
  expect(await readZipBytes({ ...file, sizeBytes: zip.length, bytes: chunks(zip.subarray(0, 7), 2) })).toEqual(
    Buffer.concat([zip.subarray(0, 7), zip.subarray(0, 7)]),
  );
  const tooLarge = { code: 'PACK_TOO_LARGE', detail: 'p.zip' };
  await expect(readZipBytes({ ...file, bytes: chunks(new Uint8Array(10_000_000), 1000) })).rejects.toMatchObject(tooLarge);
  expect(sent).toBe(53);
  await expect(readZipBytes({ ...file, sizeBytes: 1e12, bytes: chunks(zip, 1) })).rejects.toMatchObject(tooLarge);
});

test('links in or to a folder, and a path that is not there, are refused', async () => {
  const data = tempFolder();
  const folder = packFolder(join(data, 'mine'), without(tinyPack(), 'network.onnx'));
  writeFileSync(join(data, 'elsewhere.onnx'), tinyNetwork());
  symlinkSync(join(data, 'elsewhere.onnx'), join(folder, 'network.onnx'));
  await expect(shelfIn(data).add(folder)).rejects.toMatchObject({ code: 'PACK_UNSAFE', detail: 'network.onnx' });
  symlinkSync(packFolder(join(data, 'good'), tinyPack()), join(data, 'link'));
  await expect(shelfIn(data).add(join(data, 'link'))).rejects.toMatchObject({ code: 'PACK_UNSAFE' });
  await expect(shelfIn(data).add(join(data, 'nothing'))).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
});
