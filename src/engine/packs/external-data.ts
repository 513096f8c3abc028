/** Whether an ONNX file asks for tensors outside itself; field numbers from onnx.proto3. Walks only messages in which a tensor can stand. */
import { Failure } from '../../base/failure.ts';

type Kind = 'model' | 'graph' | 'node' | 'attribute' | 'tensor' | 'sparse' | 'function';

const INSIDE: Readonly<Record<Kind, Readonly<Record<number, Kind>>>> = {
  model: { 7: 'graph', 25: 'function' },
  graph: { 1: 'node', 5: 'tensor', 15: 'sparse' },
  node: { 5: 'attribute' },
  attribute: { 5: 'tensor', 6: 'graph', 10: 'tensor', 11: 'graph', 22: 'sparse', 23: 'sparse' },
  sparse: { 1: 'tensor', 2: 'tensor' },
  function: { 7: 'node', 11: 'attribute' },
  tensor: {},
};
const EXTERNAL_DATA = 13;
const DATA_LOCATION = 14;
/** Graphs inside graphs: more is no network but an attack on the stack. */
const DEEPEST = 64;

/** @throws Failure PACK_EXTERNAL_DATA, or PACK_NETWORK_UNUSABLE where the bytes are no protobuf. */
export function refuseExternalData(onnx: Uint8Array): void {
  walk(Buffer.from(onnx.buffer, onnx.byteOffset, onnx.byteLength), 'model', 0);
}

function walk(bytes: Buffer, kind: Kind, depth: number): void {
  if (depth > DEEPEST) throw new Failure('PACK_NETWORK_UNUSABLE', 'its graphs are nested too deeply');
  let place = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; shift < 10; shift += 1) {
      const byte = bytes[place];
      if (byte === undefined) throw broken();
      place += 1;
      value += (byte & 0x7f) * 2 ** (7 * shift);
      if (byte < 0x80) return value;
    }
    throw broken();
  };
  while (place < bytes.length) {
    const key = varint();
    const field = Math.floor(key / 8);
    const wire = key % 8;
    if (kind === 'tensor' && (field === EXTERNAL_DATA || (field === DATA_LOCATION && wire !== 0))) throw new Failure('PACK_EXTERNAL_DATA');
    if (wire === 0) {
      const value = varint();
      if (kind === 'tensor' && field === DATA_LOCATION && value !== 0) throw new Failure('PACK_EXTERNAL_DATA');
    } else if (wire === 1) place += 8;
    else if (wire === 5) place += 4;
    else if (wire === 2) {
      const length = varint();
      if (place + length > bytes.length) throw broken();
      const inner = INSIDE[kind][field];
      if (inner !== undefined) walk(bytes.subarray(place, place + length), inner, depth + 1);
      place += length;
    } else throw broken();
    if (place > bytes.length) throw broken();
  }
}

const broken = (): Failure => new Failure('PACK_NETWORK_UNUSABLE', 'it is not an ONNX file');
