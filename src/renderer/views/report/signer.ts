/** Who signs, as it is chosen in a form. */
import type { FileIdentity } from '../../state/reports.svelte.ts';

export type Signer = 'sitting' | 'machine' | 'file';

/** What the form gives to be signed with; `undefined` while something is missing. */
export function signerOf(
  source: Signer,
  unlocked: boolean,
  file: File | null,
  passphrase: string,
): FileIdentity | 'sitting' | null | undefined {
  if (source === 'machine') return null;
  if (source === 'sitting') return unlocked ? 'sitting' : undefined;
  return file === null ? undefined : { file, passphrase };
}
