/** Small pictures of exhibits, made when a list shows them. */
import type { Context } from '../context.ts';
import { thumbnail } from '../../engine/media/thumbnail.ts';
import { KeptPictures } from './kept-pictures.ts';
import { presentPath } from './present-path.ts';

export class Thumbnails {
  readonly #context: Context;
  /** Some ten kilobytes each. A person looks at the viewer meanwhile, whose frames are decoded by the same two cores. */
  readonly #pictures = new KeptPictures<Uint8Array>({ mostKept: 2000, atATime: 2 });

  constructor(context: Context) {
    this.#context = context;
  }

  /** PNG. Rejects with EXHIBIT_NOT_FOUND, EXHIBIT_MISSING and as `thumbnail` does. */
  async of(exhibitId: string): Promise<Uint8Array> {
    const { store } = this.#context.current();
    const exhibit = store.exhibit(exhibitId);
    return this.#pictures.of(exhibit.hashes.sha256, async () =>
      thumbnail(presentPath(store, exhibitId), await this.#context.tools(), exhibit.facts),
    );
  }
}
