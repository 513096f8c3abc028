import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';
import { leftOut, PROFILE_LEFT_OUT } from './left-out.ts';
import { probe } from './probe.ts';
import { findTools } from './tools.ts';

vi.setConfig({ testTimeout: 120_000 });

const folder = tempFolder();
const tools = await findTools();

async function warningsOf(name: string, frames: number, args: readonly string[]): Promise<readonly string[]> {
  const path = join(folder, name);
  const source = `testsrc2=size=64x64:rate=10,trim=end_frame=${String(frames)}`;
  execFileSync(tools.ffmpegPath, ['-v', 'error', '-y', '-f', 'lavfi', '-i', source, ...args, path]);
  return (await probe(path, tools)).facts.warnings;
}

describe('what a picture holds and is not measured', () => {
  const depth = (bits: number) => `Its values have ${String(bits)} bits; they are shown and measured with 8.`;
  const alpha = 'It can hold transparency: what is transparent is shown and measured as if it were opaque.';
  const hdr = ['-color_primaries', 'bt2020', '-colorspace', 'bt2020nc'];
  it.each<[string, number, string[], string[]]>([
    ['plain.mp4', 3, ['-c:v', 'libx264', '-pix_fmt', 'yuv420p'], []],
    ['plain.png', 1, ['-pix_fmt', 'rgb24'], []],
    ['deep.mp4', 3, ['-c:v', 'libx264', '-pix_fmt', 'yuv420p10le'], [depth(10)]],
    ['deep.png', 1, ['-pix_fmt', 'rgb48be'], [depth(16)]],
    ['alpha.png', 1, ['-pix_fmt', 'rgba'], [alpha]],
    ['alpha.webm', 3, ['-c:v', 'libvpx-vp9', '-pix_fmt', 'yuva420p'], [alpha]],
    ['both.mov', 3, ['-c:v', 'prores_ks', '-profile:v', '4444', '-pix_fmt', 'yuva444p10le'], [depth(12), alpha]],
  ])('%s', async (name, frames, args, expected) => {
    expect(await warningsOf(name, frames, args)).toEqual(expected);
  });

  it.each([
    ['smpte2084', 'PQ'],
    ['arib-std-b67', 'HLG'],
  ])('a film with the transfer curve %s', async (curve, name) => {
    const args = ['-c:v', 'libx264', '-pix_fmt', 'yuv420p10le', ...hdr, '-color_trc', curve];
    const [first, second, third, ...more] = await warningsOf(`${curve}.mp4`, 3, args);
    expect(first).toBe(depth(10));
    expect(second).toContain(`a high dynamic range (${name}, `);
    expect(third).toContain('the primaries of BT.2020');
    expect(more).toEqual([]);
  });

  it.each<[string, string[], RegExp]>([
    ['wide.mp4', ['-color_primaries', 'smpte432'], /^Its colours have the primaries of Display P3: .* paler than meant\.$/],
    ['narrow.mp4', ['-vf', 'setsar=4/3'], /^Its pixels are not square \(4 : 3\): .* looks narrower than meant\.$/],
    ['high.mp4', ['-vf', 'setsar=8/9'], /^Its pixels are not square \(8 : 9\): .* looks wider than meant\.$/],
    ['fields.mp4', ['-flags', '+ilme+ildct'], /^It is interlaced: /],
  ])('%s', async (name, args, expected) => {
    expect(await warningsOf(name, 3, ['-c:v', 'libx264', '-pix_fmt', 'yuv420p', ...args])).toEqual([expect.stringMatching(expected)]);
  });

  it('a photograph with a colour profile', async () => {
    await warningsOf('bare.jpg', 1, []);
    const bytes = readFileSync(join(folder, 'bare.jpg'));
    // ICC.1:2022 section B.4; nothing reads what is in it.
    const body = Buffer.concat([Buffer.from('ICC_PROFILE\0\x01\x01', 'latin1'), Buffer.alloc(128)]);
    const path = join(folder, 'profile.jpg');
    writeFileSync(path, Buffer.concat([bytes.subarray(0, 2), Buffer.from([0xff, 0xe2, 0, body.length + 2]), body, bytes.subarray(2)]));
    expect((await probe(path, tools)).facts.warnings).toEqual([PROFILE_LEFT_OUT]);
  });

  it('the black of a picture for print is no transparency', () => {
    // Four components of a JPEG, as ImageMagick writes them: ffmpeg gives them as colours with a fourth plane.
    expect(leftOut({ index: 0, codec_name: 'mjpeg', pix_fmt: 'yuva444p' }, false, 0)).toEqual([]);
  });
});
