/** Entry of a process or thread: loads a pack's network and asks it its reference crops. */
import { doApart } from '../../base/node/apart.ts';
import { Failure, toWireError } from '../../base/failure.ts';
import type { WireError } from '../../contract/errors.ts';
import type { PackCheck } from '../../contract/packs.ts';
import { openPackNetwork, selfTest } from '../../engine/packs/pack-network.ts';
import { readPack } from './read-pack.ts';

export interface PackTask {
  readonly folder: string;
  /** Of the network. */
  readonly sha256: string;
}
export type PackAnswer = { readonly check: PackCheck } | { readonly error: WireError };

doApart(async ({ folder, sha256 }: PackTask): Promise<PackAnswer> => {
  try {
    const { card, files } = await readPack(folder);
    if (card.network.sha256 !== sha256) throw new Failure('PACK_HASH_MISMATCH', card.id);
    const onnx = files.get('network.onnx');
    if (onnx === undefined) throw new Failure('PACK_FILES_WRONG', 'missing: network.onnx');
    const network = await openPackNetwork(card, onnx, 'cpu');
    try {
      return { check: await selfTest(card, network, files) };
    } finally {
      await network.close();
    }
  } catch (error) {
    if (!(error instanceof Failure)) console.error(error);
    return { error: toWireError(error) };
  }
});
