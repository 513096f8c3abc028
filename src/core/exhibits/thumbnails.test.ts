import { chmodSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { openApp } from '../../../tests/helpers/examine.ts';
import { seedCase } from '../../../tests/helpers/seeded-case.ts';
import { makePicture } from '../../../tests/helpers/small-media.ts';
import { tempFolder } from '../../../tests/helpers/temp-folder.ts';

vi.setConfig({ testTimeout: 60_000 });

it('says that the exhibit is missing where its file is gone, not that a tool failed', async () => {
  const folder = tempFolder();
  const picture = join(folder, 'picture.png');
  makePicture(picture);
  const caseFolder = await seedCase({ dataFolder: join(folder, 'data'), files: [picture] });
  const app = await openApp(join(folder, 'data'));
  try {
    await app.openCaseAt(caseFolder);
    const stored = join(
      caseFolder,
      'exhibits',
      readdirSync(join(caseFolder, 'exhibits')).find((name) => /^[0-9a-f]{64}$/.test(name)) ?? '',
    );
    chmodSync(stored, 0o700);
    rmSync(join(stored, 'original.png'));
    await expect(app.thumbnail('E1')).rejects.toMatchObject({ code: 'EXHIBIT_MISSING', detail: 'E1' });
  } finally {
    await app.close();
  }
});
