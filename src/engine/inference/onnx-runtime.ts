/** The one door to ONNX Runtime: nobody loads it without its usage reports being off. */
import './no-usage-reports.ts';

export { env, InferenceSession, listSupportedBackends, Tensor } from 'onnxruntime-node';
