/** The networks that are converted: where each comes from and what its outputs are called. */
export interface NetworkSource {
  readonly id: string;
  /** Path of model.json inside the npm package. */
  readonly file: string;
  /** Our name for an output -> the TensorFlow node that gives it. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly licence: string;
}

export const PACKAGE = '@vladmandic/human';

const LICENCE = 'MIT (npm package); network by Google MediaPipe, Apache-2.0';

export const NETWORKS: readonly NetworkSource[] = [
  {
    id: 'blazeface',
    file: 'models/blazeface.json',
    outputs: { scores16: 'Identity', scores8: 'Identity_1', boxes16: 'Identity_2', boxes8: 'Identity_3' },
    licence: LICENCE,
  },
  {
    id: 'facemesh',
    file: 'models/facemesh.json',
    outputs: { mesh: 'Identity_2', confidence: 'Identity_1' },
    licence: LICENCE,
  },
  { id: 'iris', file: 'models/iris.json', outputs: { points: 'Identity' }, licence: LICENCE },
];
