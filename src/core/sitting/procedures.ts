/** The sitting procedures of the contract. */
import type { ProcedureName } from '../../contract/index.ts';
import type { Handlers } from '../context.ts';
import type { SittingRoom } from './sitting-room.ts';

export function sittingProcedures(room: SittingRoom): Pick<Handlers, Extract<ProcedureName, `sitting.${string}`>> {
  return {
    'sitting.state': () => room.state(),
    'sitting.importIdentity': (input) => room.import(input),
    'sitting.removeIdentity': () => room.remove(),
    'sitting.unlock': ({ passphrase }) => room.unlock(passphrase),
    'sitting.lock': () => room.lock(),
    'sitting.extend': () => room.extend(),
    'sitting.configure': (chosen) => room.configure(chosen),
  };
}
