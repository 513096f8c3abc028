/** What the pixelation detector puts before a person: a face whose detail or noise does not fit what is around it. */
import type { FindingDraft } from '../../../contract/analysis.ts';
import type { ConcludeInput } from '../interface.ts';
import type { Course, Sample, Stretch } from './series.ts';
import { limitOf } from './series.ts';

interface Measured {
  readonly trackId: number;
  readonly samples: readonly Sample[];
  readonly detail: Course | null;
  readonly noise: Course | null;
}

export function findingsOf(
  detectorId: FindingDraft['detectorId'],
  face: Measured,
  still: boolean,
  faceAt: ConcludeInput['faceAt'],
): FindingDraft[] {
  const drafts = (of: 'detail' | 'noise', { beyond }: Course): FindingDraft[] =>
    beyond.map((stretch) => {
      const key = keyOf(face.samples, of, stretch);
      return {
        detectorId,
        trackId: face.trackId,
        firstFrame: stretch.first.frame,
        lastFrame: stretch.last.frame,
        keyFrame: key.frame,
        startUs: stretch.first.ptsUs,
        endUs: stretch.last.ptsUs,
        region: faceAt(key.frame, face.trackId)?.box ?? null,
        weight: 'anomaly',
        ...(of === 'detail' ? coarse(stretch, still) : noisy(stretch, still)),
      };
    });
  return [...(face.detail === null ? [] : drafts('detail', face.detail)), ...(face.noise === null ? [] : drafts('noise', face.noise))];
}

/** The sample within the stretch that shows it most. */
function keyOf(samples: readonly Sample[], of: 'detail' | 'noise', { first, last, value }: Stretch): Sample {
  const within = samples.filter(({ frame }) => frame >= first.frame && frame <= last.frame);
  const size = (sample: Sample): number => (sample[of] ?? 0) * Math.sign(value);
  return within.reduce((best, sample) => (size(sample) > size(best) ? sample : best), first);
}

const times = (log: number): string => (2 ** Math.abs(log)).toFixed(1);

type Words = Pick<FindingDraft, 'kind' | 'title' | 'measure' | 'explanation' | 'check'>;

function coarse({ value }: Stretch, still: boolean): Words {
  return {
    kind: 'face-coarser',
    title: `Finest detail in the face ${times(value)} times weaker than around it`,
    measure: { name: 'fine against middling detail, face below surroundings', value: Math.round(value * 100) / 100, unit: 'log2' },
    explanation:
      `Where face and surroundings have texture, the finest detail of the face is ${times(value)} times weaker in relation to coarser detail than around it ` +
      `(limit ${times(limitOf('detail', still))}). A face that was enlarged from fewer pixels gives this; so do focus behind the face, motion of the face alone, ` +
      'skin smoothing by a camera or telephone, and captions or a sharp overlay beside the face.',
    check: 'Enlarge eyes, brows and hair at the temple: are they equally sharp? Does the focus of the lens lie behind the face?',
  };
}

function noisy({ value }: Stretch, still: boolean): Words {
  const more = value > 0;
  const limit = times(limitOf('noise', still));
  return {
    kind: more ? 'face-noisier' : 'face-quieter',
    title: `Noise in the face ${times(value)} times ${more ? 'stronger' : 'weaker'} than around it`,
    measure: { name: 'noise of the face over that of the surroundings', value: Math.round(value * 100) / 100, unit: 'log2' },
    explanation:
      `In even parts the noise of the face is ${times(value)} times ${more ? 'stronger' : 'weaker'} than around it (limit ${limit}, half a grey level added to both). ` +
      (more
        ? 'Noise that was added to a pasted face gives this; so do fine skin texture before an even or blurred background and make-up that glitters.'
        : 'A face that was filtered or generated gives this; so do skin smoothing by a camera or telephone and a rough background that looks even.'),
    check: 'Raise the contrast of cheek, forehead and a plain part of the background: is the grain equally strong and of the same size?',
  };
}
