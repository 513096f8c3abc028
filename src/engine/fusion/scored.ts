/** One file with a score and what is known of it: what every number of a validation is made of. */
export interface Scored {
  readonly score: number;
  readonly synthetic: boolean;
  /** Files of one group share a person, a speaker or a source film: they are drawn together. */
  readonly group: string;
}

/** A likelihood ratio for H1 (synthetic or altered) against H2 (genuine), and which of them is known to be true. */
export interface Judged {
  readonly log10LR: number;
  readonly synthetic: boolean;
}
