/** Asks a pack's network one crop, as its card says. */
import { InferenceSession, Tensor } from '../inference/onnx-runtime.ts';
import { must } from '../../base/assert.ts';
import { Failure } from '../../base/failure.ts';
import type { PackCard, PackCheck } from '../../contract/packs.ts';
import type { ProviderName } from '../../contract/providers.ts';
import type { AskedNetwork } from '../inference/networks.ts';
import { sessionOptions } from '../inference/providers.ts';
import { refuseExternalData } from './external-data.ts';

/** Fills `input` from `pixels`, in the layout, order of colours and scale of the card. */
export function packInput(card: PackCard, pixels: Uint8Array, input: Float32Array): void {
  const { inputSide, layout, colourOrder, normalisation } = card;
  const plane = inputSide * inputSide;
  for (let channel = 0; channel < 3; channel += 1) {
    const colour = colourOrder === 'rgb' ? channel : 2 - channel;
    const mean = must(normalisation.mean[channel], 'three means');
    const std = must(normalisation.std[channel], 'three deviations');
    for (let k = 0; k < plane; k += 1) {
      const value = ((pixels[3 * k + colour] ?? 0) / 255 - mean) / std;
      input[layout === 'nchw' ? channel * plane + k : 3 * k + channel] = value;
    }
  }
}

/** `onnx` has been hashed. Rejects with PACK_EXTERNAL_DATA, PACK_NETWORK_UNUSABLE or PACK_SHAPE_WRONG. */
export async function openPackNetwork(card: PackCard, onnx: Uint8Array, provider: ProviderName): Promise<AskedNetwork> {
  refuseExternalData(onnx);
  const session = await create(onnx, provider);
  try {
    return await checked(card, session);
  } catch (error) {
    await session.release();
    throw error;
  }
}

async function create(onnx: Uint8Array, provider: ProviderName): Promise<InferenceSession> {
  try {
    return await InferenceSession.create(onnx, sessionOptions(provider));
  } catch (cause) {
    throw new Failure('PACK_NETWORK_UNUSABLE', cause instanceof Error ? cause.message.slice(0, 300) : 'it does not load', { cause });
  }
}

async function checked(card: PackCard, session: InferenceSession): Promise<AskedNetwork> {
  const side = card.inputSide;
  const dims = card.layout === 'nchw' ? [1, 3, side, side] : [1, side, side, 3];
  const [inputMeta, secondInput] = session.inputMetadata;
  const [outputName, secondOutput] = session.outputNames;
  if (inputMeta?.isTensor !== true || secondInput !== undefined) throw new Failure('PACK_SHAPE_WRONG', 'it must have one input');
  if (outputName === undefined || secondOutput !== undefined) throw new Failure('PACK_SHAPE_WRONG', 'it must have one output');
  const fits = inputMeta.shape.length === 4 && inputMeta.shape.every((size, axis) => typeof size === 'string' || size === dims[axis]);
  if (inputMeta.type !== 'float32' || !fits) {
    throw new Failure(
      'PACK_SHAPE_WRONG',
      `its input is ${inputMeta.type} ${inputMeta.shape.join(' x ')}, the card says ${dims.join(' x ')}`,
    );
  }
  const input = new Float32Array(3 * side * side);
  const answer = async (pixels: Uint8Array): Promise<number> => {
    packInput(card, pixels, input);
    const data = await run(session, inputMeta.name, outputName, new Tensor('float32', input, dims));
    const value = data instanceof Float32Array && data.length === card.output.length ? data[card.output.index] : undefined;
    if (value === undefined) throw new Failure('PACK_SHAPE_WRONG', `its output is not ${String(card.output.length)} numbers of float32`);
    if (!Number.isFinite(value) || (card.output.kind === 'probability' && (value < 0 || value > 1))) {
      throw new Failure('PACK_SHAPE_WRONG', `it gives ${String(value)}, which is no ${card.output.kind}`);
    }
    return value;
  };
  await answer(new Uint8Array(3 * side * side));
  return { answer, close: () => session.release() };
}

async function run(session: InferenceSession, inputName: string, outputName: string, tensor: Tensor): Promise<unknown> {
  try {
    return (await session.run({ [inputName]: tensor }))[outputName]?.data;
  } catch (cause) {
    throw new Failure('PACK_NETWORK_UNUSABLE', cause instanceof Error ? cause.message.slice(0, 300) : 'it does not run', { cause });
  }
}

/** Rejects with PACK_SELF_TEST_FAILED. `crops`: file name -> pixels, hashed. */
export async function selfTest(card: PackCard, network: AskedNetwork, crops: ReadonlyMap<string, Uint8Array>): Promise<PackCheck> {
  const answers: PackCheck['answers'] = [];
  for (const { file, answer: expected } of card.reference) {
    const given = await network.answer(must(crops.get(file), 'every crop of the card was read'));
    answers.push({ file, expected, given });
    if (Math.abs(given - expected) > card.tolerance) {
      throw new Failure(
        'PACK_SELF_TEST_FAILED',
        `${file}: ${String(given)} instead of ${String(expected)}, ${String(card.tolerance)} is allowed`,
      );
    }
  }
  return { answers };
}
