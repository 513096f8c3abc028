import { expect, it } from 'vitest';
import { checkEvidence, hashFile, type Item } from './evidence.ts';

/** Of the Web's own digest: not the code that is tested. */
async function digestOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
/** Stands for a hash: only equality counts here. */
const sha256 = (text: string): string => `hash of ${text}`;
const item = (id: string, originalName: string, content: string): Item => ({
  id,
  originalName,
  sizeBytes: content.length,
  hashes: { sha256: sha256(content) },
});
const file = (name: string, content: string) => ({ name, sizeBytes: content.length, sha256: sha256(content) });

it('hashes a file piece by piece and says how far it is', async () => {
  const steps: number[] = [];
  const hashed = await hashFile(new File([new Uint8Array(300_000)], 'zeros.bin'), (done) => steps.push(done));
  expect(hashed).toEqual({
    name: 'zeros.bin',
    sizeBytes: 300_000,
    sha256: await digestOf(new Uint8Array(300_000)),
  });
  expect(steps.at(-1)).toBe(300_000);
});

it('knows a file by its content, and a changed one by its name', () => {
  const items = [item('E1', 'a.mp4', 'one'), item('E2', 'b.wav', 'two'), item('E3', 'c.jpg', 'three')];
  const checked = checkEvidence(items, [file('renamed.mp4', 'one'), file('b.wav', 'TWO'), file('stranger.txt', 'x')]);
  expect(checked.items.map(({ item: { id }, state }) => `${id} ${state}`)).toEqual(['E1 same', 'E2 differs', 'E3 not given']);
  expect(checked.items[1]?.words).toContain(`SHA-256 ${sha256('TWO')}: it is not the file that was examined`);
  expect(checked.strangers.map(({ name }) => name)).toEqual(['stranger.txt']);
});
