import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tempFolder } from '../helpers/temp-folder.ts';

it('doctor prints its own lines alone, whatever drivers say while they are tried', () => {
  const home = tempFolder();
  const { stdout, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, '../../src/cli/index.ts'), 'doctor'], {
    encoding: 'utf8',
    env: { ...process.env, PENUMBRA_DATA: home },
  });
  const lines = stdout.trimEnd().split('\n');
  expect(lines.filter((line) => !/^(ok|absent|MISSING) +[\w -]+: /i.test(line))).toEqual([]);
  expect(lines.filter((line) => line.includes(' providers: '))).toMatchObject([expect.stringMatching(/^ok .*cpu accepted/)]);
  expect(stderr.split(/[\r\n]+/).filter((line) => !/^(checking [\w -]+)?$/.test(line.trim()))).toEqual([]);
});
