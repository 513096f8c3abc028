/** What is known of the detectors' worth: read when the Validation view is shown, since another door may have added to it. */
import type { ValidatedDetector, Validation } from '../../contract/validation.ts';
import type { LockedFusion } from '../../contract/fusion.ts';
import type { Transport } from '../transport/transport.ts';
import type { Messages } from './messages.svelte.ts';

export interface RunOf {
  readonly validation: Validation;
  readonly detector: ValidatedDetector;
}

export class Validations {
  validations = $state.raw<readonly Validation[]>([]);
  fusions = $state.raw<readonly LockedFusion[]>([]);
  problems = $state.raw<readonly string[]>([]);
  readonly #transport: Transport;
  readonly #messages: Messages;

  constructor(transport: Transport, messages: Messages) {
    this.#transport = transport;
    this.#messages = messages;
  }

  async load(): Promise<void> {
    const known = await this.#messages.during('Reading the validations', () => this.#transport.call('analysis.validations', {}));
    if (known === null) return;
    this.validations = known.validations;
    this.fusions = known.fusions;
    this.problems = known.problems;
  }

  /** Newest first; those in which it was asked about files that it could not score at all are left out. */
  of(detectorId: string): RunOf[] {
    return this.validations.flatMap((validation) =>
      validation.detectors
        .filter((detector) => detector.id === detectorId && detector.conditions.some(({ files }) => files.genuine + files.synthetic > 0))
        .map((detector) => ({ validation, detector })),
    );
  }

  fusionsWith(detectorId: string): LockedFusion[] {
    return this.fusions.filter(({ fusion }) => fusion.cues.some(({ id }) => id === detectorId));
  }
}
