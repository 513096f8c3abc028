/** What a context without a sitting says. */
import { Failure } from '../../src/base/failure.ts';

export function lockedIdentity(): never {
  throw new Failure('IDENTITY_LOCKED');
}
