/** Every procedure is asked with inputs made by chance, fitting and wrong: each answer is a value or a typed refusal, and the case holds. */
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { chanceOf } from '../../scripts/hostile/random.ts';
import { type ProcedureName, procedures } from '../../src/contract/index.ts';
import { createApp } from '../../src/core/app.ts';
import { verifyCase } from '../../src/verify/case/verify-case.ts';
import { seedCase } from '../helpers/seeded-case.ts';
import { makeClip, makePicture, makeSound } from '../helpers/small-media.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { inputByChance } from '../helpers/wrong-input.ts';

const ROUNDS = 12;

it('no procedure breaks inside, whatever it is asked', async () => {
  const root = tempFolder();
  const media = join(root, 'media');
  const data = join(root, 'data');
  mkdirSync(media);
  makeClip(join(media, 'a.mp4'), 12);
  makePicture(join(media, 'b.png'));
  makeSound(join(media, 'c.wav'));
  const folder = await seedCase({ dataFolder: data, files: [media] });
  const app = await createApp({
    door: 'cli',
    dataFolder: data,
    version: '0.1.0',
    now: () => new Date(),
    spawnEngine: () => ({
      post: () => undefined,
      onMessage: () => undefined,
      onExit: (listener) => void setImmediate(() => listener(new Error('no engine in this test'))),
      terminate: () => Promise.resolve(),
    }),
  });
  const said: string[] = [];
  const logged = vi.spyOn(console, 'error').mockImplementation((...words: unknown[]) => void said.push(words.map(String).join(' ')));
  const { case: summary } = await app.openCaseAt(folder);
  const ids = {
    uuid: [summary.id],
    detector: ['blink', 'temporal', 'container', 'channels'],
    text: [folder, join(root, 'new.zip'), join(root, 'archives', 'a.zip'), media],
  };
  const chance = chanceOf(1);
  const names = (Object.keys(procedures) as ProcedureName[]).filter((name) => name !== 'providers.survey');
  const wrong: unknown[] = [];
  const codes = new Map<string, number>();
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const name of names) {
      const input = inputByChance(name, chance, ids);
      const answer = await app.call(name, input);
      const code = answer.ok ? 'ok' : answer.error.code;
      codes.set(code, (codes.get(code) ?? 0) + 1);
      if (code === 'APP_INTERNAL' || code === 'CASE_DAMAGED') wrong.push({ name, input, said: said.splice(0) });
      if (!app.holds(summary.id)) await app.openCaseAt(folder);
    }
  }
  logged.mockRestore();
  expect(wrong).toEqual([]);
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
  await app.close();
  expect((await verifyCase(folder)).problems).toEqual([]);
  expect(existsSync(join(folder, 'exhibits')) && readdirSync(join(folder, 'exhibits', '.incoming'))).toEqual([]);
});
