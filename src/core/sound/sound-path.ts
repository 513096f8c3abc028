/** What a window asks for when it asks for a tile of sound. */
import type { WindowName } from '../../base/sound-grid.ts';
import { ExhibitId } from '../../contract/values.ts';
import type { SoundAsk } from '../../engine/sound/view/messages.ts';

const CHANNEL = String.raw`(\d{1,2}|mid|side)`;
const PLACE = String.raw`(\d{1,2})\/(\d{1,9})`;
const TILE = new RegExp(String.raw`^(E\d+)\/tile\/${CHANNEL}\/(broad|narrow)\/${PLACE}$`);
const PEAKS = new RegExp(String.raw`^(E\d+)\/peaks\/${CHANNEL}\/${PLACE}$`);

/** `E1/tile/0/narrow/4/12`: channel, window, level, index; `E1/peaks/mid/9/0`: channel, level, index. Null: anything else. */
export function parseSoundPath(path: string): { exhibitId: ExhibitId; ask: Extract<SoundAsk, { kind: 'tile' | 'peaks' }> } | null {
  const tile = TILE.exec(path);
  const found = tile ?? PEAKS.exec(path);
  const exhibitId = ExhibitId.safeParse(found?.[1]);
  if (found === null || !exhibitId.success) return null;
  const [, , channel = ''] = found;
  const [level, index] = found.slice(-2).map(Number);
  const place = { channel, level: level ?? 0, index: index ?? 0 };
  return {
    exhibitId: exhibitId.data,
    ask: tile === null ? { kind: 'peaks', ...place } : { kind: 'tile', window: tile[3] as WindowName, ...place },
  };
}
