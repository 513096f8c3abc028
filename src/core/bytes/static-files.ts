/** The built interface, and nothing outside its folder. */
import { createReadStream, type ReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { extname, resolve, sep } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
};

export interface StaticFile {
  readonly headers: Readonly<Record<string, string>>;
  open(): ReadStream;
}

/** `pathname` as it stands in the URL, still encoded. Null: there is no such file, or none that may be served. */
export async function findStatic(folder: string, pathname: string): Promise<StaticFile | null> {
  // Built files have plain names; whatever else is asked for is not one of them, encoded dots and slashes included.
  if (!/^\/[A-Za-z0-9_\-./]*$/.test(pathname) || pathname.includes('..')) return null;
  const wanted = resolve(folder, `.${pathname === '/' ? '/index.html' : pathname}`);
  const type = TYPES[extname(wanted)];
  if (type === undefined) return null;
  try {
    const [root, path] = await Promise.all([realpath(folder), realpath(wanted)]);
    const facts = await stat(path);
    if (!path.startsWith(root + sep) || !facts.isFile()) return null;
    return { headers: { 'content-type': type, 'content-length': String(facts.size) }, open: () => createReadStream(path) };
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return null;
    throw error;
  }
}
