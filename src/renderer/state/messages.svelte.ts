/** What the window tells the person: calm words, the code, and details that can be copied. */
import { toWireError } from '../../base/failure.ts';
import { CallError } from '../transport/transport.ts';

export interface Message {
  readonly id: number;
  readonly tone: 'error' | 'note';
  readonly words: string;
  readonly code: string | null;
  readonly detail: string | null;
  readonly context: string;
}

export class Messages {
  list = $state.raw<readonly Message[]>([]);
  /** The case is being left, or was: what was still asked of it and finds none open is nobody's concern. */
  caseLeft = false;
  #next = 1;

  /** `context` says what was being done, in words: "Opening the case". */
  error(context: string, error: unknown): void {
    const known = error instanceof CallError ? { code: error.code, message: error.message, detail: error.detail } : toWireError(error);
    if (this.caseLeft && known.code === 'CASE_NOT_OPEN') return;
    // An unexpected error's own text helps whoever mends it; it is shown on copy only.
    const own = error instanceof Error && !(error instanceof CallError) ? `${error.name}: ${error.message}` : null;
    this.#add({ tone: 'error', words: known.message, code: known.code, detail: known.detail ?? own, context });
  }

  note(context: string, words: string): void {
    this.#add({ tone: 'note', words, code: null, detail: null, context });
  }

  dismiss(id: number): void {
    this.list = this.list.filter((message) => message.id !== id);
  }

  /** Runs an act; a failure becomes a message and `null`. */
  async during<T>(context: string, act: () => Promise<T>): Promise<T | null> {
    try {
      return await act();
    } catch (error) {
      this.error(context, error);
      return null;
    }
  }

  #add(message: Omit<Message, 'id'>): void {
    const same = (other: Message) => other.words === message.words && other.context === message.context && other.detail === message.detail;
    this.list = [...this.list.filter((other) => !same(other)), { ...message, id: this.#next++ }].slice(-4);
  }
}

export function copyable(message: Pick<Message, 'words' | 'code' | 'detail' | 'context'>): string {
  return [message.context, message.words, message.code, message.detail].filter((part) => part !== null && part !== '').join('\n');
}
