/** What a sampling plan leaves out, said before it is used. */
import type { Job, SamplingWish } from '../../contract/analysis.ts';
import type { Exhibit } from '../../contract/exhibits.ts';

/** One sentence for each departure from the usual; none where everything is as usual. */
export function samplingWords({ everyNthFrame, detectFacesEvery, maxWorkingWidth, maxFaces }: SamplingWish): string[] {
  const words: string[] = [];
  if (everyNthFrame !== undefined && everyNthFrame > 1)
    words.push(
      `${everyNthFrame - 1} of ${everyNthFrame} frames are not looked at: what lasts fewer than ${everyNthFrame} frames, such as a blink, can be missed, and detectors of movement may abstain.`,
    );
  if (detectFacesEvery !== undefined)
    words.push(`A face that comes into the picture can go unnoticed for up to ${detectFacesEvery} looked-at frames.`);
  if (maxWorkingWidth !== undefined)
    words.push(`Wider frames are scaled down to ${maxWorkingWidth} px before anything is measured: finer traces are lost.`);
  if (maxFaces !== undefined) words.push(`At most ${maxFaces} ${maxFaces === 1 ? 'face is' : 'faces are'} followed at a time.`);
  return words;
}

/** What was sampled by a stored plan, of what the exhibit has: a still has no every frame, a silent film no blocks of sound. */
export function sampledWords(
  { everyNthFrame, detectFacesEvery, maxWorkingWidth, maxFaces, soundBlockSeconds }: Job['plan']['sampling'],
  { kind, facts }: Pick<Exhibit, 'kind' | 'facts'>,
): string {
  const words: string[] = [];
  if (kind === 'video') {
    words.push(everyNthFrame === 1 ? 'every frame' : `one frame in ${everyNthFrame}`);
    words.push(`faces looked for every ${detectFacesEvery} frames`);
  }
  if (kind === 'image') words.push('the whole picture');
  if (kind !== 'audio') {
    words.push(maxFaces === 1 ? 'at most 1 face' : `at most ${maxFaces} faces`);
    words.push(`working width at most ${maxWorkingWidth} px`);
  }
  if (soundBlockSeconds !== undefined && facts.streams.some(({ type }) => type === 'audio'))
    words.push(`sound in blocks of ${soundBlockSeconds} s at its own rate, all channels`);
  return words.join('; ');
}
