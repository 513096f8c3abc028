/** What every door does with a call before the application sees it: unknown names are refused, and nothing thrown leaks. */
import { toWireError } from '../base/failure.ts';
import { ERROR_WORDS } from '../contract/errors.ts';
import { type Answer, type ProcedureName, procedures } from '../contract/index.ts';
import type { Application } from './application.ts';

export function isProcedureName(name: unknown): name is ProcedureName {
  return typeof name === 'string' && Object.hasOwn(procedures, name);
}

export const BAD_REQUEST: Answer = { ok: false, error: { code: 'APP_BAD_REQUEST', message: ERROR_WORDS.APP_BAD_REQUEST } };

/** Never throws. What a door's user may not see goes to `onUnknown`, for the log of the side that owns it. */
export async function answerCall(
  app: Application,
  name: unknown,
  input: unknown,
  onUnknown: (error: unknown) => void = console.error,
): Promise<Answer> {
  if (!isProcedureName(name)) return BAD_REQUEST;
  return answerWith(() => app.call(name, input), onUnknown);
}

/** Turns an act that may throw into an answer; `act` may also give a whole answer itself. */
export async function answerWith(act: () => Promise<Answer>, onUnknown: (error: unknown) => void = console.error): Promise<Answer> {
  try {
    return await act();
  } catch (error) {
    const wire = toWireError(error);
    if (wire.code === 'APP_INTERNAL') onUnknown(error);
    return { ok: false, error: wire };
  }
}
