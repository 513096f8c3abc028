/** What the shapes of each detector mean, in the words of the legend; curves and heat maps carry words of their own. */
import type { Shape } from '../../../contract/analysis.ts';

const OF: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'head-pose': {
    'arrow x': 'Axis of the head to the person’s left',
    'arrow y': 'Axis of the head downwards',
    'arrow z': 'Axis of the head out of the face',
    'line quiet': 'Way of the point between the eyes in the last two seconds',
  },
  body: {
    'line strong': 'Line of the shoulders',
    'line quiet': 'Arms, sides, hips and legs as far as they are seen',
    'dots quiet': 'Points of the body that were found',
  },
  gaze: { 'arrow strong': 'Direction of gaze of each eye', 'line quiet': 'Between the corners of each eye' },
  pulse: { 'line strong': 'Forehead, whose colour gives the curve', 'line quiet': 'Both cheeks, whose colour is measured too' },
  'lip-voice': { 'line strong': 'Outline of the lips' },
  'eyes-and-teeth': {
    'line strong': 'Highlights of the right eye, enlarged beside the face',
    'line quiet': 'Rims of the irises, and highlights of the left eye, enlarged beside the face',
    bars: 'Measures as shares of their limits: half full is the limit',
  },
  shadow: {
    'line strong': 'Part of the face that is darker than its mirror image',
    'dots quiet': 'Places that the fitted light must leave in shade',
    bars: 'Side that the light comes from: half full where both sides are alike',
  },
  lighting: { sphere: 'A matt ball under the light that was estimated', 'arrow strong': 'The way in which the light falls' },
  expression: { bars: 'Lengths of the face, from the 1st to the 99th percentile of the persons measured' },
};

/** As for a shape that no detector above has words for. */
function usual(shape: Shape): string {
  switch (shape.kind) {
    case 'line':
      return shape.closed ? 'An outline that was measured' : 'A line that was measured';
    case 'arrow':
      return 'A direction that was measured';
    case 'dots':
      return 'Places that were measured';
    case 'text':
      return 'A measured value, in words';
    case 'bars':
      return 'Measured values, each by its name';
    case 'trace':
      return `Curve “${shape.label}”: its right end belongs to this frame`;
    case 'grid':
      return `Heat map: the brightest is ${shape.legend}`;
    case 'ribbon':
      return `Coloured contour: ${shape.legend}`;
    case 'sphere':
      return 'A matt ball under the light that was estimated';
    case 'strip':
      return `The picture along the contour, unrolled and enlarged: ${shape.label}`;
  }
}

export function shapeWords(detectorId: string, shape: Shape): string {
  const own = OF[detectorId];
  return own?.['tone' in shape ? `${shape.kind} ${shape.tone}` : shape.kind] ?? usual(shape);
}
