/** Two ways to let time run: the browser's player, and a clock that asks for decoded frames. */
import type { FrameClock } from '../../state/frame-clock.ts';

interface PlayerEvents {
  presented(frame: number): void;
  refused(): void;
}

/** Plays from `from`; each presented picture is named by the PTS index, never by seconds times rate. Returns the stop. */
export function runPlayer(
  video: HTMLVideoElement,
  clock: FrameClock,
  rate: number,
  from: number,
  originUs: number,
  events: PlayerEvents,
): () => void {
  let handle = 0;
  let stopped = false;
  const next: VideoFrameRequestCallback = (_now, { mediaTime }) => {
    if (stopped) return;
    events.presented(clock.nearest(mediaTime * 1e6 + originUs));
    handle = video.requestVideoFrameCallback(next);
  };
  const ended = () => events.presented(clock.last);
  const refused = () => {
    if (!stopped) events.refused();
  };
  video.addEventListener('ended', ended);
  video.addEventListener('error', refused);
  video.playbackRate = rate;
  // A little past the frame's start, so that rounding cannot show the one before.
  const wanted = (clock.usAt(from) - originUs) / 1e6 + 0.0005;
  if (Math.abs(video.currentTime - wanted) > 0.001) video.currentTime = wanted;
  handle = video.requestVideoFrameCallback(next);
  video.play().catch((error: unknown) => {
    // play() is refused with AbortError when a stop comes first; everything else means that the file cannot be played.
    if (!(error instanceof DOMException && error.name === 'AbortError')) refused();
  });
  return () => {
    stopped = true;
    video.cancelVideoFrameCallback(handle);
    video.removeEventListener('ended', ended);
    video.removeEventListener('error', refused);
    video.pause();
  };
}

/** Runs at the exhibit's own speed times `rate` (backward when negative); frames that cannot be decoded in time are passed over. */
export function runClock(clock: FrameClock, rate: number, from: number, passed: (frame: number) => void): () => void {
  const startUs = clock.usAt(from);
  let begun: number | null = null;
  let handle = 0;
  const tick = (now: number) => {
    begun ??= now;
    passed(clock.at(startUs + (now - begun) * 1000 * rate));
    handle = requestAnimationFrame(tick);
  };
  handle = requestAnimationFrame(tick);
  return () => cancelAnimationFrame(handle);
}
