/** Which names a case archive may hold. Everything else is refused before a byte is unpacked. */

/** Tag files of a bag that may stand beside the payload. fetch.txt is not among them: a bag that is to be completed from elsewhere is no archive. */
export const TAG_FILES: ReadonlySet<string> = new Set([
  'bagit.txt',
  'bag-info.txt',
  'manifest-sha256.txt',
  'manifest-sha512.txt',
  'tagmanifest-sha256.txt',
  'tagmanifest-sha512.txt',
]);

/** A write-ahead log or a lock beside the database would change what the database says when it is opened. */
const PAYLOAD = /^data\/(?:case\.sqlite|(?:exhibits|derived|reports|exports|seals)\/.+)$/;
const LONGEST = 1024;
const DEEPEST = 16;
/** Characters that some file system gives a meaning of its own. */
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const STRANGE = /[\u0000-\u001f\u007f"*:<>?\\|]/;
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/** Says why a path inside the bag (without its base folder) may not be there; `null` when it may. */
export function whyUnsafe(path: string): string | null {
  if (path.length > LONGEST) return 'its name is too long';
  if (STRANGE.test(path)) return 'its name holds a character that is not allowed';
  const parts = path.split('/');
  if (parts.length > DEEPEST) return 'it lies too deep';
  if (parts.some((part) => part === '' || part === '.' || part === '..')) return 'its name leads elsewhere';
  if (parts.some((part) => part.endsWith('.') || part.endsWith(' ') || DEVICE.test(part))) return 'not every system can have that name';
  if (TAG_FILES.has(path) || PAYLOAD.test(path)) return null;
  return 'a case archive has no such file';
}

/** The same for every name that some file system takes for the same. */
export const folded = (path: string): string => path.normalize('NFC').toLowerCase();
