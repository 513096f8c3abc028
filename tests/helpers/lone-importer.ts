/** An importer around one open case, without an application. */
import { Importer } from '../../src/core/exhibits/importer.ts';
import { findTools } from '../../src/engine/media/tools.ts';
import type { CaseStore } from '../../src/store/case-store.ts';
import { lockedIdentity } from './locked-identity.ts';

export function loneImporter(store: CaseStore, reached?: (point: string) => void): Importer {
  const opened = { folder: store.folder, store, actor: 'Demo Examiner' };
  const spawnEngine = (): never => {
    throw new Error('an import needs no engine');
  };
  const ports = { door: 'cli', dataFolder: store.folder, version: '0', now: () => new Date(), spawnEngine } as const;
  return new Importer({ ports, tools: () => findTools(), current: () => opened, identity: lockedIdentity, emit: () => undefined }, reached);
}
