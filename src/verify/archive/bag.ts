/** The tag files of a bag as RFC 8493 has them, read strictly: what is not understood is refused. */
import { createHash } from 'node:crypto';
import { Failure } from '../../base/failure.ts';
import type { OpenArchive } from './open-zip.ts';

/** A line of the manifest is about 150 bytes, twice that with SHA-512: enough for a hundred thousand files. */
const MOST_MANIFEST_BYTES = 64_000_000;
const MOST_TAG_BYTES = 65_536;
const ALGORITHMS = ['sha256', 'sha512'] as const;
export type Algorithm = (typeof ALGORITHMS)[number];

/** The first thing that stands in every bag (section 2.1.1). */
export const DECLARATION = 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n';

export interface Bag {
  /** Of the payload, by algorithm: hash by path. The one with SHA-256 is always there. */
  readonly manifests: ReadonlyMap<Algorithm, ReadonlyMap<string, string>>;
  readonly manifestSha256: string;
  /** Of the tag files: which differ from the tag manifests. */
  readonly alteredTags: readonly string[];
  /** Files that a manifest or tag manifest names and that are not there, and files of the payload that a manifest does not name. */
  readonly missing: readonly string[];
  readonly unnamed: readonly string[];
  readonly info: ReadonlyMap<string, string>;
}

/** Rejects with ARCHIVE_UNREADABLE, ARCHIVE_FILES_WRONG or ARCHIVE_TOO_LARGE when it is no bag at all. */
export async function readBag(archive: OpenArchive): Promise<Bag> {
  const tags = new Map<string, Buffer>();
  for (const [path, { sizeBytes }] of archive.files) {
    if (path.startsWith('data/')) continue;
    const most = path.includes('manifest-') ? MOST_MANIFEST_BYTES : MOST_TAG_BYTES;
    if (sizeBytes > most) throw new Failure('ARCHIVE_TOO_LARGE', path);
    tags.set(path, await wholeFile(archive, path));
  }
  const declared = tags.get('bagit.txt')?.toString('utf8').replaceAll('\r\n', '\n').trimEnd();
  if (declared !== DECLARATION.trimEnd()) throw new Failure('ARCHIVE_UNREADABLE', 'bagit.txt does not declare a bag of version 1.0');
  const first = tags.get('manifest-sha256.txt');
  if (first === undefined) throw new Failure('ARCHIVE_FILES_WRONG', 'there is no manifest-sha256.txt');

  const manifests = new Map<Algorithm, Map<string, string>>();
  const missing = new Set<string>();
  const unnamed = new Set<string>();
  const alteredTags = new Set<string>();
  for (const algorithm of ALGORITHMS) {
    const manifest = tags.get(`manifest-${algorithm}.txt`);
    if (manifest !== undefined) {
      const named = parseManifest(manifest, algorithm);
      manifests.set(algorithm, named);
      for (const path of named.keys()) if (!path.startsWith('data/') || !archive.files.has(path)) missing.add(path);
      for (const path of archive.files.keys()) if (path.startsWith('data/') && !named.has(path)) unnamed.add(path);
    }
    const tagManifest = tags.get(`tagmanifest-${algorithm}.txt`);
    if (tagManifest === undefined) continue;
    for (const [path, hash] of parseManifest(tagManifest, algorithm)) {
      const tag = tags.get(path);
      if (tag === undefined) missing.add(path);
      else if (createHash(algorithm).update(tag).digest('hex') !== hash) alteredTags.add(path);
    }
  }
  return {
    manifests,
    manifestSha256: createHash('sha256').update(first).digest('hex'),
    alteredTags: [...alteredTags],
    missing: [...missing],
    unnamed: [...unnamed],
    info: parseInfo(tags.get('bag-info.txt')),
  };
}

async function wholeFile(archive: OpenArchive, path: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of (await archive.files.get(path)?.open()) ?? []) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** `hash  path` to a line; a path has CR, LF and % percent-encoded and nothing else (section 2.1.3). */
function parseManifest(bytes: Buffer, algorithm: Algorithm): Map<string, string> {
  const named = new Map<string, string>();
  const form = algorithm === 'sha256' ? /^([0-9a-fA-F]{64})[ \t]+(\S.*)$/ : /^([0-9a-fA-F]{128})[ \t]+(\S.*)$/;
  for (const line of bytes.toString('utf8').split(/\r\n|\n|\r/)) {
    if (line === '') continue;
    const found = form.exec(line);
    if (found === null) throw new Failure('ARCHIVE_UNREADABLE', `a line of the manifest is not understood: ${line.slice(0, 100)}`);
    const [, hash = '', written = ''] = found;
    const path = written.replace(/%(0A|0D|25)/gi, (code) => decodeURIComponent(code));
    if (named.has(path)) throw new Failure('ARCHIVE_FILES_WRONG', `${path} is named twice`);
    named.set(path, hash.toLowerCase());
  }
  return named;
}

/** `Label: value`; a line that begins with a space goes on with the one before (section 2.2.2). Of labels that come again, the first counts. */
function parseInfo(bytes: Buffer | undefined): Map<string, string> {
  const info = new Map<string, string>();
  const text = (bytes?.toString('utf8') ?? '').replace(/(?:\r\n|\n|\r)[ \t]+/g, ' ');
  for (const line of text.split(/\r\n|\n|\r/)) {
    const at = line.indexOf(':');
    const label = line.slice(0, at).trim();
    if (at > 0 && !info.has(label)) info.set(label, line.slice(at + 1).trim());
  }
  return info;
}
