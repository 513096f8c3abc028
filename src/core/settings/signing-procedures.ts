/** What reports are signed with besides the identity: the timestamp authority, and the level. */
import { Failure } from '../../base/failure.ts';
import type { Handlers } from '../context.ts';
import type { SettingsFile } from './settings.ts';

export function signingProcedures(settings: SettingsFile): Pick<Handlers, `signing.${'settings' | 'configure'}`> {
  return {
    'signing.settings': () => settings.signing(),
    'signing.configure': async (signing) => {
      if (signing.level !== 'PAdES B-B' && signing.timestampUrl === null) throw new Failure('TIMESTAMP_NOT_CONFIGURED', signing.level);
      await settings.setSigning(signing);
      return signing;
    },
  };
}
