/** How engine code reaches ONNX networks. */

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

export interface Networks {
  /** Loads once, then hands out the same network. Rejects with WEIGHTS_MISSING, WEIGHTS_MISMATCH or INFERENCE_FAILED. */
  load(id: string): Promise<Network>;
  /** The execution provider that really runs. */
  readonly provider: string;
  close(): Promise<void>;
}
