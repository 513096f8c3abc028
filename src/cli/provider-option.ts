/** The option `--provider`, the same for every command that runs networks. */
import { type ProviderChoice, ProviderWish } from '../contract/providers.ts';
import { UsageError } from './command.ts';

export const PROVIDER_HELP = `what runs the networks: cpu, auto, or one of cuda, tensorrt, dml, coreml, webgpu; where it is not there or does not
                     give the processor's numbers, the processor runs them, and why is said`;

/** `undefined` where nobody asked: the settings decide. */
export function readProvider(text: string | undefined): ProviderWish | undefined {
  if (text === undefined) return undefined;
  const wish = ProviderWish.safeParse(text);
  if (!wish.success) throw new UsageError(`--provider: "${text}" is none of ${ProviderWish.options.join(', ')}`);
  return wish.data;
}

/** One line for each that was not used; none where the first wish runs. */
export function passedOverInWords(provider: string, choice: ProviderChoice | undefined): string[] {
  return (choice?.passedOver ?? []).map((other) => `run on ${provider}: ${other.provider} was not used (${other.code}: ${other.words})`);
}
