/** How a session is opened on an execution provider. */
import { env, type InferenceSession } from './onnx-runtime.ts';
import type { ProviderName } from '../../contract/providers.ts';

/**
 * One thread for each session: two sessions with one thread each were measured faster than one with two, and results stay identical.
 * `all` keeps the blocked layout; `extended` was up to 2.6 times slower.
 */
export function sessionOptions(provider: ProviderName): InferenceSession.SessionOptions {
  return {
    executionProviders: [provider],
    graphOptimizationLevel: 'all',
    executionMode: 'sequential',
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
  };
}

/** ONNX Runtime's version, as stored in every plan. */
export const runtimeVersion = (): string => env.versions.node ?? env.versions.common;
