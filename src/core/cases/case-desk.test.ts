import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Ports } from '../ports.ts';
import { SettingsFile } from '../settings/settings.ts';
import { CaseDesk } from './case-desk.ts';

let folder = '';
let said: ReturnType<typeof vi.spyOn>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'penumbra-desk-'));
  said = vi.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});

function deskWhoseListFails(error: Error): CaseDesk {
  const settings = new SettingsFile(folder);
  vi.spyOn(settings, 'remember').mockRejectedValue(error);
  return new CaseDesk({
    ports: { dataFolder: folder, version: '0', door: 'cli', now: () => new Date(0) } as Ports,
    settings,
    emit: () => undefined,
    beforeClose: () => Promise.resolve(),
    afterOpen: () => undefined,
  });
}

describe('the list of cases cannot be written', () => {
  it.each(['ENOSPC', 'EROFS'])('%s: a case is still made and closed, and can be opened again', async (code) => {
    const desk = deskWhoseListFails(Object.assign(new Error(code), { code }));
    const path = join(folder, 'case');
    await desk.create(path, { name: 'Case', examiner: 'A. Person' });
    await desk.close();
    expect(desk.opened).toBeNull();
    expect((await desk.open(path)).case.name).toBe('Case');
    await desk.close();
    expect(said).toHaveBeenCalledWith('the list of cases could not be written:', expect.objectContaining({ code }));
  });

  it('another error is not passed over', async () => {
    const desk = deskWhoseListFails(new Error('not that'));
    await expect(desk.create(join(folder, 'case'), { name: 'Case', examiner: 'A. Person' })).rejects.toThrow('not that');
    desk.opened?.store.close();
  });
});
