/** Runs in Electron's sandbox before the window's page: gives it `window.penumbra`, and nothing else. */
import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { makeBridge } from './bridge.ts';

contextBridge.exposeInMainWorld(
  'penumbra',
  makeBridge<File>(ipcRenderer, (file) => webUtils.getPathForFile(file)),
);
