/** The procedures of model packs; adding one brings bytes, so it has a way of its own through each door and is no procedure. */
import type { Handlers } from '../context.ts';
import type { PackShelf } from './pack-shelf.ts';

export function packProcedures(shelf: PackShelf): Pick<Handlers, `packs.${'list' | 'verify' | 'remove'}`> {
  return {
    'packs.list': () => Promise.resolve(shelf.list()),
    'packs.verify': ({ packId }) => shelf.verify(packId),
    'packs.remove': async ({ packId }) => {
      await shelf.remove(packId);
      return {};
    },
  };
}
