/** Which detectors the next examination runs; kept while the case stays open, and nowhere else. */
import type { DetectorCard } from '../../contract/analysis.ts';
import type { DetectorId } from '../../contract/values.ts';

type Named = Pick<DetectorCard, 'id'>;

/** A network that a laboratory brought along: nothing about its error rates was measured here. */
export const isPack = (card: Named): boolean => card.id.startsWith('pack:');

export class DetectorChoice {
  /** Only what a person changed: a detector that is installed later begins as its kind does. */
  #changed = $state.raw<Readonly<Record<string, boolean>>>({});

  /** Without a person's word: the program's own detectors yes, model packs no. */
  asks(card: Named): boolean {
    return this.#changed[card.id] ?? !isPack(card);
  }

  set(cards: readonly Named[], asked: boolean): void {
    this.#changed = { ...this.#changed, ...Object.fromEntries(cards.map(({ id }) => [id, asked])) };
  }

  /** Back to what is asked without a person's word. */
  reset(): void {
    this.#changed = {};
  }

  of(cards: readonly Named[]): DetectorId[] {
    return cards.filter((card) => this.asks(card)).map(({ id }) => id);
  }

  /** `all 24 of the program`; `23 of 24 of the program, 1 model pack`. */
  inWords(cards: readonly Named[]): string {
    const own = cards.filter((card) => !isPack(card));
    const asked = this.of(own).length;
    const packs = this.of(cards.filter(isPack)).length;
    const ofOwn = asked === own.length ? `all ${String(asked)} of the program` : `${String(asked)} of ${String(own.length)} of the program`;
    return packs === 0 ? ofOwn : `${ofOwn}, ${String(packs)} model ${packs === 1 ? 'pack' : 'packs'}`;
  }
}
