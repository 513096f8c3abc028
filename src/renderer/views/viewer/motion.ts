/** Two ways to let time run: the browser's player, and a clock that asks for decoded frames. */
import type { FrameClock } from '../../state/frame-clock.ts';

interface PlayerEvents {
  presented(frame: number): void;
  /** The file as a whole, or its picture, cannot be played. */
  refused(): void;
  /** The picture has run for a while, and nothing of a sound has been decoded. */
  silent(): void;
}

/** Within this a player that can decode a sound has done so: measured, some bytes are there before it begins to play. Our choice. */
const SILENT_SECONDS = 0.5;

/** Bytes of sound that Chromium has decoded; only it tells. `null`: not told. */
function soundBytes(video: HTMLVideoElement): number | null {
  const told: unknown = Reflect.get(video, 'webkitAudioDecodedByteCount');
  return typeof told === 'number' ? told : null;
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
  let judged = false;
  // A little past the frame's start, so that rounding cannot show the one before.
  const wanted = (clock.usAt(from) - originUs) / 1e6 + 0.0005;
  const next: VideoFrameRequestCallback = (_now, { mediaTime }) => {
    if (stopped) return;
    events.presented(clock.nearest(mediaTime * 1e6 + originUs));
    if (!judged && mediaTime > wanted + SILENT_SECONDS) {
      judged = true;
      if (soundBytes(video) === 0) events.silent();
    }
    handle = video.requestVideoFrameCallback(next);
  };
  const ended = () => events.presented(clock.last);
  const refused = () => {
    if (!stopped) events.refused();
  };
  // Chromium plays the sound of a film whose picture it does not know, and says nothing.
  const pictureless = () => {
    if (video.videoWidth === 0) refused();
  };
  if (video.readyState >= HTMLMediaElement.HAVE_METADATA) queueMicrotask(pictureless);
  else video.addEventListener('loadedmetadata', pictureless);
  video.addEventListener('ended', ended);
  video.addEventListener('error', refused);
  video.playbackRate = rate;
  if (Math.abs(video.currentTime - wanted) > 0.001) video.currentTime = wanted;
  handle = video.requestVideoFrameCallback(next);
  video.play().catch((error: unknown) => {
    // play() is refused with AbortError when a stop comes first; everything else means that the file cannot be played.
    if (!(error instanceof DOMException && error.name === 'AbortError')) refused();
  });
  return () => {
    stopped = true;
    video.cancelVideoFrameCallback(handle);
    video.removeEventListener('loadedmetadata', pictureless);
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
