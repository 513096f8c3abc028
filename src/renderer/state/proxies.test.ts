import { beforeEach, describe, expect, it } from 'vitest';
import { ERROR_WORDS } from '../../contract/errors.ts';
import type { Exhibit, Proxy } from '../../contract/exhibits.ts';
import { ExhibitId } from '../../contract/values.ts';
import { CallError, type Transport } from '../transport/transport.ts';
import { Messages } from './messages.svelte.ts';
import { Proxies } from './proxies.svelte.ts';
import { Viewer } from './viewer.svelte.ts';

const tool = { name: 'ffprobe', version: '5.1' };
const facts = { container: 'avi', containerLong: null, durationUs: 360_000, bitRate: null, tags: {}, streams: [], warnings: [], tool };
const film: Exhibit = {
  id: ExhibitId.parse('E1'),
  kind: 'video',
  originalName: 'clip.avi',
  sizeBytes: 1000,
  hashes: { sha256: 'a'.repeat(64), sha1: 'b'.repeat(40), md5: 'c'.repeat(32) },
  importedAtUtc: '2026-01-01T00:00:00.000Z',
  sourceModifiedAtUtc: null,
  facts: { ...facts, kind: 'video' },
};
const proxy: Proxy = { exhibitId: film.id, name: 'E1-proxy.mp4', sizeBytes: 10, sha256: 'cd'.repeat(32), startUs: 0 };
const making = { exhibitId: film.id, stage: 'making', unit: 'frames', done: 1, total: 9 } as const;

let viewer: Viewer;
let messages: Messages;
let answers: Record<string, () => unknown>;
let proxies: Proxies;

beforeEach(() => {
  viewer = new Viewer();
  viewer.show(film);
  messages = new Messages();
  answers = {};
  const call = (name: string): Promise<unknown> => Promise.resolve().then(() => answers[name]?.());
  proxies = new Proxies({ call } as unknown as Transport, messages, viewer);
});

const shown = () => [viewer.proxy, viewer.playable, viewer.silent, proxies.making];

describe('a proxy that is there', () => {
  beforeEach(async () => {
    answers['exhibits.proxy'] = () => ({ proxy, making: null });
    await proxies.load(film);
  });

  it('is played only when the player has refused the original, or its sound', () => {
    expect(shown()).toEqual([null, true, false, null]);
    proxies.refused();
    expect(shown()).toEqual([proxy, true, false, null]);
    viewer.show(film);
    proxies.silent();
    expect(shown()).toEqual([proxy, true, false, null]);
  });

  it('that is refused too leaves the film to be decoded, until another is made', () => {
    proxies.refused();
    proxies.refused();
    expect(shown()).toEqual([proxy, false, false, null]);
    const anew = { ...proxy, name: 'E1-proxy-2.mp4' };
    proxies.ended(film.id, anew);
    expect(shown()).toEqual([anew, true, false, null]);
  });
});

describe('one that is made', () => {
  it('is played at once where the original was refused, whichever window asked for it', () => {
    proxies.refused();
    proxies.progressed(making);
    expect(shown()).toEqual([null, false, false, making]);
    proxies.ended(film.id, proxy);
    expect(shown()).toEqual([proxy, true, false, null]);
  });

  it('of another exhibit, or of one that plays, changes nothing in the picture', () => {
    proxies.progressed(making);
    proxies.ended(film.id, proxy);
    expect([shown(), proxies.stored]).toEqual([[null, true, false, null], proxy]);
    proxies.ended(ExhibitId.parse('E2'), { ...proxy, exhibitId: ExhibitId.parse('E2') });
    expect(proxies.stored).toBe(proxy);
  });

  it('and was cancelled is no error; anything else is', async () => {
    const fails = (code: 'PROXY_CANCELLED' | 'DISK_FULL') => () => {
      throw new CallError({ code, message: ERROR_WORDS[code] });
    };
    answers['exhibits.makeProxy'] = fails('PROXY_CANCELLED');
    await proxies.make(film);
    expect(messages.list).toEqual([]);
    answers['exhibits.makeProxy'] = fails('DISK_FULL');
    await proxies.make(film);
    expect(messages.list).toMatchObject([{ code: 'DISK_FULL' }]);
  });
});
