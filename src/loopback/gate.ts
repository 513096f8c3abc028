/** Decides for each request whether it comes from our own window: Host, Origin, fetch metadata, cookie, custom header. */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Sent by our own page with every request that is not a GET; another site's page cannot add it without a preflight, and preflights are refused. */
export const PAGE_HEADER = 'x-penumbra';

export type Verdict =
  | { readonly kind: 'pass' }
  | { readonly kind: 'enter'; readonly cookie: string }
  | { readonly kind: 'refuse'; readonly status: 403 | 421; readonly words: string };

const refuse = (words: string, status: 403 | 421 = 403): Verdict => ({ kind: 'refuse', status, words });

export class Gate {
  readonly origin: string;
  readonly #host: string;
  /** Cookies do not know ports: the port in the name keeps two Penumbras on one machine apart. */
  readonly #cookieName: string;
  readonly #session = randomBytes(32).toString('base64url');
  #token: string | null = randomBytes(32).toString('base64url');

  constructor(port: number) {
    this.#host = `127.0.0.1:${String(port)}`;
    this.origin = `http://${this.#host}`;
    this.#cookieName = `penumbra-${String(port)}`;
  }

  /** The address that lets one browser in, once. Null when it was used. */
  get entryUrl(): string | null {
    return this.#token === null ? null : `${this.origin}/enter/${this.#token}`;
  }

  judge(request: IncomingMessage): Verdict {
    const { headers, headersDistinct, method, url = '' } = request;
    // A name that resolves to 127.0.0.1 (DNS rebinding) still sends its own name here. Of two, `headers` would show the first alone.
    if (headers.host !== this.#host || headersDistinct.host?.length !== 1) return refuse('wrong host', 421);
    if (headers.origin !== undefined && headers.origin !== this.origin) return refuse('foreign origin');
    const site = headers['sec-fetch-site'];
    if (site !== undefined && site !== 'same-origin' && site !== 'none') return refuse('foreign site');
    if (url.startsWith('/enter/')) return this.#enter(method, url.slice('/enter/'.length));
    if (!this.#hasSession(headers.cookie)) return refuse('no session');
    if (method === 'GET' || method === 'HEAD') return { kind: 'pass' };
    if (headers.origin === undefined || headers[PAGE_HEADER] !== '1') return refuse('not from our page');
    return { kind: 'pass' };
  }

  #enter(method: string | undefined, offered: string): Verdict {
    if (method !== 'GET' || this.#token === null || !sameText(offered, this.#token)) return refuse('no entry');
    this.#token = null;
    return { kind: 'enter', cookie: `${this.#cookieName}=${this.#session}; HttpOnly; SameSite=Strict; Path=/` };
  }

  #hasSession(header: string | undefined): boolean {
    const pairs = (header ?? '').split(';').map((pair) => pair.trim());
    const prefix = `${this.#cookieName}=`;
    return pairs.some((pair) => pair.startsWith(prefix) && sameText(pair.slice(prefix.length), this.#session));
  }
}

/** Takes as long for a near miss as for a wild guess. */
function sameText(offered: string, expected: string): boolean {
  const a = Buffer.from(offered);
  const b = Buffer.from(expected);
  return a.length === b.length && timingSafeEqual(a, b);
}
