/** The rooms of the window and the way to each, for whatever walks through all of them. */
import type { Page } from '@playwright/test';

export interface Room {
  readonly name: string;
  readonly open: (window: Page) => Promise<void>;
}

/** Of an open case with a film that has sound and findings; `say` gives the words of the window's language. */
export function roomsIn(say: (text: string) => string): readonly Room[] {
  const view = (name: string) => (window: Page) =>
    window
      .getByRole('navigation', { name: say('Views') })
      .getByRole('button', { name: say(name) })
      .click();
  const side = (name: string) => async (window: Page) => {
    await view('Examine')(window);
    await window.getByRole('tab', { name: say(name) }).click();
  };
  return [
    {
      name: 'findings',
      open: async (window) => {
        await side('Findings')(window);
        await window.getByTestId('finding').first().click();
      },
    },
    { name: 'examination', open: side('Examination') },
    { name: 'light', open: side('Light') },
    {
      name: 'sound',
      open: async (window) => {
        // A recording without picture, where the case has one; the sound beside a film otherwise.
        const recording = window.getByText(/\.wav$/).first();
        if ((await recording.count()) > 0) await recording.click();
        await side('Sound')(window);
      },
    },
    { name: 'custody', open: view('Custody') },
    { name: 'report', open: view('Report') },
    { name: 'validation', open: view('Validation') },
    { name: 'settings', open: view('Settings') },
  ];
}

export const ROOMS = roomsIn((text) => text);
