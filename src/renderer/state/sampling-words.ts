/** What a sampling plan leaves out, said before it is used. */
import type { SamplingWish } from '../../contract/analysis.ts';

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
