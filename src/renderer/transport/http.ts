/** The window's way to the application through the loopback door. */
import { ERROR_WORDS } from '../../contract/errors.ts';
import type { ImportOutcome } from '../../contract/exhibits.ts';
import type { Answer, Input, Output, ProcedureName } from '../../contract/index.ts';
import type { PackAddition } from '../../contract/packs.ts';
import { EventStream } from './event-stream.ts';
import { importEach } from './import-each.ts';
import { byteUrls, CallError, type Transport, valueOf } from './transport.ts';

/** `origin` is empty in a window, whose requests go where it came from; tests name a server and a fetch with a session. */
export function httpTransport(origin = '', fetcher: typeof fetch = (input, init) => globalThis.fetch(input, init)): Transport {
  const events = new EventStream(`${origin}/events`, fetcher);

  async function ask(path: string, init: RequestInit): Promise<Answer> {
    let response: Response;
    try {
      response = await fetcher(`${origin}${path}`, { ...init, cache: 'no-store', redirect: 'error' });
      return (await response.json()) as Answer;
    } catch (cause) {
      throw new CallError({ code: 'APP_UNREACHABLE', message: ERROR_WORDS.APP_UNREACHABLE }, { cause });
    }
  }

  async function send(room: 'import' | 'pack', file: File, signal?: AbortSignal): Promise<unknown> {
    const query = new URLSearchParams({ name: file.name, modified: String(Math.max(0, Math.round(file.lastModified))) });
    const headers = { 'x-penumbra': '1', 'content-type': 'application/octet-stream' };
    const answer = await ask(`/${room}?${query.toString()}`, {
      method: 'POST',
      headers,
      body: file,
      ...(signal === undefined ? {} : { signal }),
    });
    if (!answer.ok) throw new CallError(answer.error);
    return answer.value;
  }

  const bring = async (file: File, signal: AbortSignal): Promise<ImportOutcome[]> => [
    (await send('import', file, signal)) as ImportOutcome,
  ];

  async function call<K extends ProcedureName>(name: K, input: Input<K>): Promise<Output<K>> {
    const headers = { 'x-penumbra': '1', 'content-type': 'application/json' };
    return valueOf<K>(await ask(`/call/${encodeURIComponent(name)}`, { method: 'POST', headers, body: JSON.stringify(input) }));
  }

  return {
    call,
    subscribe: (listener) => events.subscribe(listener),
    onLink: (listener) => events.onLink(listener),
    importFiles: (files, onProgress, signal) =>
      importEach(
        files,
        { bring, subscribe: (listener) => events.subscribe(listener), cancel: () => call('exhibits.cancelImport', {}) },
        onProgress,
        signal,
      ),
    addPack: async (file) => (await send('pack', file)) as PackAddition,
    // A browser gives no paths: the person types the folder's.
    pickCase: null,
    ...byteUrls(origin),
  };
}
