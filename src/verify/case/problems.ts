/** Collects what is wrong, each thing named exactly. */
import type { CaseProblem } from '../../contract/cases.ts';

export class Problems {
  readonly list: CaseProblem[] = [];

  add(kind: CaseProblem['kind'], subject: string, words: string): void {
    this.list.push({ kind, subject, words });
  }
}
