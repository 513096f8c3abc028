/** What was measured exactly where the examiner is, asked for the plots in view: the latest wish wins, one question at a time. */
import type { JobId } from '../../contract/values.ts';
import type { ValuesQuestion } from '../../contract/plots.ts';

export interface Here {
  readonly frame: number;
  readonly us: number;
}

type Ask = (question: ValuesQuestion) => Promise<readonly (readonly (number | null)[])[]>;

interface Answer {
  readonly key: string;
  /** By the plot's place. */
  readonly values: Readonly<Record<number, readonly (number | null)[]>>;
}

const keyOf = (here: Here): string => `${String(here.frame)}/${String(here.us)}`;

export class PlotValues {
  #answer = $state.raw<Answer | null>(null);
  readonly #jobId: JobId;
  readonly #ask: Ask;
  readonly #failed: (error: unknown) => void;
  #wish: { readonly plots: readonly number[]; readonly here: Here } | null = null;
  #asking = false;

  constructor(jobId: JobId, ask: Ask, failed: (error: unknown) => void) {
    this.#jobId = jobId;
    this.#ask = ask;
    this.#failed = failed;
  }

  /** `undefined`: not answered yet; `null`: nothing was measured there. */
  at(plot: number, series: number, here: Here): number | null | undefined {
    if (this.#answer?.key !== keyOf(here)) return undefined;
    const values = this.#answer.values[plot];
    return values === undefined ? undefined : (values[series] ?? null);
  }

  want(plots: readonly number[], here: Here): void {
    if (plots.length === 0) return;
    this.#wish = { plots, here };
    if (!this.#asking) void this.#run();
  }

  async #run(): Promise<void> {
    this.#asking = true;
    for (let wish = this.#take(); wish !== null; wish = this.#take()) {
      const { plots, here } = wish;
      try {
        const answered = await this.#ask({ jobId: this.#jobId, plots: [...plots], ...here });
        this.#answer = { key: keyOf(here), values: Object.fromEntries(plots.map((plot, k) => [plot, answered[k] ?? []])) };
      } catch (error) {
        this.#failed(error);
      }
    }
    this.#asking = false;
  }

  #take() {
    const wish = this.#wish;
    this.#wish = null;
    return wish;
  }
}
