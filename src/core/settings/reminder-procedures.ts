/** After how many days the window and the command line say that a case is due for a verification. */
import type { Handlers } from '../context.ts';
import type { SettingsFile } from './settings.ts';

export function reminderProcedures(settings: SettingsFile): Pick<Handlers, `reminder.${'chosen' | 'choose'}`> {
  return {
    'reminder.chosen': async () => ({ days: await settings.reverifyDays() }),
    'reminder.choose': async ({ days }) => {
      await settings.setReverifyDays(days);
      return { days };
    },
  };
}
