/** An expected failure with a code of the contract's closed table; `detail` names what it concerns, `cause` keeps the reason at home. */
import { ERROR_WORDS, type ErrorCode, type WireError } from '../contract/errors.ts';

export class Failure extends Error {
  override readonly name = 'Failure';
  readonly code: ErrorCode;
  readonly detail: string | undefined;

  constructor(code: ErrorCode, detail?: string, options?: { cause?: unknown }) {
    super(detail === undefined ? ERROR_WORDS[code] : `${ERROR_WORDS[code]} (${detail})`, options);
    this.code = code;
    this.detail = detail;
  }
}

/** The one place where an error becomes what crosses a door: unknown errors keep their message at home. */
export function toWireError(error: unknown): WireError {
  if (!(error instanceof Failure)) return { code: 'APP_INTERNAL', message: ERROR_WORDS.APP_INTERNAL };
  const wire = { code: error.code, message: ERROR_WORDS[error.code] };
  return error.detail === undefined ? wire : { ...wire, detail: error.detail };
}
