/** Finds out which door this window was opened through. */
import type { Bridge } from '../../contract/bridge.ts';
import { bridgeTransport } from './bridge.ts';
import { httpTransport } from './http.ts';
import type { Transport } from './transport.ts';

declare global {
  interface Window {
    readonly penumbra?: Bridge<File>;
  }
}

export function connect(): Transport {
  return window.penumbra ? bridgeTransport(window.penumbra) : httpTransport();
}
