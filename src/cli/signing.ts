/** What the commands that sign have in common: the identity, the level, and how what was reached is said. */
import { readNamed } from '../base/node/named-file.ts';
import type { FileIdentity, NewReport, Report, WantedLevel } from '../contract/report.ts';
import { UsageError } from './command.ts';

export const LEVEL_OPTIONS = {
  level: { type: 'string' },
  tsa: { type: 'string' },
  'allow-lower-level': { type: 'boolean' },
} as const;

export const LEVEL_HELP = `  --level <level>           B-B: nothing leaves this machine; B-T: a hash of the signature is sent to the timestamp
                            authority; B-LT: also asks the authorities of the certificates whether they were revoked;
                            without it, as the settings say (B-T where --tsa is given)
  --tsa <url>               this RFC 3161 timestamp authority instead of the one in the settings
  --allow-lower-level       sign at a lower level when an authority cannot be reached; otherwise nothing is written`;

const LEVELS: Readonly<Record<string, WantedLevel>> = { 'B-B': 'PAdES B-B', 'B-T': 'PAdES B-T', 'B-LT': 'PAdES B-LT' };

interface LevelValues {
  readonly level?: string | undefined;
  readonly tsa?: string | undefined;
  readonly 'allow-lower-level'?: boolean | undefined;
}

/** @throws UsageError */
export function readLevel(values: LevelValues): Pick<NewReport, 'level' | 'timestampUrl' | 'allowLowerLevel'> {
  const level = values.level === undefined ? undefined : LEVELS[values.level];
  if (values.level !== undefined && level === undefined) throw new UsageError('--level is B-B, B-T or B-LT');
  if (values.tsa !== undefined && !/^https?:\/\/[^/?#@]+([/?#]|$)/.test(values.tsa))
    throw new UsageError('--tsa is an http or https address without name or password');
  return {
    ...(level === undefined ? {} : { level }),
    ...(values.tsa === undefined ? {} : { timestampUrl: values.tsa }),
    ...(values['allow-lower-level'] === true ? { allowLowerLevel: true } : {}),
  };
}

/** @throws UsageError, Failure FILE_NOT_FOUND, FILE_UNREADABLE */
export async function readIdentity(p12: string | undefined, passphraseFile: string | undefined): Promise<FileIdentity | null> {
  if ((p12 === undefined) !== (passphraseFile === undefined)) throw new UsageError('--identity and --passphrase-file are given together');
  if (p12 === undefined || passphraseFile === undefined) return null;
  const [bytes, passphrase] = await Promise.all([readNamed(p12), readFirstLine(passphraseFile)]);
  return { pkcs12Base64: bytes.toString('base64'), passphrase };
}

/** A passphrase, which is never an argument. @throws Failure FILE_NOT_FOUND, FILE_UNREADABLE */
export async function readFirstLine(path: string): Promise<string> {
  return (await readNamed(path)).toString('utf8').split(/\r?\n/, 1)[0] ?? '';
}

export function signatureInWords({ level, signer, selfSigned, timestamp, missed }: Report['signature']): string {
  if (level === 'none') return 'not signed';
  const time = timestamp === undefined ? '' : `\ntimestamp ${timestamp.atUtc} from ${timestamp.url}`;
  const lower = missed === undefined ? '' : `\nLOWER than asked: ${missed.level} could not be reached (${missed.code})`;
  return `signed (${level}) by ${signer ?? 'an unnamed signer'}${selfSigned ? ', self-signed' : ''}${time}${lower}`;
}
