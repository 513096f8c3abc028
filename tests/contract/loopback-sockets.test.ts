/** What the loopback server does with sockets that speak no proper HTTP, or hold lines for nothing. */
import { connect, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { loopbackDoor } from '../helpers/loopback-door.ts';

const door = loopbackDoor();
const { host, page, talk } = door;

const lines = (...all: readonly string[]): string => `${all.join('\r\n')}\r\n\r\n`;
const own = (): string[] => [
  `Host: ${host()}`,
  `Origin: ${door.server.origin}`,
  `Cookie: ${door.cookie}`,
  'X-Penumbra: 1',
  'Content-Type: application/json',
];
const call = (...more: readonly string[]): string => lines('POST /call/app.info HTTP/1.1', ...own(), ...more);
const statuses = (answer: string): string[] => answer.match(/HTTP\/1\.1 \d{3}/g) ?? [];

/** Never with success, and never passed on. */
async function refused(text: string): Promise<void> {
  const { answer } = await talk(text);
  expect(statuses(answer).filter((status) => status.endsWith('200'))).toEqual([]);
  expect([door.app.calls, door.app.imported, door.unknown]).toEqual([[], [], []]);
}

describe('bodies whose length is told twice, or wrongly', () => {
  const inner = (): string => `${call('Content-Length: 2')}{}`;

  it.each([
    ['a length and chunks', ['Content-Length: 4', 'Transfer-Encoding: chunked']],
    ['chunks and a length', ['Transfer-Encoding: chunked', 'Content-Length: 4']],
    ['two lengths', ['Content-Length: 4', 'Content-Length: 400']],
    ['a list of lengths', ['Content-Length: 4, 400']],
    ['chunks that are not the last coding', ['Transfer-Encoding: chunked, identity']],
    ['an unknown coding', ['Transfer-Encoding: xchunked']],
    ['a space before the colon', ['Transfer-Encoding : chunked']],
    ['a folded header', ['Transfer-Encoding:', ' chunked']],
    ['a negative length', ['Content-Length: -1']],
    ['a length with a sign', ['Content-Length: +4']],
    ['a length in sixteens', ['Content-Length: 0x4']],
    ['a length of 2^64 and more', ['Content-Length: 18446744073709551620']],
  ])('%s: nothing is called, nor what stands behind it', (_name, headers) => refused(`${call(...headers)}0\r\n\r\n${inner()}`));

  it.each([
    'fffffffffffffffff\r\n',
    'ffffffffffffffff\r\n{',
    '-1\r\n{}',
    `1;${'x'.repeat(200_000)}\r\n{`,
    '2\n{}\n0\n\n',
    '2\r\n{}x\r\n0\r\n\r\n',
  ])('the chunk %#', (chunk) => refused(`${call('Transfer-Encoding: chunked')}${chunk}`));
});

describe('heads', () => {
  it.each([
    ['of another host', () => lines('GET http://evil.example/ HTTP/1.1', ...own())],
    ['that names this host', () => lines(`GET http://${host()}/ HTTP/1.1`, ...own())],
    ['of an authority', () => lines(`CONNECT ${host()} HTTP/1.1`, ...own())],
    ['of a star', () => lines('OPTIONS * HTTP/1.1', ...own())],
    ['of another server', () => lines('GET //evil.example/ HTTP/1.1', ...own())],
    ['of HTTP/2', () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['without a host', () => lines('GET / HTTP/1.1', ...own().slice(1))],
    ['of HTTP/1.0 without a host', () => lines('GET / HTTP/1.0', ...own().slice(1))],
    ['of two hosts', () => lines('GET / HTTP/1.1', ...own(), 'Host: evil.example')],
    ['of two equal hosts', () => lines('GET / HTTP/1.1', ...own(), `Host: ${host()}`)],
    ['with the host in capitals and a dot', () => lines('GET / HTTP/1.1', `Host: ${host()}.`, ...own().slice(1))],
    ['with a zero in it', () => lines('GET / HTTP/1.1', ...own(), 'X: a\0b')],
    ['with bare line ends', () => `GET / HTTP/1.1\n${own().join('\n')}\n\n`],
    ['of 100,000 headers', () => lines('GET / HTTP/1.1', ...own(), ...Array.from({ length: 100_000 }, (_, k) => `A${String(k)}: b`))],
    ['of ten megabytes', () => lines('GET / HTTP/1.1', ...own(), `X: ${'x'.repeat(10_000_000)}`)],
    ['with an address of ten megabytes', () => lines(`GET /${'x'.repeat(10_000_000)} HTTP/1.1`, ...own())],
  ])('a head %s', (_name, text) => refused(text()));

  it.each([
    ['websocket', 'Origin: http://evil.example'],
    ['websocket', null],
    ['h2c', null],
  ])('there is nothing to upgrade to %s', async (protocol, foreign) => {
    const headers = foreign === null ? own() : [...own().filter((header) => !header.startsWith('Origin')), foreign];
    const asked = lines(
      'GET /events HTTP/1.1',
      ...headers,
      `Upgrade: ${protocol}`,
      'Connection: Upgrade',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
    );
    expect((await talk(asked)).answer).toBe('');
  });

  it('requests of the window one behind the other are answered in order, each judged by itself', async () => {
    const last = lines('GET / HTTP/1.1', `Host: ${host()}`);
    const { answer } = await talk(`${call('Content-Length: 2')}{}${lines('GET /nothing.js HTTP/1.1', ...own())}${last}`);
    expect(statuses(answer)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 404', 'HTTP/1.1 403']);
  });
});

it('of 1,000 connections that say nothing, half a line or half a head 64 are held at most, and all are gone within twenty seconds; the window hears on', async () => {
  const half = ['', 'GET /', 'GET / HTTP/1.1\r\nHost: '];
  const { answer, socket } = await talk(lines('GET /events HTTP/1.1', ...own()), 'retry: 500');
  expect(answer).toContain('200 OK');
  let heard = '';
  socket.on('data', (chunk: Buffer) => (heard += chunk.toString()));
  const open = new Set<Socket>();
  for (let k = 0; k < 1000; k += 1) {
    const one = connect(Number(new URL(door.server.origin).port), '127.0.0.1');
    open.add(one);
    one.on('error', () => undefined);
    one.on('close', () => open.delete(one));
    one.write(half[k % half.length] ?? '');
  }
  await expect.poll(() => open.size, { timeout: 10_000 }).toBeLessThan(64);
  door.app.emit({ type: 'custody.appended', seq: 1, hash: 'flooded' });
  await expect.poll(() => heard).toContain('flooded');
  await expect.poll(() => open.size, { timeout: 20_000 }).toBe(0);
  const entered = await talk(lines('GET / HTTP/1.1', `Host: ${host()}`, `Cookie: ${page().cookie ?? ''}`), 'Penumbra');
  expect(statuses(entered.answer)).toEqual(['HTTP/1.1 200']);
  for (const one of [socket, entered.socket]) one.destroy();
  expect(door.unknown).toEqual([]);
});
