/** Whom the loopback server lets in, and which of its files it shows: requests that its own window would never send. */
import { describe, expect, it } from 'vitest';
import { serve } from '../../src/loopback/server.ts';
import { raw } from '../helpers/loopback-client.ts';
import { loopbackDoor } from '../helpers/loopback-door.ts';

const door = loopbackDoor();
const { host, page, fromPage, post } = door;

describe('entry', () => {
  it('answers the right token once, with a cookie that scripts and other sites cannot use, and a clean address', async () => {
    const other = await serve(door.app, { rendererFolder: door.folder });
    try {
      const { pathname, origin } = new URL(other.entryUrl);
      expect(pathname).toMatch(/^\/enter\/[\w-]{43}$/);
      const first = await raw(origin, { path: pathname });
      expect([first.status, first.headers.location]).toEqual([303, '/']);
      expect(first.headers['set-cookie']?.[0]).toMatch(/^penumbra-\d+=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/);
      const second = await raw(origin, { path: pathname });
      expect([second.status, second.headers['set-cookie']]).toEqual([403, undefined]);
    } finally {
      await other.close();
    }
  });

  it.each(['/enter/', '/enter/x', `/enter/${'A'.repeat(43)}`, '/enter/%00', `/enter/${'A'.repeat(5000)}`])(
    'refuses the guess %s',
    async (path) => {
      const answer = await raw(door.server.origin, { path });
      expect([answer.status, answer.headers['set-cookie']]).toEqual([403, undefined]);
    },
  );

  it('does not spend the token on a wrong guess, a foreign page or another method', async () => {
    const other = await serve(door.app, { rendererFolder: door.folder });
    try {
      const { pathname, origin } = new URL(other.entryUrl);
      expect((await raw(origin, { path: `${pathname}x` })).status).toBe(403);
      expect((await raw(origin, { path: pathname, headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403);
      expect((await raw(origin, { path: pathname, method: 'HEAD' })).status).toBe(403);
      expect((await raw(origin, { path: pathname })).status).toBe(303);
    } finally {
      await other.close();
    }
  });

  it('listens on this machine only', () => {
    expect(host()).toMatch(/^127\.0\.0\.1:\d+$/);
  });
});

describe('who may speak', () => {
  it.each(['/', '/assets/main-1a2B_.js', '/media/E1', '/still/E1/0', '/report/R1', '/events'])(
    'refuses %s without the cookie',
    async (path) => {
      expect((await raw(door.server.origin, { path })).status).toBe(403);
      expect((await raw(door.server.origin, { path, headers: { cookie: `${door.cookie}x` } })).status).toBe(403);
      expect((await raw(door.server.origin, { path, headers: { cookie: door.cookie.slice(0, -1) } })).status).toBe(403);
    },
  );

  it.each(['evil.example', 'localhost', '127.0.0.1', '127.0.0.1:1', '[::1]'])('refuses the Host %j even with the cookie', async (wrong) => {
    const answer = await raw(door.server.origin, { path: '/', headers: page({ host: wrong }) });
    expect([400, 421]).toContain(answer.status);
    expect((await post(fromPage({ host: wrong }))).status).toBeGreaterThanOrEqual(400);
    expect(door.app.calls).toEqual([]);
  });

  it.each(['https://evil.example', 'null', 'http://localhost', 'http://127.0.0.1', 'http://127.0.0.1:1'])(
    'refuses the Origin %s',
    async (origin) => {
      expect((await post(fromPage({ origin }))).status).toBe(403);
      expect((await raw(door.server.origin, { path: '/media/E1', headers: page({ origin }) })).status).toBe(403);
      expect(door.app.calls).toEqual([]);
    },
  );

  it.each(['cross-site', 'same-site'])('refuses what the browser itself calls %s', async (site) => {
    expect((await raw(door.server.origin, { path: '/', headers: page({ 'sec-fetch-site': site }) })).status).toBe(403);
  });

  it('refuses a call without Origin, or without the header that only our page can add', async () => {
    const without = (name: string): Record<string, string> =>
      Object.fromEntries(Object.entries(fromPage()).filter(([key]) => key !== name));
    const noOrigin = without('origin');
    const noHeader = without('x-penumbra');
    expect((await post(noOrigin)).status).toBe(403);
    expect((await post(noHeader)).status).toBe(403);
    expect((await post(noHeader, 'abc', '/import?name=a')).status).toBe(403);
    expect((await post(noHeader, 'abc', '/pack?name=a')).status).toBe(403);
    expect([door.app.calls, door.app.imported]).toEqual([[], []]);
    expect((await post(fromPage())).status).toBe(200);
  });

  it('answers no preflight', async () => {
    const headers = {
      origin: 'https://evil.example',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'x-penumbra',
    };
    for (const given of [headers, fromPage()]) {
      const answer = await raw(door.server.origin, { method: 'OPTIONS', path: '/call/app.info', headers: given });
      expect([403, 405]).toContain(answer.status);
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
    }
  });

  it('puts its policy on every answer, refusals too', async () => {
    const answers = [
      await raw(door.server.origin, { path: '/', headers: page() }),
      await raw(door.server.origin, { path: '/' }),
      await raw(door.server.origin, { path: '/media/E9', headers: page() }),
      await post(fromPage()),
      await raw(door.server.origin, { method: 'DELETE', path: '/', headers: fromPage() }),
    ];
    for (const { headers } of answers) {
      const policy = headers['content-security-policy'] ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toMatch(/unsafe|\*|https?:|data:/);
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      });
    }
  });
});

describe('files of the interface', () => {
  it('serves them with their types, and HEAD without a body', async () => {
    const index = await raw(door.server.origin, { path: '/', headers: page() });
    expect([index.status, index.headers['content-type'], index.body.toString()]).toEqual([
      200,
      'text/html; charset=utf-8',
      '<!doctype html><title>Penumbra</title>',
    ]);
    const script = await raw(door.server.origin, { path: '/assets/main-1a2B_.js?v=1', headers: page() });
    expect([script.status, script.headers['content-type']]).toEqual([200, 'text/javascript; charset=utf-8']);
    const head = await raw(door.server.origin, { method: 'HEAD', path: '/', headers: page() });
    expect([head.status, head.headers['content-length'], head.body.length]).toEqual([200, '38', 0]);
  });

  it.each([
    '/../secret.js',
    '/assets/../../secret.js',
    '/%2e%2e/secret.js',
    '/..%2fsecret.js',
    '/assets/..%5c..%5csecret.js',
    '/assets/%252e%252e/secret.js',
    '/link.js',
    '/assets',
    '/assets/',
    '/assets/notes.txt',
    '/assets/main-1a2B_.js%00.html',
    '/no.html',
    '/index.html/x.js',
  ])('has nothing at %s', async (path) => {
    const answer = await raw(door.server.origin, { path, headers: page() });
    expect([answer.status, answer.body.length]).toEqual([404, 0]);
    expect(door.unknown).toEqual([]);
  });

  it.each(['//evil.example/', 'http://evil.example/', '*', '//'])('does not understand the target %s', async (path) => {
    const answer = await raw(door.server.origin, { path, headers: page() });
    expect(answer.status).toBe(400);
  });

  it.each([
    ['DELETE', '/'],
    ['POST', '/'],
    ['PUT', '/media/E1'],
    ['GET', '/call/app.info'],
    ['GET', '/import?name=a'],
    ['HEAD', '/events'],
    ['POST', '/events'],
  ])('refuses %s %s', async (method, path) => {
    const answer = await raw(door.server.origin, { method, path, headers: fromPage() });
    expect(answer.status).toBe(405);
  });
});
