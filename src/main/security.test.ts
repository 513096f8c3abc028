import { describe, expect, it } from 'vitest';
import { FakeSession } from '../../tests/helpers/fake-electron.ts';
import { type GuardedContents, guardContents, guardSession, isOn } from './security.ts';

const ORIGIN = 'app://penumbra';

describe('isOn', () => {
  it.each([
    ['app://penumbra/', true],
    ['app://penumbra/index.html?x#y', true],
    ['app://penumbra.evil/', false],
    ['app://evil/app://penumbra/', false],
    ['https://penumbra/', false],
    ['file:///etc/passwd', false],
    ['not a url', false],
    ['', false],
  ])('%s', (url, expected) => {
    expect(isOn(url, ORIGIN)).toBe(expected);
  });
});

describe('the guarded window', () => {
  it('lets a page reload itself and go nowhere else', () => {
    const listeners = new Map<string, (event: { preventDefault(): void; url?: string }) => void>();
    let opening: (() => { action: 'deny' }) | undefined;
    const contents: GuardedContents = {
      on: (event, listener) => listeners.set(event, listener),
      setWindowOpenHandler: (handler) => (opening = handler),
    };
    guardContents(contents, ORIGIN);
    const prevented = (event: string, url?: string): boolean => {
      let stopped = false;
      listeners.get(event)?.({ preventDefault: () => (stopped = true), ...(url === undefined ? {} : { url }) });
      return stopped;
    };
    expect(prevented('will-navigate', 'app://penumbra/')).toBe(false);
    for (const event of ['will-navigate', 'will-redirect', 'will-frame-navigate'])
      expect(prevented(event, 'https://evil.example/')).toBe(true);
    expect(prevented('will-attach-webview')).toBe(true);
    expect(opening?.()).toEqual({ action: 'deny' });
  });

  it('grants nothing and loads nothing from elsewhere', () => {
    const session = new FakeSession();
    guardSession(session, ORIGIN);
    expect(session.granted).toEqual([false, false, false]);
    expect(session.downloadPrevented).toBe(true);
    expect(session.cancelled('app://penumbra/media/E1')).toBe(false);
    expect(session.cancelled('blob:app://penumbra/6b2c')).toBe(false);
    for (const url of ['https://evil.example/', 'file:///etc/passwd', 'ws://127.0.0.1/', 'blob:https://evil.example/1', 'data:text/html,x'])
      expect(session.cancelled(url)).toBe(true);
  });
});
