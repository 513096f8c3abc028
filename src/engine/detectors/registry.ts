/** Every detector there is: the one list. Adding one = its folder and one line here. */
import { bandwidthDetector } from './bandwidth-and-floor/detector.ts';
import { blinkDetector } from './blink/detector.ts';
import { bodyDetector } from './body/detector.ts';
import { channelsDetector } from './channels/detector.ts';
import { containerDetector } from './container/detector.ts';
import { expressionDetector } from './expression/detector.ts';
import { faceFlickerDetector } from './face-flicker/detector.ts';
import { gazeDetector } from './gaze/detector.ts';
import { headPoseDetector } from './head-pose/detector.ts';
import { identityDriftDetector } from './identity-drift/detector.ts';
import type { AnyDetector } from './interface.ts';
import { lightingDetector } from './lighting/detector.ts';
import { lipVoiceDetector } from './lip-voice/detector.ts';
import { pixelationDetector } from './pixelation/detector.ts';
import { provenanceDetector } from './provenance/detector.ts';
import { pulseDetector } from './pulse/detector.ts';
import { spectrumDetector } from './spectrum/detector.ts';
import { temporalDetector } from './temporal/detector.ts';

export const detectors: readonly AnyDetector[] = [
  blinkDetector,
  headPoseDetector,
  expressionDetector,
  gazeDetector,
  lipVoiceDetector,
  pulseDetector,
  identityDriftDetector,
  bodyDetector,
  lightingDetector,
  temporalDetector,
  faceFlickerDetector,
  pixelationDetector,
  spectrumDetector,
  channelsDetector,
  bandwidthDetector,
  containerDetector,
  provenanceDetector,
];
