/** The operating system's certificate authorities: the one thing about trust that a browser cannot be asked for. */
import { getCACertificates } from 'node:tls';

/** PEM. */
export function systemAnchors(): readonly string[] {
  return getCACertificates('system');
}
