/** What this machine remembers between sessions: the cases it has opened. */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { Failure } from '../../base/failure.ts';
import { atomicWrite } from '../../base/node/atomic-write.ts';
import { CaseSummary } from '../../contract/cases.ts';
import { ProviderWish } from '../../contract/providers.ts';

const RecentCase = z.strictObject({ folder: z.string(), summary: CaseSummary });
export type RecentCase = z.infer<typeof RecentCase>;

const Settings = z.strictObject({ version: z.literal(1), recentCases: z.array(RecentCase), provider: ProviderWish.optional() });
type Settings = z.infer<typeof Settings>;

/** Enough for a list that a person can read. */
const MOST_RECENT = 100;

export class SettingsFile {
  readonly #folder: string;

  constructor(dataFolder: string) {
    this.#folder = dataFolder;
  }

  /** Newest first. A settings file that cannot be understood is an error, never silently replaced. */
  async recentCases(): Promise<RecentCase[]> {
    return (await this.#read()).recentCases;
  }

  /** Puts the case at the top; a case that was copied elsewhere is remembered where it was opened last. */
  async remember(recent: RecentCase): Promise<void> {
    const settings = await this.#read();
    const others = settings.recentCases.filter((one) => one.summary.id !== recent.summary.id && one.folder !== recent.folder);
    await this.#write({ ...settings, recentCases: [recent, ...others].slice(0, MOST_RECENT) });
  }

  /** The processor unless someone chose otherwise: its numbers are the same to the byte, run after run (ADR 0011). */
  async providerWish(): Promise<ProviderWish> {
    return (await this.#read()).provider ?? 'cpu';
  }

  async setProviderWish(provider: ProviderWish): Promise<void> {
    await this.#write({ ...(await this.#read()), provider });
  }

  async #write(settings: Settings): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    await atomicWrite(this.#path, `${JSON.stringify(settings, null, 2)}\n`, 0o600);
  }

  get #path(): string {
    return join(this.#folder, 'settings.json');
  }

  async #read(): Promise<Settings> {
    let text: string;
    try {
      text = await readFile(this.#path, 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { version: 1, recentCases: [] };
      throw new Failure('FILE_UNREADABLE', 'settings.json', { cause: error });
    }
    try {
      return Settings.parse(JSON.parse(text));
    } catch (error) {
      throw new Failure('FILE_UNREADABLE', 'settings.json', { cause: error });
    }
  }
}
