/** Door 1: the Electron window. Everything that decides something lives in files that are tested without Electron. */
import { join } from 'node:path';
import { app as electron, BrowserWindow, dialog, ipcMain, Menu, protocol, session } from 'electron';
import { keepTemporaryTidy } from '../base/node/temporary-folder.ts';
import { createApp } from '../core/app.ts';
import { defaultPorts } from '../core/default-ports.ts';
import { startFailureInWords } from '../core/start-failure.ts';
import { attachIpc } from './ipc.ts';
import { menuTemplate } from './menu.ts';
import { APP_ORIGIN, appProtocol, SCHEME, SCHEME_PRIVILEGES } from './protocol.ts';
import { guardSession } from './security.ts';
import { openMainWindow } from './window.ts';

const PRELOAD = join(import.meta.dirname, '..', 'preload', 'index.cjs');
const RENDERER = join(import.meta.dirname, '..', 'renderer');

protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: SCHEME_PRIVILEGES }]);
electron.enableSandbox();

// Two processes would be two writers to the same settings.
if (!electron.requestSingleInstanceLock()) electron.exit(0);
else {
  // Not awaited here: Electron becomes ready only after this module has been evaluated.
  main().catch((error: unknown) => {
    const words = startFailureInWords(error);
    console.error(words);
    // May be shown before Electron is ready; a program that is started from a desktop has no terminal to say it on.
    dialog.showErrorBox('Penumbra', words);
    electron.exit(1);
  });
}

async function main(): Promise<void> {
  keepTemporaryTidy();
  const application = await createApp(defaultPorts('electron'));
  electron.on('second-instance', () => {
    const [window] = BrowserWindow.getAllWindows();
    if (window?.isMinimized()) window.restore();
    window?.focus();
  });
  electron.on('window-all-closed', () => electron.quit());
  let closing = false;
  electron.on('before-quit', (event) => {
    if (closing) return;
    closing = true;
    event.preventDefault();
    // Running examinations end at their last checkpoint before the process goes.
    application
      .close()
      .catch((error: unknown) => console.error('closing:', error))
      .finally(() => electron.exit(0));
  });
  await electron.whenReady();
  guardSession(session.defaultSession, APP_ORIGIN);
  protocol.handle(SCHEME, appProtocol(application, RENDERER));
  attachIpc({
    ipc: ipcMain,
    app: application,
    origin: APP_ORIGIN,
    pickFolder: async () => {
      const { canceled, filePaths } = await dialog.showOpenDialog({ title: 'Open a case folder', properties: ['openDirectory'] });
      return canceled ? null : (filePaths[0] ?? null);
    },
    send: (channel, event) => {
      for (const window of BrowserWindow.getAllWindows()) window.webContents.send(channel, event);
    },
  });
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(process.platform, !electron.isPackaged)));
  await openMainWindow(PRELOAD);
}
