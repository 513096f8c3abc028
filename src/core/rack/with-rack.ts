/** Ports whose examinations run on the rack; without a file that names a queue, the ports as they are. */
import type { Ports } from '../ports.ts';
import { Holder } from './holder.ts';
import { readRackFile } from './rack-file.ts';

/** A case's holder hands out so many examinations at once; more would only wait in the queue instead of here. */
const AT_ONCE = 32;

/** Throws RACK_FILE_UNUSABLE. */
export function withRack(ports: Ports, rackFile: string | undefined): Ports {
  if (rackFile === undefined || rackFile === '') return ports;
  const holder = new Holder(readRackFile(rackFile));
  return { ...ports, spawnEngine: (task) => holder.spawn(task), examinationsAtOnce: AT_ONCE, closeEngines: () => holder.close() };
}
