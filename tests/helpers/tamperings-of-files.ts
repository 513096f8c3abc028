/** Tamperings of the files of wholeCase, and what each must be named. */
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { flip, sql, write } from './tamper-case.ts';
import { clipPath, hash, proxyPath, SOUND, tamper } from './whole-case.ts';

export const soundPath = `exhibits/${hash('sha256', SOUND)}/original.mp4`;

export interface Tampering {
  readonly name: string;
  readonly make: (folder: string) => void;
  /** Problem and subject, in their order; each once, however many words there are for it. */
  readonly named: readonly string[];
}

export const tamperingsOfFiles: readonly Tampering[] = [
  { name: 'one bit of an exhibit', make: (at) => write(at, clipPath, flip), named: [`exhibit-hash-wrong ${clipPath}`] },
  {
    name: 'an exhibit replaced by another file',
    make: (at) => write(at, clipPath, () => Buffer.from('another clip')),
    named: [`exhibit-size-wrong ${clipPath}`],
  },
  { name: 'an exhibit removed', make: (at) => rmSync(join(at, clipPath)), named: [`exhibit-missing ${clipPath}`] },
  {
    name: 'an exhibit renamed',
    make: (at) => renameSync(join(at, clipPath), join(at, clipPath.replace('original.mp4', 'original.mov'))),
    named: [`exhibit-missing ${clipPath}`, `exhibit-unrecorded ${clipPath.replace('mp4', 'mov')}`],
  },
  {
    name: 'two exhibits swapped',
    make: (at) => {
      const clip = readFileSync(join(at, clipPath));
      const sound = readFileSync(join(at, soundPath));
      write(at, clipPath, () => sound);
      write(at, soundPath, () => clip);
    },
    named: [`exhibit-size-wrong ${clipPath}`, `exhibit-size-wrong ${soundPath}`],
  },
  { name: 'an exhibit made writable', make: (at) => chmodSync(join(at, clipPath), 0o644), named: [`exhibit-writable ${clipPath}`] },
  {
    name: 'an exhibit moved away behind a link',
    make: (at) => {
      renameSync(join(at, clipPath), join(at, 'elsewhere'));
      symlinkSync(join(at, 'elsewhere'), join(at, clipPath));
    },
    named: [`exhibit-missing ${clipPath}`],
  },
  {
    name: 'the folder of an exhibit moved away behind a link',
    make: (at) => {
      renameSync(join(at, dirname(clipPath)), join(at, 'elsewhere'));
      symlinkSync(join(at, 'elsewhere'), join(at, dirname(clipPath)));
    },
    named: [`exhibit-unrecorded ${dirname(clipPath)}`],
  },
  {
    name: 'a file slipped in among the exhibits',
    make: (at) => {
      mkdirSync(join(at, `exhibits/${'a'.repeat(64)}`));
      writeFileSync(join(at, `exhibits/${'a'.repeat(64)}/original.mp4`), 'x');
    },
    named: [`exhibit-unrecorded exhibits/${'a'.repeat(64)}/original.mp4`],
  },
  {
    name: 'a derived file edited',
    make: (at) => write(at, 'derived/E1-ffprobe.json', () => Buffer.from('[]\n')),
    named: ['derived-hash-wrong derived/E1-ffprobe.json'],
  },
  {
    name: 'a derived file removed',
    make: (at) => rmSync(join(at, 'derived/E1-ffprobe.json')),
    named: ['derived-missing derived/E1-ffprobe.json'],
  },
  { name: 'a proxy edited', make: (at) => write(at, proxyPath, flip), named: [`derived-hash-wrong ${proxyPath}`] },
  { name: 'a proxy removed', make: (at) => rmSync(join(at, proxyPath)), named: [`derived-missing ${proxyPath}`] },
  {
    name: 'a proxy said to be of another exhibit',
    make: sql(`UPDATE derived_files SET exhibit_id = 'E2' WHERE kind = 'proxy'`),
    named: [`record-differs-from-entry ${proxyPath}`],
  },
  {
    name: 'the record of a proxy removed',
    make: sql(`DELETE FROM derived_files WHERE kind = 'proxy'`),
    named: [`record-differs-from-entry ${proxyPath}`],
  },
  { name: 'a report removed', make: (at) => rmSync(join(at, 'reports/R1.pdf')), named: ['report-missing reports/R1.pdf'] },
  {
    name: 'a report replaced',
    make: (at) => write(at, 'reports/R1.pdf', () => Buffer.from('%PDG')),
    named: ['report-hash-wrong reports/R1.pdf'],
  },
  {
    name: 'a report replaced and its record with it',
    make: (at) => {
      write(at, 'reports/R1.pdf', () => Buffer.from('%PDG'));
      tamper(at, `UPDATE reports SET sha256 = '${hash('sha256', '%PDG')}' WHERE id = 'R1'`);
    },
    named: ['record-differs-from-entry R1', 'countersignature-wrong R2'],
  },
];
