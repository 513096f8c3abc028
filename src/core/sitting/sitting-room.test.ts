import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import { must } from '../../base/assert.ts';
import type { AppEvent, Input, Output, ProcedureName } from '../../contract/index.ts';
import type { Application } from '../application.ts';
import { createApp } from '../app.ts';
import { createSelfSignedIdentity } from '../report/self-signed.ts';

const PASSPHRASE = 'open sesame 7';
const NOW = new Date('2026-03-04T05:06:07.000Z');
const MINUTE = 60_000;
let pkcs12Base64 = '';
beforeAll(async () => {
  pkcs12Base64 = Buffer.from(await createSelfSignedIdentity({ commonName: 'Demo Examiner', passphrase: PASSPHRASE, now: NOW })).toString(
    'base64',
  );
});

let root: string;
let app: Application;
let now: Date;
let events: AppEvent[];
const ports = () => ({
  door: 'cli' as const,
  dataFolder: join(root, 'data'),
  version: '0.1.0',
  now: () => now,
  spawnEngine: () => {
    throw new Error('no engine in this test');
  },
});
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
  root = tempFolder();
  now = NOW;
  events = [];
  app = await createApp(ports());
  app.subscribe((event) => events.push(event));
});
afterEach(async () => {
  await app.close();
  vi.useRealTimers();
});

async function ask<K extends ProcedureName>(name: K, input: Input<K>): Promise<Output<K>> {
  const answer = await app.call(name, input);
  if (!answer.ok) throw Object.assign(new Error(answer.error.code), answer.error);
  return answer.value as Output<K>;
}
const imported = () => ask('sitting.importIdentity', { pkcs12Base64, passphrase: PASSPHRASE });
const unlock = (passphrase = PASSPHRASE) => ask('sitting.unlock', { passphrase });
const pass = async (ms: number): Promise<void> => {
  now = new Date(now.getTime() + ms);
  await vi.advanceTimersByTimeAsync(ms);
};
const acts = async () =>
  (await ask('custody.entries', { fromSeq: 1, limit: 100 }))
    .filter(({ action }) => action.startsWith('sitting.'))
    .map(({ action, payload }) => `${action} ${(payload as { why?: string }).why ?? ''}`.trim());

describe("the examiner's identity", () => {
  it('is kept as it came, for its owner alone, and says what its certificate says', async () => {
    expect((await ask('sitting.state', {})).identity).toBeNull();
    const { identity, unlocked } = await imported();
    expect(identity).toMatchObject({
      commonName: 'Demo Examiner',
      issuer: 'CN=Demo Examiner',
      key: 'RSA, 3072 bits',
      notAfter: '2031-03-04T00:00:00.000Z',
      importedAtUtc: NOW.toISOString(),
      standing: 'in-force',
    });
    expect(unlocked).toBeNull();
    expect(readFileSync(join(root, 'data/examiner.p12')).toString('base64')).toBe(pkcs12Base64);
    expect(statSync(join(root, 'data/examiner.p12')).mode & 0o777).toBe(0o600);
    for (const name of readdirSync(join(root, 'data')))
      expect(readFileSync(join(root, 'data', name)).includes(PASSPHRASE), name).toBe(false);
  });

  it.each([
    ['2031-02-01T00:00:00Z', 'in-force'],
    ['2031-02-03T00:00:00Z', 'expires-soon'],
    ['2031-03-04T00:00:01Z', 'expired'],
    ['2026-03-03T23:59:59Z', 'not-yet'],
  ])('stands at %s as %s', async (at, standing) => {
    await imported();
    now = new Date(at);
    expect((await ask('sitting.state', {})).identity?.standing).toBe(standing);
  });

  it('is not replaced by what cannot be opened, and is gone when it is removed', async () => {
    await imported();
    await expect(ask('sitting.importIdentity', { pkcs12Base64, passphrase: 'wrong' })).rejects.toMatchObject({
      code: 'IDENTITY_UNREADABLE',
    });
    expect((await unlock()).unlocked).not.toBeNull();
    expect(await ask('sitting.removeIdentity', {})).toMatchObject({ identity: null, unlocked: null });
    expect(readdirSync(join(root, 'data')).filter((name) => name.startsWith('examiner'))).toEqual([]);
    await expect(unlock()).rejects.toMatchObject({ code: 'IDENTITY_NONE' });
  });

  it('is not opened when another file lies in its place, or out of its term', async () => {
    await imported();
    now = new Date('2032-01-01T00:00:00Z');
    await expect(unlock()).rejects.toMatchObject({ code: 'IDENTITY_UNUSABLE' });
    now = NOW;
    writeFileSync(join(root, 'data/examiner.p12'), 'another');
    await expect(unlock()).rejects.toMatchObject({ code: 'IDENTITY_UNREADABLE' });
  });

  it('makes whoever guesses wait, longer each time', async () => {
    await imported();
    for (let i = 0; i < 3; i += 1) await expect(unlock('guess')).rejects.toMatchObject({ code: 'IDENTITY_PASSPHRASE_WRONG' });
    await expect(unlock()).rejects.toMatchObject({ code: 'IDENTITY_TRIES_PAUSED', detail: '2 s' });
    await pass(2001);
    await expect(unlock('guess')).rejects.toMatchObject({ code: 'IDENTITY_PASSPHRASE_WRONG' });
    await expect(unlock()).rejects.toMatchObject({ code: 'IDENTITY_TRIES_PAUSED', detail: '4 s' });
    await pass(4001);
    expect((await unlock()).unlocked).not.toBeNull();
  });
});

