/** Enters a loopback server as a browser would, and gives a fetch that carries the session. */
import { request, type IncomingHttpHeaders } from 'node:http';

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface RawRequest {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
}

/** One request with exactly these headers, path and method; nothing is normalised on the way. */
export function raw(origin: string, { method = 'GET', path, headers = {}, body }: RawRequest): Promise<RawAnswer> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const outgoing = request({ hostname, port, method, path, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }));
      response.on('error', reject);
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

export async function enter(entryUrl: string): Promise<string> {
  const { origin, pathname } = new URL(entryUrl);
  const answer = await raw(origin, { path: pathname });
  return (answer.headers['set-cookie']?.[0] ?? '').split(';')[0] ?? '';
}

/** A fetch with the cookie and the Origin that a browser would send. */
export function sessionFetch(origin: string, cookie: string): typeof fetch {
  return (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set('cookie', cookie);
    if (init?.method !== undefined && init.method !== 'GET') headers.set('origin', origin);
    return fetch(input, { ...init, headers });
  };
}
