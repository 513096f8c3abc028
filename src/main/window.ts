/** The one window of the Electron door. */
import { BrowserWindow } from 'electron';
import { APP_ORIGIN } from './protocol.ts';
import { guardContents, WEB_PREFERENCES } from './security.ts';

export async function openMainWindow(preload: string): Promise<BrowserWindow> {
  const window = new BrowserWindow({
    width: 1600,
    height: 1000,
    minWidth: 1024,
    minHeight: 640,
    show: false,
    title: 'Penumbra',
    // The interface's own ground, so that nothing flashes before the first paint.
    backgroundColor: '#0e1013',
    webPreferences: { ...WEB_PREFERENCES, preload },
  });
  guardContents(window.webContents, APP_ORIGIN);
  window.once('ready-to-show', () => window.show());
  await window.loadURL(`${APP_ORIGIN}/`);
  return window;
}
