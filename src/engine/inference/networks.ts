/** How engine code reaches ONNX networks. */
import type { InstalledPack } from '../../contract/packs.ts';

export interface Tensor {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

/** Whole numbers (int64), which a few networks take as an input. */
export interface WholeTensor {
  readonly data: BigInt64Array;
  readonly dims: readonly number[];
}

export interface Network {
  readonly id: string;
  /** Runs the network; the output tensors by name. The input array may be reused as soon as the promise resolves. */
  run(inputs: Readonly<Record<string, Tensor | WholeTensor>>): Promise<Record<string, Tensor>>;
}

/** A model pack's network, which is asked pixels and gives one number. */
export interface AskedNetwork {
  /** R, G, B of each pixel, row by row, of the square that its card states. */
  answer(pixels: Uint8Array): Promise<number>;
  close(): Promise<void>;
}

export interface Networks {
  /** Loads once, then hands out the same network. Rejects with WEIGHTS_MISSING, WEIGHTS_MISMATCH or INFERENCE_FAILED. */
  load(id: string): Promise<Network>;
  /** Opens a model pack's network, its hash checked; only where model packs are at hand. Rejects with WEIGHTS_MISSING, WEIGHTS_MISMATCH or a PACK_… code. */
  readonly loadPack?: (pack: InstalledPack) => Promise<AskedNetwork>;
  /** The execution provider that really runs. */
  readonly provider: string;
  close(): Promise<void>;
}
