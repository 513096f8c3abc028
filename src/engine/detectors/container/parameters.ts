/** Every number that the container detector depends on, each beside where it comes from. Shown on the card. */
export const PARAMETERS = {
  timeTolerance: {
    value: 2,
    unit: 's',
    origin: 'EXIF counts whole seconds and FAT file systems every second one; a smaller difference contradicts nothing',
  },
  zoneTolerance: {
    value: 86_400,
    unit: 's',
    origin: 'QuickTime times should be UTC, and many cameras write local time: within a day they do not contradict EXIF',
  },
} as const;
