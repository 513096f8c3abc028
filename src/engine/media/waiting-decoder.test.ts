import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import * as clips from '../../../tests/fixtures/make-clips.ts';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import { confinementHere } from '../../base/node/confine.ts';
import { readPacketTable, type PacketTable } from './packet-table.ts';
import { readPackets, readRange } from './packet-reader.ts';
import { probe } from './probe.ts';
import { QuickStills } from './quick-stills.ts';
import type { StillSource } from './stills.ts';
import { findTools } from './tools.ts';
import { WaitingDecoder } from './waiting-decoder.ts';

const folder = tempFolder();
const tools = await findTools();
const path = await clips.h264Clip(folder, 'waiting.mp4');
const { facts, index } = await probe(path, tools);
const source: StillSource = { path, tools, facts, ...index! };
const table = (await readPacketTable(source))!;
const film = { ffmpegPath: tools.ffmpegPath, facts, table, pushers: (await readRange(path, table, 0, 5))! };

/** Of this process's descendants: those that decode from a pipe. */
function waiting(): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8').replace(/^.*\) /, '');
      parents.set(Number(name), Number(stat.split(' ')[1]));
    } catch {
      // It ended while it was looked at.
    }
  }
  const isOurs = (pid: number): boolean => pid === process.pid || (pid > 1 && isOurs(parents.get(pid) ?? 0));
  return [...parents.keys()].filter((pid) => {
    if (pid === process.pid || !isOurs(pid)) return false;
    try {
      return (
        readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8').includes('pipe:0') &&
        readlinkSync(`/proc/${String(pid)}/exe`).includes('ffmpeg')
      );
    } catch {
      return false;
    }
  });
}

describe('a decoder that waits', async () => {
  const decoder = await WaitingDecoder.start(film);
  afterAll(() => decoder.close());

  it('goes on after a run that was given up, and gives each run its own frames', async () => {
    const end = new AbortController();
    const left = decoder.run((await readPackets(path, table, 0, 40))!, 0, 40, end.signal);
    end.abort(new Error('elsewhere'));
    await expect(left).rejects.toThrow('elsewhere');
    const stills = await decoder.run((await readPackets(path, table, 30, 31))!, 30, 31);
    expect([...stills.keys()].sort()).toEqual([30, 31]);
    expect(decoder.isBroken).toBe(false);
  });

  it.skipIf(confinementHere().bwrap === null)('has no file of ours in its sight, the exhibit least of all', () => {
    const [pid] = waiting();
    const seen = readdirSync(`/proc/${String(pid)}/root`);
    expect(seen).toContain('usr');
    expect(seen.filter((name) => ['tmp', 'home', 'root', 'work', 'var'].includes(name))).toEqual([]);
    expect(() => readFileSync(join(`/proc/${String(pid)}/root`, path))).toThrow(/ENOENT/);
  });

  it('breaks at the first complaint, and is not asked again', async () => {
    const damaged = await WaitingDecoder.start(film);
    const reading = (await readPackets(path, table, 20, 20))!;
    const packets = (await reading.packets)!;
    const hit = { ...packets, needed: packets.needed.map((packet) => ({ ...packet, data: Buffer.from(packet.data) })) };
    for (const { data } of hit.needed) data.fill(0xa5, 12);
    await expect(damaged.run({ ...reading, packets: Promise.resolve(hit) }, 20, 20)).rejects.toMatchObject({ name: 'NotThisWay' });
    expect(damaged.isBroken).toBe(true);
    await damaged.close();
  });
});

it.skipIf(process.platform !== 'linux')('leaves no process behind when it is closed', async () => {
  const before = waiting();
  const quick = new QuickStills();
  await quick.decode(source, 0, 0);
  expect(await quick.isQuick(path)).toBe(true);
  expect(waiting().length).toBeGreaterThan(before.length);
  await quick.close();
  expect(waiting()).toEqual(before);
});

