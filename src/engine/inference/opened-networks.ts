/** Networks for whoever must go on without them. */
import type { Networks } from './networks.ts';

/** Networks that cannot be opened at all still let detectors without weights run: each load fails with the reason. */
export async function openedNetworks(open: () => Promise<Networks>): Promise<Networks> {
  try {
    return await open();
  } catch (error) {
    return {
      provider: 'none',
      load: () => Promise.reject(error instanceof Error ? error : new Error(String(error))),
      close: () => Promise.resolve(),
    };
  }
}
