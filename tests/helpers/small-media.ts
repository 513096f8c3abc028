/** Tiny media files made by ffmpeg, for tests that need real ones. */
import { execFileSync } from 'node:child_process';

const run = (args: readonly string[]): void => {
  execFileSync('ffmpeg', ['-v', 'error', '-nostdin', '-y', ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
};

/** So many frames of 64 x 48 at 25 frames/s; another `hue` gives other bytes. */
export function makeClip(path: string, frames = 10, hue = 0): void {
  const source = `testsrc=size=64x48:rate=25,hue=h=${hue}`;
  run([
    '-f',
    'lavfi',
    '-i',
    source,
    '-frames:v',
    String(frames),
    '-c:v',
    'libx264',
    '-pix_fmt',
    'yuv420p',
    '-movflags',
    '+faststart',
    path,
  ]);
}

export function makePicture(path: string): void {
  run(['-f', 'lavfi', '-i', 'testsrc=size=64x48', '-frames:v', '1', path]);
}

export function makeSound(path: string): void {
  run(['-f', 'lavfi', '-i', 'sine=duration=0.2:sample_rate=8000', path]);
}
