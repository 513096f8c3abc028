/** SHA-256 of bytes or of a text's UTF-8, as 64 lower-case hexadecimal digits. */
import { createHash } from 'node:crypto';

export function sha256Hex(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}
