/** Opens networks with ONNX Runtime; each is loaded once, and only if its bytes are the locked ones. */
import { join } from 'node:path';
import { InferenceSession, Tensor as OrtTensor } from './onnx-runtime.ts';
import { assert } from '../../base/assert.ts';
import { Failure } from '../../base/failure.ts';
import type { InstalledPack } from '../../contract/packs.ts';
import type { ProviderName } from '../../contract/providers.ts';
import { readLock, type LockEntry } from './lock.ts';
import { openPackNetwork, selfTest } from '../packs/pack-network.ts';
import type { AskedNetwork, Network, Networks, Tensor, WholeTensor } from './networks.ts';
import { sessionOptions } from './providers.ts';
import { readWeights } from './weights.ts';

export interface OpenNetworks {
  readonly weightsFolder: string;
  /** `models.lock.json`; beside the weights folder when not given. */
  readonly lockPath?: string;
  readonly provider: ProviderName;
  /** Where model packs lie, each in a folder named by its hash. */
  readonly packsFolder?: string;
}

class OrtNetwork implements Network {
  readonly id: string;
  readonly #session: InferenceSession;

  constructor(id: string, session: InferenceSession) {
    this.id = id;
    this.#session = session;
  }

  async run(inputs: Readonly<Record<string, Tensor | WholeTensor>>): Promise<Record<string, Tensor>> {
    try {
      const feeds: Record<string, OrtTensor> = {};
      for (const [name, { data, dims }] of Object.entries(inputs))
        feeds[name] = data instanceof BigInt64Array ? new OrtTensor('int64', data, dims) : new OrtTensor('float32', data, dims);
      const results = await this.#session.run(feeds);
      const outputs: Record<string, Tensor> = {};
      for (const [name, result] of Object.entries(results)) {
        assert(result.data instanceof Float32Array, `${this.id}.${name} is not float32`);
        outputs[name] = { data: result.data, dims: result.dims };
      }
      return outputs;
    } catch (cause) {
      throw new Failure('INFERENCE_FAILED', this.id, { cause });
    }
  }

  async release(): Promise<void> {
    await this.#session.release();
  }
}

async function create(entry: LockEntry, options: OpenNetworks): Promise<OrtNetwork> {
  const bytes = await readWeights(options.weightsFolder, entry);
  try {
    return new OrtNetwork(entry.id, await InferenceSession.create(bytes, sessionOptions(options.provider)));
  } catch (cause) {
    throw new Failure('INFERENCE_FAILED', entry.id, { cause });
  }
}

async function openInstalledPack({ sha256, card }: InstalledPack, { packsFolder, provider }: OpenNetworks): Promise<AskedNetwork> {
  if (packsFolder === undefined) throw new Failure('WEIGHTS_MISSING', card.id);
  const { bytes } = card.network;
  const onnx = await readWeights(join(packsFolder, sha256), { id: card.id, file: 'network.onnx', sha256, bytes });
  const network = await openPackNetwork(card, onnx, provider);
  if (provider === 'cpu') return network;
  // The trial of a provider asks only the program's own networks; a pack brings its questions along.
  try {
    const crops = new Map<string, Uint8Array>();
    for (const { file, sha256: crop } of card.reference)
      crops.set(file, await readWeights(join(packsFolder, sha256), { id: card.id, file, sha256: crop, bytes: 3 * card.inputSide ** 2 }));
    await selfTest(card, network, crops);
    return network;
  } catch (error) {
    await network.close();
    throw error;
  }
}

/** Reads the lock now, weights when they are asked for. A network that the lock does not name is WEIGHTS_MISSING. */
export function openNetworks(options: OpenNetworks): Promise<Networks> {
  const entries = new Map(
    readLock(options.lockPath ?? join(options.weightsFolder, '..', 'models.lock.json')).map((entry) => [entry.id, entry]),
  );
  const loaded = new Map<string, Promise<OrtNetwork>>();

  const load = (id: string): Promise<Network> => {
    const ready = loaded.get(id);
    if (ready) return ready;
    const entry = entries.get(id);
    if (!entry) return Promise.reject(new Failure('WEIGHTS_MISSING', id));
    const loading = create(entry, options);
    loaded.set(id, loading);
    // A failed load is forgotten, so that the next caller tries again instead of getting an old error.
    loading.catch(() => loaded.delete(id));
    return loading;
  };

  return Promise.resolve({
    load,
    loadPack: (pack) => openInstalledPack(pack, options),
    provider: options.provider,
    close: async () => {
      const open = [...loaded.values()];
      loaded.clear();
      for (const outcome of await Promise.allSettled(open)) {
        if (outcome.status === 'fulfilled') await outcome.value.release();
      }
    },
  });
}
