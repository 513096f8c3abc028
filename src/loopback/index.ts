/** Door 2: opens the workstation in a Chromium application window over a server on this machine. `--no-window` only prints the address. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findBrowser } from '../base/node/find-browser.ts';
import { keepTemporaryTidy } from '../base/node/temporary-folder.ts';
import { createApp } from '../core/app.ts';
import type { Application } from '../core/application.ts';
import { defaultPorts } from '../core/default-ports.ts';
import { startFailureInWords } from '../core/start-failure.ts';
import { serve } from './server.ts';
import { openWindow, realSurroundings, whyNoWindow } from './window.ts';

const say = (words: string): void => void process.stderr.write(`${words}\n`);
const { values } = parseArgs({ options: { 'no-window': { type: 'boolean' } } });

keepTemporaryTidy();
const app = await createFirst();

const rendererFolder = join(import.meta.dirname, '..', '..', 'out', 'renderer');
if (!existsSync(join(rendererFolder, 'index.html'))) {
  say('The interface is not built yet: "npm start" builds and opens it.');
  process.exit(2);
}

const server = await serve(app, { rendererFolder });
const asked = new Promise<void>((resolve) => {
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => resolve());
});

const surroundings = realSurroundings();
const browser = findBrowser();
const obstacle = values['no-window'] === true ? 'No window was asked for.' : whyNoWindow(browser, surroundings);
if (obstacle === null && browser !== null) {
  if (surroundings.root) say('Running as root: the browser can only be started without its own sandbox.');
  const window = await openWindow(browser, server.entryUrl, surroundings);
  console.log(`Penumbra is open (loopback door, ${server.origin}).`);
  await Promise.race([window.closed, asked]);
  window.close();
  const complaint = await window.closed;
  if (complaint !== null) {
    say(`The browser ended with ${complaint}`);
    say('"npm start -- --no-window" prints an address that another browser on this machine can open.');
    process.exitCode = 1;
  }
} else {
  // The address lets one browser in, once; whoever opens it decides which.
  console.log(`${obstacle ?? ''} Open this address in a browser on this machine (it works once):\n${server.entryUrl}`);
  await Promise.race([server.whenAbandoned, asked]);
}
say('Closing: running examinations end at their last checkpoint.');
await server.close();
await app.close();
// Nothing that is left over may keep a program alive whose window is gone.
process.exit();

/** Before all else: what is wrong with the surroundings is said even where no interface is built. */
async function createFirst(): Promise<Application> {
  try {
    return await createApp(defaultPorts('loopback'));
  } catch (error) {
    say(startFailureInWords(error));
    process.exit(3);
  }
}
