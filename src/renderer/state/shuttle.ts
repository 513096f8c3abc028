/**
 * J-K-L as in editing rooms: each repeat is faster, the other direction starts anew, K stops. With Shift slowly. Premiere goes 1, 2, 3, 4; here
 * 1, 2, 4, which reaches the fastest in three presses.
 */
export type Rate = -4 | -2 | -1 | -0.5 | -0.25 | 0 | 0.25 | 0.5 | 1 | 2 | 4;
export type ShuttleKey = 'j' | 'k' | 'l' | 'slow-j' | 'slow-l' | 'space';

export function shuttle(rate: Rate, key: ShuttleKey): Rate {
  switch (key) {
    case 'k':
      return 0;
    case 'space':
      return rate === 0 ? 1 : 0;
    case 'l':
      return rate < 1 ? 1 : rate === 1 ? 2 : 4;
    case 'j':
      return rate > -1 ? -1 : rate === -1 ? -2 : -4;
    case 'slow-l':
      return rate === 0.25 ? 0.5 : 0.25;
    case 'slow-j':
      return rate === -0.25 ? -0.5 : -0.25;
  }
}
