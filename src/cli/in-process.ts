/** The command line's transport: the application itself, with the same codes as every other door. */
import { Failure } from '../base/failure.ts';
import type { Input, Output, ProcedureName } from '../contract/index.ts';
import type { Application } from '../core/application.ts';
import { answerCall } from '../core/door.ts';

/** Rejects with Failure. */
export async function callInProcess<K extends ProcedureName>(
  app: Application,
  name: K,
  input: Input<K>,
  onUnknown?: (error: unknown) => void,
): Promise<Output<K>> {
  const answer = await answerCall(app, name, input, onUnknown);
  if (!answer.ok) throw new Failure(answer.error.code, answer.error.detail);
  // The application has parsed the output against the contract.
  return answer.value as Output<K>;
}
