/** Every detector there is: the one list. Adding one = its folder and one line here. */
import { bandwidthDetector } from './bandwidth-and-floor/detector.ts';
import { blinkDetector } from './blink/detector.ts';
import { bodyDetector } from './body/detector.ts';
import { capsuleForensicsDetector } from './capsule-forensics/detector.ts';
import { channelsDetector } from './channels/detector.ts';
import { codingFramesDetector } from './coding-frames/detector.ts';
import { compressionDetector } from './compression/detector.ts';
import { containerDetector } from './container/detector.ts';
import { expressionDetector } from './expression/detector.ts';
import { eyesAndTeethDetector } from './eyes-and-teeth/detector.ts';
import { faceEdgeDetector } from './face-edge/detector.ts';
import { faceFlickerDetector } from './face-flicker/detector.ts';
import { faceSwapDetector } from './face-swap/detector.ts';
import { ganImageDetector } from './gan-image/detector.ts';
import { gazeDetector } from './gaze/detector.ts';
import { headPoseDetector } from './head-pose/detector.ts';
import { identityDriftDetector } from './identity-drift/detector.ts';
import type { AnyDetector } from './interface.ts';
import { lightingDetector } from './lighting/detector.ts';
import { lipVoiceDetector } from './lip-voice/detector.ts';
import { phaseDetector } from './phase/detector.ts';
import { pixelationDetector } from './pixelation/detector.ts';
import { prosodyDetector } from './prosody/detector.ts';
import { provenanceDetector } from './provenance/detector.ts';
import { pulseDetector } from './pulse/detector.ts';
import { shadowDetector } from './shadow/detector.ts';
import { spectrumDetector } from './spectrum/detector.ts';
import { spliceDetector } from './splice/detector.ts';
import { temporalDetector } from './temporal/detector.ts';
import { vocoderDetector } from './vocoder/detector.ts';

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
  shadowDetector,
  temporalDetector,
  faceFlickerDetector,
  pixelationDetector,
  compressionDetector,
  faceEdgeDetector,
  spectrumDetector,
  eyesAndTeethDetector,
  faceSwapDetector,
  capsuleForensicsDetector,
  ganImageDetector,
  bandwidthDetector,
  channelsDetector,
  prosodyDetector,
  spliceDetector,
  codingFramesDetector,
  vocoderDetector,
  phaseDetector,
  containerDetector,
  provenanceDetector,
];
