/** The place in Electron's binary where its fuses lie (https://www.electronjs.org/docs/latest/tutorial/fuses): read back after they were flipped. */
import { readFileSync } from 'node:fs';
import { assert } from '../../src/base/assert.ts';

/** Electron's own mark before the wire. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const VERSION = 1;
const [ON, OFF] = ['1', '0'];

/** In the order of version 1 of the wire, each with its state in a runtime as it is delivered. */
const DELIVERED = {
  runAsNode: true,
  enableCookieEncryption: false,
  enableNodeOptionsEnvironmentVariable: true,
  enableNodeCliInspectArguments: true,
  enableEmbeddedAsarIntegrityValidation: false,
  onlyLoadAppFromAsar: false,
  loadBrowserProcessSpecificV8Snapshot: false,
  grantFileProtocolExtraPrivileges: true,
} as const;

/** What stands in for the runtime's binary in a rehearsal: nothing but its fuses, as they are delivered. */
export function hollowFuses(): Buffer {
  const wire = Object.values(DELIVERED).map((on) => (on ? ON : OFF));
  return Buffer.concat([Buffer.from(SENTINEL), Buffer.from([VERSION, wire.length]), Buffer.from(wire.join(''))]);
}

export function fusesIn(binary: string): Record<string, boolean> {
  const bytes = readFileSync(binary);
  const at = bytes.indexOf(SENTINEL) + SENTINEL.length;
  assert(at >= SENTINEL.length && bytes[at] === VERSION, 'the binary has a wire of fuses of version 1');
  return Object.fromEntries(Object.keys(DELIVERED).map((name, nth) => [name, bytes.toString('latin1', at + 2 + nth, at + 3 + nth) === ON]));
}
