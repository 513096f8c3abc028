/** The window's way to the application through Electron's preload. */
import type { Bridge } from '../../contract/bridge.ts';
import type { ImportOutcome } from '../../contract/exhibits.ts';
import type { AppEvent, CaseState, Input, Output, ProcedureName } from '../../contract/index.ts';
import type { PackAddition } from '../../contract/packs.ts';
import { importEach } from './import-each.ts';
import { byteUrls, CallError, type Transport, valueOf } from './transport.ts';

export function bridgeTransport(bridge: Bridge<File>): Transport {
  // The main process has parsed every event before it sends it.
  const subscribe = (listener: (event: AppEvent) => void): (() => void) => bridge.subscribe((event) => listener(event as AppEvent));

  async function bring(file: File): Promise<readonly ImportOutcome[]> {
    const answer = await bridge.importFiles([file]);
    if (!answer.ok) throw new CallError(answer.error);
    return answer.value as readonly ImportOutcome[];
  }

  async function call<K extends ProcedureName>(name: K, input: Input<K>): Promise<Output<K>> {
    return valueOf<K>(await bridge.call(name, input));
  }

  return {
    call,
    subscribe,
    // Both processes end together: this link cannot break on its own.
    onLink: (listener) => {
      listener('connected');
      return () => undefined;
    },
    importFiles: (files, onProgress, signal) =>
      importEach(files, { bring, subscribe, cancel: () => call('exhibits.cancelImport', {}) }, onProgress, signal),
    async addPack(file) {
      const answer = await bridge.addPack(file);
      if (!answer.ok) throw new CallError(answer.error);
      return answer.value as PackAddition;
    },
    async pickCase() {
      const answer = await bridge.pickCase();
      if (!answer.ok) throw new CallError(answer.error);
      return answer.value as CaseState | null;
    },
    ...byteUrls(''),
  };
}
