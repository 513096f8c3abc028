/** What a still says of itself and its first picture, in one run of ffprobe instead of two: most of a run is the start of the program. */
import * as z from 'zod';
import { Failure } from '../../base/failure.ts';
import { ffprobe, type ProbeLimits, type ProbeTarget } from './ffprobe.ts';

export interface StillProbe {
  /** Exactly what a run without the picture gives. */
  readonly header: unknown;
  /** What `-show_entries frame=…` gives. */
  readonly frames: unknown;
}

const Answer = z.object({
  frames: z.array(z.unknown()).length(1),
  streams: z.tuple([z.looseObject({ nb_read_frames: z.literal('1') })]),
});

/**
 * `null` where anything is unusual: a complaint, no picture, another stream. Then each question is asked for itself, so that each answer and
 * complaint stands where it belongs. Rejects only with MEDIA_TIMEOUT and the abort signal's reason.
 */
export async function probeStill(target: ProbeTarget, pictureArgs: readonly string[], limits: ProbeLimits): Promise<StillProbe | null> {
  try {
    const output = await ffprobe(target, ['-show_format', '-show_streams', ...pictureArgs, '-of', 'json'], limits);
    if (output.stderr !== '') return null;
    const whole = z.record(z.string(), z.unknown()).parse(JSON.parse(output.stdout.toString('utf8')));
    const answer = Answer.safeParse(whole);
    if (!answer.success) return null;
    const { frames, ...rest } = whole;
    // The one field that counting the pictures adds.
    const stream = Object.fromEntries(Object.entries(answer.data.streams[0]).filter(([name]) => name !== 'nb_read_frames'));
    return { header: { ...rest, streams: [stream] }, frames };
  } catch (error) {
    if (target.signal?.aborted === true || !(error instanceof Failure) || error.code === 'MEDIA_TIMEOUT') throw error;
    return null;
  }
}
