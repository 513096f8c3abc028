/** Who may use Electron's bridge, and what it never passes on. */
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { CHANNELS } from '../../src/contract/bridge.ts';
import { attachIpc } from '../../src/main/ipc.ts';
import { APP_ORIGIN, appProtocol } from '../../src/main/protocol.ts';
import { makeBridge } from '../../src/preload/bridge.ts';
import { FakeApplication } from '../helpers/fake-application.ts';
import { FakeIpc } from '../helpers/fake-electron.ts';

let picked: string | null = null;

function open(): { app: FakeApplication; ipc: FakeIpc; detach: () => void } {
  const app = new FakeApplication();
  const ipc = new FakeIpc();
  const detach = attachIpc({
    ipc: ipc.main,
    app,
    origin: APP_ORIGIN,
    pickFolder: () => Promise.resolve(picked),
    send: (channel, event) => ipc.send(channel, event),
  });
  return { app, ipc, detach };
}

describe('the bridge', () => {
  it.each([
    [null],
    [{ url: 'https://evil.example/', parent: null }],
    [{ url: 'app://penumbra.evil/', parent: null }],
    [{ url: 'app://penumbra/', parent: { url: 'app://penumbra/' } }],
    [{ url: '', parent: null }],
  ])('does not hear the sender %j', async (senderFrame) => {
    const { app, ipc } = open();
    ipc.senderFrame = senderFrame;
    const refused = { ok: false, error: { code: 'APP_BAD_REQUEST' } };
    expect(await ipc.renderer.invoke(CHANNELS.call, 'app.info', {})).toMatchObject(refused);
    expect(await ipc.renderer.invoke(CHANNELS.import, ['/etc/passwd'])).toMatchObject(refused);
    expect(await ipc.renderer.invoke(CHANNELS.pack, '/etc/passwd')).toMatchObject(refused);
    expect(await ipc.renderer.invoke(CHANNELS.pickCase)).toMatchObject(refused);
    expect([app.calls, app.importedPaths]).toEqual([[], []]);
  });

  it('checks names on the main side too, where a broken page could call directly', async () => {
    const { app, ipc } = open();
    for (const name of ['no.such', '__proto__', 7, null, undefined])
      expect(await ipc.renderer.invoke(CHANNELS.call, name, {})).toMatchObject({ ok: false, error: { code: 'APP_BAD_REQUEST' } });
    for (const paths of [[], [''], 'x', [1], null]) expect(await ipc.renderer.invoke(CHANNELS.import, paths)).toMatchObject({ ok: false });
    for (const path of ['', 1, null, ['/etc/passwd']]) expect(await ipc.renderer.invoke(CHANNELS.pack, path)).toMatchObject({ ok: false });
    expect([app.calls, app.importedPaths]).toEqual([[], []]);
  });

  it('takes no file that a script made up', async () => {
    const { app, ipc } = open();
    const bridge = makeBridge<File>(ipc.renderer, () => '');
    expect(await bridge.importFiles([new File(['x'], 'x.mp4')])).toMatchObject({ ok: false, error: { code: 'APP_BAD_REQUEST' } });
    expect(await bridge.addPack(new File(['x'], 'x.zip'))).toMatchObject({ ok: false, error: { code: 'APP_BAD_REQUEST' } });
    expect(app.importedPaths).toEqual([]);
  });

  it('gives the window five functions and no channel of its own choosing', () => {
    const { ipc } = open();
    expect(Object.keys(makeBridge<File>(ipc.renderer, () => '')).sort()).toEqual([
      'addPack',
      'call',
      'importFiles',
      'pickCase',
      'subscribe',
    ]);
  });

  it('opens the folder that the person picked without telling the window where it is', async () => {
    const { ipc } = open();
    const bridge = makeBridge<File>(ipc.renderer, () => '');
    picked = null;
    expect(await bridge.pickCase()).toEqual({ ok: true, value: null });
    picked = '/cases/secret place';
    const answer = await bridge.pickCase();
    expect(answer).toMatchObject({ ok: true, value: { case: { name: 'Opened' } } });
    expect(JSON.stringify(answer)).not.toContain('secret place');
  });

  it('hides the sender from listeners, and leaves nothing behind', () => {
    const { app, ipc, detach } = open();
    const seen: unknown[][] = [];
    const leave = makeBridge<File>(ipc.renderer, () => '').subscribe((...args) => seen.push(args));
    app.emit({ type: 'case.changed' });
    expect(seen).toEqual([[{ type: 'case.changed' }]]);
    leave();
    expect(ipc.listenerCount(CHANNELS.event)).toBe(0);
    detach();
    expect(app.listeners).toBe(0);
  });
});

describe('app://', () => {
  const handle = appProtocol(new FakeApplication(), tmpdir());

  it.each([
    ['app://evil/index.html', 'GET', 404],
    ['app://penumbra/../../etc/passwd', 'GET', 404],
    ['app://penumbra/%2e%2e/etc/passwd', 'GET', 404],
    ['app://penumbra/call/app.info', 'POST', 405],
    ['app://penumbra/media/E1', 'DELETE', 405],
  ])('%s %s', async (url, method, status) => {
    const answer = await handle(new Request(url, { method }));
    expect([answer.status, (await answer.arrayBuffer()).byteLength]).toEqual([status, 0]);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  });
});
