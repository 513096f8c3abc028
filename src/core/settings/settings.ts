/** What this machine remembers between sessions: the cases it has opened. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../../base/node/make-folder.ts';
import { isMissing } from '../../base/node/is-missing.ts';
import * as z from 'zod';
import { Failure } from '../../base/failure.ts';
import { atomicWrite } from '../../base/node/atomic-write.ts';
import { CaseSummary, PastVerification, ReverifyDays } from '../../contract/cases.ts';
import { Language } from '../../contract/language.ts';
import { OneAtATime } from '../cases/one-at-a-time.ts';
import { ProviderWish } from '../../contract/providers.ts';
import { SigningSettings } from '../../contract/report.ts';
import { SittingSettings } from '../../contract/sitting.ts';

const RecentCase = z.strictObject({ folder: z.string(), summary: CaseSummary, verified: PastVerification.optional() });
export type RecentCase = z.infer<typeof RecentCase>;

const Settings = z.strictObject({
  version: z.literal(1),
  recentCases: z.array(RecentCase),
  provider: ProviderWish.optional(),
  signing: SigningSettings.optional(),
  language: Language.optional(),
  sitting: SittingSettings.optional(),
  reverifyDays: ReverifyDays.optional(),
});
type Settings = z.infer<typeof Settings>;

/** Enough for a list that a person can read. */
const MOST_RECENT = 100;
/** Our choice: so many cases with the longest names and paths that can be typed stay below half of it. What is larger was not written here. */
const MOST_BYTES = 2_000_000;

export class SettingsFile {
  readonly #folder: string;
  readonly #turns = new OneAtATime();

  constructor(dataFolder: string) {
    this.#folder = dataFolder;
  }

  /** Newest first. A settings file that cannot be understood is an error, never silently replaced. */
  async recentCases(): Promise<RecentCase[]> {
    return (await this.#read()).recentCases;
  }

  /** Puts the case at the top; a case that was copied elsewhere is remembered where it was opened last. */
  remember(recent: RecentCase): Promise<void> {
    return this.#change((recentCases) => {
      const isIt = (one: RecentCase): boolean => one.summary.id === recent.summary.id || one.folder === recent.folder;
      const before = recentCases.find((one) => one.folder === recent.folder && one.summary.id === recent.summary.id)?.verified;
      const now: RecentCase = before === undefined || recent.verified !== undefined ? recent : { ...recent, verified: before };
      return [now, ...recentCases.filter((one) => !isIt(one))].slice(0, MOST_RECENT);
    });
  }

  rememberVerification(folder: string, verified: NonNullable<RecentCase['verified']>): Promise<void> {
    return this.#change((recentCases) => recentCases.map((one) => (one.folder === folder ? { ...one, verified } : one)));
  }

  /** The list only: nothing of the case is touched. */
  forget(caseId: string): Promise<void> {
    return this.#change((recentCases) => recentCases.filter((one) => one.summary.id !== caseId));
  }

  /** A verification that ends in the background must not write over a case that was opened meanwhile. */
  #change(change: (recentCases: RecentCase[]) => RecentCase[]): Promise<void> {
    return this.#turns.run(async () => {
      const settings = await this.#read();
      await this.#write({ ...settings, recentCases: change(settings.recentCases) });
    });
  }

  /** The processor unless someone chose otherwise: its numbers are the same to the byte, run after run (ADR 0011). */
  async providerWish(): Promise<ProviderWish> {
    return (await this.#read()).provider ?? 'cpu';
  }

  async setProviderWish(provider: ProviderWish): Promise<void> {
    await this.#keep({ provider });
  }

  /** No authority unless someone named one: then nothing leaves the machine. */
  async signing(): Promise<SigningSettings> {
    return (await this.#read()).signing ?? { timestampUrl: null, level: 'PAdES B-B' };
  }

  async setSigning(signing: SigningSettings): Promise<void> {
    await this.#keep({ signing });
  }

  /** English unless someone chose otherwise, whatever the system speaks: a window looks the same on every machine of a laboratory. */
  async language(): Promise<Language> {
    return (await this.#read()).language ?? 'en';
  }

  async setLanguage(language: Language): Promise<void> {
    await this.#keep({ language });
  }

  async reverifyDays(): Promise<ReverifyDays> {
    return (await this.#read()).reverifyDays ?? 7;
  }

  async setReverifyDays(reverifyDays: ReverifyDays): Promise<void> {
    await this.#keep({ reverifyDays });
  }

  async sitting(): Promise<SittingSettings> {
    return (await this.#read()).sitting ?? { lockAfterMinutes: 15, lockWithCase: false };
  }

  async setSitting(sitting: SittingSettings): Promise<void> {
    await this.#keep({ sitting });
  }

  /** In turn with what a verification in the background remembers, or one would write over the other. */
  #keep(part: Partial<Settings>): Promise<void> {
    return this.#turns.run(async () => this.#write({ ...(await this.#read()), ...part }));
  }

  async #write(settings: Settings): Promise<void> {
    makeFolder(this.#folder);
    await atomicWrite(this.#path, `${JSON.stringify(settings, null, 2)}\n`, 0o600);
  }

  get #path(): string {
    return join(this.#folder, 'settings.json');
  }

  async #read(): Promise<Settings> {
    let text: string;
    try {
      const { size } = await stat(this.#path);
      if (size > MOST_BYTES) throw new Failure('FILE_UNREADABLE', `settings.json: larger than ${String(MOST_BYTES)} bytes`);
      text = await readFile(this.#path, 'utf8');
    } catch (error) {
      if (isMissing(error)) return { version: 1, recentCases: [] };
      if (error instanceof Failure) throw error;
      throw new Failure('FILE_UNREADABLE', 'settings.json', { cause: error });
    }
    try {
      return Settings.parse(JSON.parse(text));
    } catch (error) {
      throw new Failure('FILE_UNREADABLE', 'settings.json', { cause: error });
    }
  }
}