describe('a sitting', () => {
  it('ends when nothing is done for too long, and not before', async () => {
    await imported();
    expect((await unlock()).unlocked).toEqual({ sinceUtc: NOW.toISOString(), untilUtc: '2026-03-04T05:21:07.000Z' });
    await pass(14 * MINUTE);
    expect((await ask('sitting.extend', {})).unlocked?.untilUtc).toBe('2026-03-04T05:35:07.000Z');
    await pass(14 * MINUTE);
    expect((await ask('sitting.state', {})).unlocked).not.toBeNull();
    await pass(MINUTE);
    await vi.waitFor(() => expect(events.at(-1)).toMatchObject({ type: 'sitting.changed', sitting: { unlocked: null } }), 20_000);
  });

  it('is not drawn out by a clock that is set back', async () => {
    await imported();
    await unlock();
    now = new Date(now.getTime() - 60 * MINUTE);
    await vi.advanceTimersByTimeAsync(15 * MINUTE);
    expect((await ask('sitting.state', {})).unlocked).toBeNull();
  });

  it('is over at once when a machine that slept wakes', async () => {
    await imported();
    await unlock();
    now = new Date(now.getTime() + 8 * 60 * MINUTE);
    expect((await ask('sitting.extend', {})).unlocked).toBeNull();
  });

  it('has the length that is set', async () => {
    await imported();
    await ask('sitting.configure', { lockAfterMinutes: 2, lockWithCase: false });
    await unlock();
    await pass(2 * MINUTE);
    expect((await ask('sitting.state', {})).unlocked).toBeNull();
  });

  it('stands in the ledger of the case that is open, from beginning to end', async () => {
    await imported();
    await ask('cases.create', { name: 'One', examiner: 'Demo Examiner' });
    const { identity } = await unlock();
    expect(await acts()).toEqual(['sitting.started']);
    const entry = must((await ask('custody.entries', { fromSeq: 2, limit: 1 }))[0], 'the second entry');
    expect(entry.payload).toEqual({ signer: 'Demo Examiner', certificateSha256: identity?.sha256, sinceUtc: NOW.toISOString() });
    await ask('sitting.lock', {});
    await unlock();
    await pass(15 * MINUTE);
    await unlock();
    await ask('sitting.removeIdentity', {});
    expect(await acts()).toEqual([
      'sitting.started',
      'sitting.ended locked',
      'sitting.started',
      'sitting.ended idle',
      'sitting.started',
      'sitting.ended identity-removed',
    ]);
  });

  it('goes on into the next case, or ends with the case, as is set', async () => {
    await imported();
    const one = await ask('cases.create', { name: 'One', examiner: 'Demo Examiner' });
    await unlock();
    await ask('cases.create', { name: 'Two', examiner: 'Demo Examiner' });
    expect(await acts()).toEqual(['sitting.started']);
    await ask('sitting.configure', { lockAfterMinutes: 15, lockWithCase: true });
    await ask('cases.close', {});
    expect((await ask('sitting.state', {})).unlocked).toBeNull();
    await ask('cases.open', { caseId: one.case.id });
    expect(await acts()).toEqual(['sitting.started', 'sitting.ended case-closed']);
    const said = await ask('cases.verify', {});
    expect(said).toMatchObject({
      ok: true,
      seals: [{ seq: 3, entry: 4, signer: 'CN=Demo Examiner', intact: { ok: true }, valid: { ok: true } }],
    });
  });

  it('says so where a case that is closed cannot be sealed, and closes it all the same', async () => {
    await imported();
    const { case: it } = await ask('cases.create', { name: 'One', examiner: 'Demo Examiner' });
    await unlock();
    const [folder = ''] = readdirSync(join(root, 'data/cases'));
    rmSync(join(root, 'data/cases', folder, 'seals'), { recursive: true, force: true });
    writeFileSync(join(root, 'data/cases', folder, 'seals'), 'in the way');
    const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    await ask('cases.close', {});
    expect(logged).toHaveBeenCalledOnce();
    logged.mockRestore();
    expect(events.filter(({ type }) => type === 'cases.leftUnsealed')).toMatchObject([{ name: 'One', error: { code: 'APP_INTERNAL' } }]);
    rmSync(join(root, 'data/cases', folder, 'seals'));
    await ask('cases.open', { caseId: it.id });
    expect(await acts()).toEqual(['sitting.started', 'sitting.ended case-closed', 'sitting.started']);
  });

  it('ends with the program', async () => {
    await imported();
    const { case: it } = await ask('cases.create', { name: 'One', examiner: 'Demo Examiner' });
    await unlock();
    await app.close();
    app = await createApp(ports());
    expect((await ask('sitting.state', {})).unlocked).toBeNull();
    await ask('cases.open', { caseId: it.id });
    expect(await acts()).toEqual(['sitting.started', 'sitting.ended quit']);
    expect((await ask('cases.verify', {})).seals).toHaveLength(1);
    const [folder] = readdirSync(join(root, 'data/cases'));
    const database = readFileSync(join(root, 'data/cases', folder ?? '', 'case.sqlite'));
    expect(database.includes(PASSPHRASE)).toBe(false);
  });

  it('is what signs a report that asks for it, and nothing is signed while it is locked', async () => {
    await imported();
    await ask('cases.create', { name: 'One', examiner: 'Demo Examiner' });
    await expect(ask('report.export', { identity: 'sitting', remarks: null })).rejects.toMatchObject({ code: 'IDENTITY_LOCKED' });
  });
});
