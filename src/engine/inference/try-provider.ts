/** Tries a provider: every network must load on it and give the processor's numbers within the stored tolerance. */
import { Failure, toWireError } from '../../base/failure.ts';
import type { ProviderName, ProviderReport } from '../../contract/providers.ts';
import { ask, knownQuestion, largestDifference } from './known-answers.ts';
import type { Network, Networks } from './networks.ts';

/** After one run that is not timed (compilation): enough for a median, few enough to wait for. */
const TIMED_RUNS = 3;

export interface Trial {
  readonly provider: ProviderName;
  /** Ids of the networks that must pass. */
  readonly networks: readonly string[];
  /** Rejects, or its networks do, where the provider cannot run. */
  readonly open: (provider: ProviderName) => Promise<Networks>;
  /** A steady clock, milliseconds. */
  readonly now: () => number;
  /** Nobody waits any more: nothing is run after the run that is under way. */
  readonly signal?: AbortSignal;
}

interface Watch {
  readonly now: () => number;
  readonly signal: AbortSignal | undefined;
}
type NetworkReport = ProviderReport['networks'][number];

/** Never rejects: whatever goes wrong is a refusal. The processor is compared with itself and timed. */
export async function tryProvider({ provider, networks: ids, open, now, signal }: Trial): Promise<ProviderReport> {
  const networks: NetworkReport[] = [];
  const device = deviceOf(provider);
  let reference: Networks | null = null;
  let tried: Networks | null = null;
  try {
    reference = await open('cpu');
    tried = await open(provider);
    for (const id of ids) {
      const report = await compare(id, await reference.load(id), await tried.load(id), { now, signal });
      networks.push(report);
      if (report.largestDifference > report.tolerance) {
        throw new Failure(
          'PROVIDER_DIFFERS',
          `${id}: ${report.largestDifference.toExponential(1)} where ${String(report.tolerance)} is allowed`,
        );
      }
    }
    return { provider, state: 'accepted', refusal: null, device, networks: networks.map(finite) };
  } catch (error) {
    const { code, detail, message } = toWireError(error);
    const cause = error instanceof Failure && error.cause instanceof Error ? `: ${firstLine(error.cause.message)}` : '';
    const refusal = { code: code === 'INFERENCE_FAILED' ? ('PROVIDER_FAILED' as const) : code, words: `${detail ?? message}${cause}` };
    return { provider, state: 'refused', refusal, device, networks: networks.map(finite) };
  } finally {
    await tried?.close();
    await reference?.close();
  }
}

async function compare(id: string, reference: Network, tried: Network, { now, signal }: Watch): Promise<NetworkReport> {
  const question = knownQuestion(id);
  if (question === undefined) throw new Failure('PROVIDER_DIFFERS', `${id}: no known answer is stored for it`);
  const refuseStopped = (): void => {
    if (signal?.aborted === true) throw new Failure('PROVIDER_FAILED', `${id}: stopped`);
  };
  const expected = await ask(reference, question);
  refuseStopped();
  const difference = largestDifference(expected, await ask(tried, question));
  const times: number[] = [];
  for (let run = 0; run < TIMED_RUNS; run += 1) {
    refuseStopped();
    const startedAt = now();
    await ask(tried, question);
    times.push(now() - startedAt);
  }
  times.sort((a, b) => a - b);
  return { id, largestDifference: difference, tolerance: question.tolerance, msPerRun: times[(TIMED_RUNS - 1) / 2] ?? 0 };
}

/** JSON knows no infinity; what differs without bound is told as the largest number. */
const finite = (report: NetworkReport): NetworkReport => ({
  ...report,
  largestDifference: Math.min(report.largestDifference, Number.MAX_VALUE),
});

const firstLine = (text: string): string => (text.split('\n')[0] ?? '').slice(0, 300);

function deviceOf(provider: ProviderName): string {
  if (provider === 'cpu') return 'processor, one thread for each network';
  return provider === 'coreml' || provider === 'webgpu'
    ? "the system's first choice; the runtime does not name it"
    : 'device 0; the runtime does not name it';
}
