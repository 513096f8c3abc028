/** Names of the contract that the window shows as words: states, decisions, families, orders. They cross the door in English and are said in the chosen language. */
const SHOWN_WORDS: Readonly<Record<string, string>> = {
  // States of findings, exhibits and light drawings
  unreviewed: 'unreviewed',
  confirmed: 'confirmed',
  rejected: 'rejected',
  inconclusive: 'inconclusive',
  anomaly: 'anomaly',
  note: 'note',
  'not examined': 'not examined',
  running: 'running',
  interrupted: 'interrupted',
  cancelled: 'cancelled',
  failed: 'failed',
  examined: 'examined',
  'to review': 'to review',
  reviewed: 'reviewed',
  stopped: 'stopped',
  differs: 'differs',
  consistent: 'consistent',
  contradictory: 'contradictory',
  unusable: 'unusable',
  accepted: 'accepted',
  refused: 'refused',
  absent: 'absent',
  // Shares of a coverage
  heard: 'heard',
  decoded: 'decoded',
  face: 'face',
  assessable: 'assessable',
  // Orders
  number: 'number',
  name: 'name',
  length: 'length',
  size: 'size',
  kind: 'kind',
  'open findings': 'open findings',
  // Families of detectors
  movement: 'movement',
  imaging: 'imaging',
  learned: 'learned',
  structure: 'structure',
  // Sides of the window
  findings: 'findings',
  examination: 'examination',
  light: 'light',
  sound: 'sound',
  // Axes, colours and channels of the picture of a sound
  linear: 'linear',
  mel: 'mel',
  log: 'log',
  grey: 'grey',
  amber: 'amber',
  mono: 'mono',
  left: 'left',
  right: 'right',
  mid: 'mid',
  side: 'side',
  // What is drawn over the picture
  'Face box and track': 'Face box and track',
  Eyelids: 'Eyelids',
  Irises: 'Irises',
  Lips: 'Lips',
  'Outline of the face': 'Outline of the face',
};

/** A name as a word of the chosen language; one that is not in the list stays as it is. */
export const named = (name: string): string => SHOWN_WORDS[name] ?? name;
