import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { makePicture } from '../../tests/helpers/small-media.ts';
import { tempFolder } from '../../tests/helpers/temp-folder.ts';
import type { AppEvent, CaseState } from '../contract/index.ts';
import type { Answer } from '../contract/index.ts';
import type { Application } from './application.ts';
import { createApp } from './app.ts';
import type { Ports } from './ports.ts';

const media = tempFolder();
const picture = join(media, 'picture.png');
makePicture(picture);

let root: string;
let ports: Ports;
let app: Application;

beforeEach(async () => {
  root = tempFolder();
  ports = {
    door: 'cli',
    dataFolder: join(root, 'data'),
    version: '0.1.0',
    now: () => new Date(),
    spawnEngine: () => {
      throw new Error('no engine in this test');
    },
  };
  app = await createApp(ports);
});
afterEach(async () => {
  await app.close();
});

const valueOf = (answer: Answer): unknown => {
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value;
};
const codeOf = (answer: Answer): string => (answer.ok ? 'ok' : answer.error.code);

describe('calls', () => {
  it('are refused when they are not in the contract, whatever their shape', async () => {
    expect(codeOf(await app.call('cases.open', { caseId: '../../etc' }))).toBe('APP_BAD_REQUEST');
    expect(codeOf(await app.call('cases.create', { name: 'x', examiner: 'y', more: 1 }))).toBe('APP_BAD_REQUEST');
    for (const name of ['toString', '__proto__', 'constructor', 'cases.burn'])
      expect(codeOf(await app.call(name as 'app.info', {}))).toBe('APP_BAD_REQUEST');
    expect(codeOf(await app.call('cases.state', {}))).toBe('CASE_NOT_OPEN');
    expect(codeOf(await app.call('cases.verify', {}))).toBe('CASE_NOT_OPEN');
    expect(codeOf(await app.call('cases.open', { caseId: '00000000-0000-4000-8000-000000000000' }))).toBe('CASE_NOT_FOUND');
  });

  it('that break inside say nothing about it outside, and everything in the log', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const broken = await createApp({
      ...ports,
      get dataFolder(): string {
        return ports.dataFolder;
      },
      now: () => {
        throw new Error('the clock stopped at /secret/path');
      },
    });
    expect(await broken.call('cases.create', { name: 'a', examiner: 'b' })).toEqual({
      ok: false,
      error: { code: 'APP_INTERNAL', message: 'Something broke inside Penumbra. Nothing that was saved is lost.' },
    });
    expect(String(logged.mock.calls[0]?.[1])).toContain('the clock stopped');
    logged.mockRestore();
  });

  it('tell about the program', async () => {
    expect(valueOf(await app.call('app.info', {}))).toMatchObject({ version: '0.1.0', door: 'cli', identity: null });
  });
});

describe('cases', () => {
  it('made in a window live in the data folder under a readable name, and are found again by id', async () => {
    const made = valueOf(await app.call('cases.create', { name: '  Übung: Fall 7/3 ', examiner: 'Demo Examiner' })) as CaseState;
    expect(made.case).toMatchObject({ name: 'Übung: Fall 7/3', examiner: 'Demo Examiner', exhibitCount: 0 });
    expect(readdirSync(join(root, 'data/cases'))).toEqual([expect.stringMatching(/^ubung-fall-7-3-[0-9a-f]{8}$/)]);
    await app.importPaths([picture]);
    valueOf(await app.call('cases.close', {}));
    expect(codeOf(await app.call('cases.state', {}))).toBe('CASE_NOT_OPEN');

    const again = await createApp(ports);
    expect(valueOf(await again.call('cases.list', {}))).toEqual([expect.objectContaining({ id: made.case.id, exhibitCount: 1 })]);
    const opened = valueOf(await again.call('cases.open', { caseId: made.case.id })) as CaseState;
    expect(opened.exhibits.map((one) => [one.id, one.originalName])).toEqual([['E1', 'picture.png']]);
    expect(codeOf(await app.call('cases.open', { caseId: made.case.id }))).toBe('CASE_LOCKED');
    await again.close();
    valueOf(await app.call('cases.open', { caseId: made.case.id }));
  });

  it('at a path are created, opened, and refused where they do not exist', async () => {
    const folder = join(root, 'a case');
    await app.createCaseAt(folder, { name: 'One', examiner: 'Demo Examiner' });
    await expect(app.createCaseAt(folder, { name: 'Two', examiner: 'Demo Examiner' })).rejects.toMatchObject({ code: 'CASE_EXISTS' });
    await expect(app.openCaseAt(join(root, 'nowhere'))).rejects.toMatchObject({ code: 'CASE_NOT_FOUND' });
    expect((valueOf(await app.call('cases.state', {})) as CaseState).case.name).toBe('One');
    expect((await app.openCaseAt(folder)).case.name).toBe('One');
    expect(existsSync(join(root, 'nowhere'))).toBe(false);
  });

  it('verify, and the verification is itself an entry', async () => {
    await app.createCaseAt(join(root, 'case'), { name: 'One', examiner: 'Demo Examiner' });
    await app.importPaths([picture]);
    expect(valueOf(await app.call('cases.verify', {}))).toMatchObject({ ok: true, entries: 3, exhibitsChecked: 1, problems: [] });
    const entries = valueOf(await app.call('custody.entries', { fromSeq: 4, limit: 10 }));
    expect(entries).toEqual([
      expect.objectContaining({ action: 'case.verified', payload: expect.objectContaining({ ok: true, entries: 3 }) as unknown }),
    ]);
  });

  it('tell every window what happened, in order', async () => {
    const events: AppEvent[] = [];
    const end = app.subscribe((event) => events.push(event));
    app.subscribe(() => {
      throw new Error('a broken window');
    });
    const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    await app.createCaseAt(join(root, 'case'), { name: 'One', examiner: 'Demo Examiner' });
    await app.importPaths([picture]);
    expect(events.filter((event) => event.type !== 'case.changed').map((event) => event.type)).toEqual([
      'exhibits.importing',
      'exhibits.importing',
      'custody.appended',
      'custody.appended',
      'exhibits.imported',
    ]);
    expect(logged).toHaveBeenCalled();
    end();
    const heard = events.length;
    await app.close();
    expect(events).toHaveLength(heard);
    logged.mockRestore();
  });

  it('whose settings file is damaged are not lost by overwriting it', async () => {
    await app.createCaseAt(join(root, 'case'), { name: 'One', examiner: 'Demo Examiner' });
    await app.close();
    writeFileSync(join(root, 'data/settings.json'), '{ "version": 1, "recent');
    expect(codeOf(await app.call('cases.list', {}))).toBe('FILE_UNREADABLE');
    expect(readFileSync(join(root, 'data/settings.json'), 'utf8')).toBe('{ "version": 1, "recent');
  });
});

describe('bytes', () => {
  it('are served by id, and missing exhibits are named', async () => {
    await app.createCaseAt(join(root, 'case'), { name: 'One', examiner: 'Demo Examiner' });
    await app.importPaths([picture]);
    const served = await app.exhibitFile('E1');
    expect(served).toMatchObject({ mimeType: 'image/png', sizeBytes: readFileSync(picture).length });
    await expect(app.exhibitFile('E2')).rejects.toMatchObject({ code: 'EXHIBIT_NOT_FOUND' });
    await expect(app.still('E1', 1)).rejects.toMatchObject({ code: 'FRAME_NOT_FOUND' });
    expect(Buffer.from(await app.still('E1', 0)).toString('latin1', 1, 4)).toBe('PNG');
  });
});
