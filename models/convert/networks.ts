/** The networks that are converted: where each comes from and what its outputs are called. */
export interface NetworkSource {
  readonly id: string;
  /** Path of model.json inside the npm package. */
  readonly file: string;
  /** Our name for an output -> the TensorFlow node that gives it. */
  readonly outputs: Readonly<Record<string, string>>;
  /** The TensorFlow node that takes the picture's place; only when what stands before it does nothing to one float32 picture. */
  readonly input?: string;
  readonly licence: string;
}

export const PACKAGE = '@vladmandic/human';

const LICENCE = 'MIT (npm package); network by Google MediaPipe, Apache-2.0';

const LICENCE_MOVENET = 'MIT (npm package); network by Google (MoveNet SinglePose Lightning), Apache-2.0';

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
  /**
   * Face description: `image` 1x3x224x224, RGB 0 to 255; `embedding` 1x1024, never negative (a mean of bounded ReLUs).
   * The heads for age and gender are left out.
   */
  {
    id: 'faceres',
    file: 'models/faceres.json',
    outputs: { embedding: 'global_pooling/Mean' },
    licence: 'MIT (npm package); network by A. V. Savchenko (HSE_FaceRec_tf, trained on VGGFace2), terms of its own not found',
  },
  /**
   * Body: `image` 1x3x192x192, RGB 0 to 255 (whole numbers in the original), the person's square, black outside the frame;
   * `keypoints` 1x51: y, x (fractions of the square, from its top left) and score 0 to 1 of 17 points in COCO's order
   * (nose, eyes, ears, shoulders, elbows, wrists, hips, knees, ankles; left before right). One person only.
   */
  {
    id: 'movenet',
    file: 'models/movenet-lightning.json',
    input: 'StatefulPartitionedCall/stack',
    outputs: { keypoints: 'Identity' },
    licence: LICENCE_MOVENET,
  },
];