it.skipIf(process.platform !== 'linux')(
  'gives its process back after two minutes without a jump, and starts one for the next',
  async () => {
    const before = waiting();
    const quick = new QuickStills();
    const usual = await quick.decode(source, 30, 30);
    expect(await quick.isQuick(path)).toBe(true);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      await quick.decode(source, 10, 10);
      vi.advanceTimersByTime(119_000);
      await quick.decode(source, 20, 20);
      vi.advanceTimersByTime(119_999);
      await quick.isQuick(path);
      expect(waiting().length).toBe(before.length + 1);
      vi.advanceTimersByTime(1);
    } finally {
      vi.useRealTimers();
    }
    await vi.waitFor(() => expect(waiting()).toEqual(before));
    expect(Buffer.compare((await quick.decode(source, 30, 30)).get(30)!, usual.get(30)!)).toBe(0);
    expect(waiting().length).toBe(before.length + 1);
    expect(await quick.isQuick(path)).toBe(true);
    await quick.close();
  },
);

it.skipIf(process.platform !== 'linux')('leaves no process behind when it is closed while a film is still being proved', async () => {
  const before = waiting();
  const quick = new QuickStills();
  await quick.decode(source, 0, 0);
  await quick.close();
  expect(waiting()).toEqual(before);
  expect(await quick.isQuick(path)).toBe(false);
});

describe('packets', () => {
  const moved = (by: number): PacketTable => ({ ...table, position: table.position.map((at) => at + by) });

  it('are refused where their positions lie', async () => {
    expect(await readPackets(path, moved(3), 0, 10)).toBeNull();
    expect(await readPackets(path, moved(-5), 0, 10)).toBeNull();
    expect(await readPackets(path, moved(1e9), 0, 10)).toBeNull();
    expect(await readPackets(path, { ...table, sizeBytes: table.sizeBytes.map((size) => size - 1) }, 0, 10)).toBeNull();
    expect(await readPackets(path, { ...table, sizeBytes: table.sizeBytes.map(() => 32 << 20) }, 0, 10)).toBeNull();
  });

  it('are refused where only a later one lies elsewhere, when the first is already being decoded', async () => {
    const reading = (await readPackets(path, { ...table, position: table.position.map((at, n) => (n === 5 ? at + 3 : at)) }, 10, 10))!;
    expect(await reading.packets).toBeNull();
    const decoder = await WaitingDecoder.start(film);
    await expect(decoder.run(reading, 10, 10)).rejects.toMatchObject({ name: 'NotThisWay' });
    await decoder.close();
  });

  it('are left out where no other frame refers to them', async () => {
    const all = (await readRange(path, table, 0, table.packetOf[10]!))!;
    const { needed, following } = (await (await readPackets(path, table, 10, 10))!.packets)!;
    // From the key frame on without the B frames that no other frame is predicted from; the wanted one is such a frame itself.
    expect([all, needed].map((packets) => packets.map(({ frame }) => frame))).toEqual([
      [0, 4, 2, 1, 3, 8, 6, 5, 7, 11, 9, 10],
      [0, 4, 2, 8, 6, 11, 9, 10],
    ]);
    // This film's P frames refer to one frame each, which is never a B frame: in the place of those stands next to nothing.
    expect(needed.filter(({ data }) => data.length < 24).map(({ frame }) => frame)).toEqual([2, 6]);
    expect(needed.filter(({ data }) => all.some((packet) => packet.data.equals(data))).map(({ frame }) => frame)).toEqual([
      0, 4, 8, 11, 9, 10,
    ]);
    // Pictures of our own push it out.
    expect(following.map(({ frame }) => frame)).toEqual(Array.from({ length: 24 }, (_, n) => 12 + n));
    expect(Math.max(...following.map(({ data }) => data.length))).toBeLessThan(24);
  });

  it('are the film itself where it is of a kind that is not followed', async () => {
    const { needed, following } = (await (await readPackets(path, { ...table, standIns: null }, 10, 10))!.packets)!;
    expect(needed.map(({ frame }) => frame)).toEqual([0, 4, 2, 8, 6, 11, 9, 10]);
    expect(Math.min(...needed.map(({ data }) => data.length))).toBeGreaterThan(24);
    // Only the frames that are shown later push it out.
    expect(following.map(({ frame }) => frame)).toEqual([12, 16, 14, 13, 15, 19, 17, 18]);
  });
});
