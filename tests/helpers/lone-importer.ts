/** An importer, or a maker of proxies, around one open case, without an application. */
import type { Context } from '../../src/core/context.ts';
import { Importer } from '../../src/core/exhibits/importer.ts';
import { ProxyRoom } from '../../src/core/proxies/proxy-room.ts';
import { findTools } from '../../src/engine/media/tools.ts';
import type { CaseStore } from '../../src/store/case-store.ts';
import { lockedIdentity } from './locked-identity.ts';

export const loneImporter = (store: CaseStore, reached?: (point: string) => void): Importer => new Importer(contextOf(store), reached);

export const loneProxies = (store: CaseStore): ProxyRoom => new ProxyRoom(contextOf(store));

function contextOf(store: CaseStore): Context {
  const opened = { folder: store.folder, store, actor: 'Demo Examiner' };
  const spawnEngine = (): never => {
    throw new Error('neither needs an engine');
  };
  const ports = { door: 'cli', dataFolder: store.folder, version: '0', now: () => new Date(), spawnEngine } as const;
  return { ports, tools: () => findTools(), current: () => opened, identity: lockedIdentity, emit: () => undefined };
}
