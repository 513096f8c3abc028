// A public sample of sound: one genuine recording from a Debian package, and two synthesisers that speak the same words.
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Debian package pocketsphinx-testdata (BSD-2-clause): read aloud for LibriVox, 16 kHz; the words are its own transcription.
 * It came through an MP3 of 64 kbit/s, as its name says.
 */
const GENUINE = '/usr/share/pocketsphinx/test/data/librivox/sense_and_sensibility_01_austen_64kb-0870.wav';
const WORDS = 'And Mister John Dashwood had then leisure to consider how much there might be prudently in his power to do for them.';

export interface SoundSample {
  readonly genuine: string;
  readonly spoken: readonly { readonly by: 'espeak-ng' | 'flite'; readonly path: string }[];
}

/** Whether a program can be started at all. */
function runs(program: string, ...args: string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore' });
    return true;
  } catch {
    // Not installed: the caller says so.
    return false;
  }
}

/** What is missing on this machine for the sample, by the names of its Debian packages; empty: nothing. */
export function missingForSample(): string[] {
  return [
    ...(existsSync(GENUINE) ? [] : ['pocketsphinx-testdata']),
    ...(runs('espeak-ng', '--version') ? [] : ['espeak-ng']),
    ...(runs('flite', '-lv') ? [] : ['flite']),
  ];
}

/** Writes the three recordings into `folder`; throws where something of `missingForSample` is missing. */
export function makeSoundSample(folder: string): SoundSample {
  const at = (name: string): string => join(folder, name);
  copyFileSync(GENUINE, at('speech-genuine.wav'));
  execFileSync('espeak-ng', ['-w', at('speech-espeak-ng.wav'), WORDS]);
  execFileSync('flite', ['-voice', 'slt', '-t', WORDS, '-o', at('speech-flite.wav')]);
  return {
    genuine: at('speech-genuine.wav'),
    spoken: [
      { by: 'espeak-ng', path: at('speech-espeak-ng.wav') },
      { by: 'flite', path: at('speech-flite.wav') },
    ],
  };
}
