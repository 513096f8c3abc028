/**
 * ONNX Runtime (1.30 on Linux) keeps an identifier of the machine and sends reports of its use to its maker over the network, unless this
 * variable of the environment says no when the first network is opened. Nothing leaves this machine by itself, so it always says no.
 */
import { isMainThread } from 'node:worker_threads';
import { assert } from '../../base/assert.ts';

const VARIABLE = 'ORT_DISABLE_TELEMETRY';

// The environment that native code reads belongs to the main thread; a thread has a copy from when it was started.
if (isMainThread) process.env[VARIABLE] = '1';
else assert(process.env[VARIABLE] === '1', 'whoever starts a thread that opens networks imports no-usage-reports.ts');
