/** J-K-L as in editing rooms: each repeat doubles the rate up to four, the other direction starts at one, K stops. */
export type Rate = -4 | -2 | -1 | 0 | 1 | 2 | 4;
export type ShuttleKey = 'j' | 'k' | 'l' | 'space';

export function shuttle(rate: Rate, key: ShuttleKey): Rate {
  switch (key) {
    case 'k':
      return 0;
    case 'space':
      return rate === 0 ? 1 : 0;
    case 'l':
      return rate <= 0 ? 1 : rate === 1 ? 2 : 4;
    case 'j':
      return rate >= 0 ? -1 : rate === -1 ? -2 : -4;
  }
}
