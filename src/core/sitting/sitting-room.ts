/** The examiner's identity while it is unlocked: in this process's memory alone, for one sitting, and with an end. */
import { Failure, toWireError } from '../../base/failure.ts';
import type { AppEvent } from '../../contract/index.ts';
import type { NewIdentity, SittingEnd, SittingSettings, SittingState } from '../../contract/sitting.ts';
import type * as z from 'zod';
import { entryFor } from '../../store/entries.ts';
import type { OpenCase } from '../context.ts';
import type { Ports } from '../ports.ts';
import { assertInForce, commonName, type Identity } from '../report/identity.ts';
import type { SettingsFile } from '../settings/settings.ts';
import { keepIdentity, keptIdentity, openKeptIdentity, removeIdentity, standingOf } from './kept-identity.ts';
import { PacedTries } from './paced-tries.ts';

/** How long a timestamp is waited for when a case is closed. */
const CLOSING_WAIT_MS = 5000;

/** How often the time is looked at: a machine that slept is locked so soon after it woke. */
const LOOK_EVERY_MS = 5000;

export interface SittingParts {
  readonly ports: Ports;
  readonly settings: SettingsFile;
  readonly emit: (event: AppEvent) => void;
  /** `null` while none is open. */
  readonly openCase: () => OpenCase | null;
  /** Signs the head of the case's ledger. */
  readonly seal: (opened: OpenCase, identity: Identity, limitMs: number) => Promise<unknown>;
}

interface Unlocked {
  readonly identity: Identity;
  readonly sinceUtc: string;
  readonly lockAfterMs: number;
  /** By two clocks: one of them stands still while the machine sleeps, the other can be set back. */
  last: { readonly atMs: number; readonly ticks: number };
}

export class SittingRoom {
  readonly #parts: SittingParts;
  readonly #tries = new PacedTries();
  #unlocked: Unlocked | null = null;
  #timer: NodeJS.Timeout | undefined;
  /** Whose ledger says that the sitting has started and not yet that it has ended. */
  #told: OpenCase | null = null;

  constructor(parts: SittingParts) {
    this.#parts = parts;
  }

  /** @throws Failure IDENTITY_LOCKED, IDENTITY_UNUSABLE */
  identity(): Identity {
    this.#look();
    if (this.#unlocked === null) throw new Failure('IDENTITY_LOCKED');
    assertInForce(this.#unlocked.identity, this.#parts.ports.now());
    return this.#unlocked.identity;
  }

  get isUnlocked(): boolean {
    this.#look();
    return this.#unlocked !== null;
  }

  async state(): Promise<SittingState> {
    const { ports, settings } = this.#parts;
    const [kept, chosen] = await Promise.all([keptIdentity(ports.dataFolder), settings.sitting()]);
    const unlocked = this.#unlocked;
    return {
      identity: kept === null ? null : { ...kept, standing: standingOf(kept, ports.now()) },
      unlocked:
        unlocked === null
          ? null
          : { sinceUtc: unlocked.sinceUtc, untilUtc: new Date(unlocked.last.atMs + unlocked.lockAfterMs).toISOString() },
      settings: chosen,
    };
  }

  async import({ pkcs12Base64, passphrase }: z.output<typeof NewIdentity>): Promise<SittingState> {
    const { dataFolder, now } = this.#parts.ports;
    await keepIdentity(dataFolder, Buffer.from(pkcs12Base64, 'base64'), passphrase, now());
    this.#end('identity-replaced');
    return this.#said();
  }

  async remove(): Promise<SittingState> {
    this.#end('identity-removed');
    await removeIdentity(this.#parts.ports.dataFolder);
    return this.#said();
  }

  async unlock(passphrase: string): Promise<SittingState> {
    const { ports, settings } = this.#parts;
    const identity = await this.#tries.run(() => openKeptIdentity(ports.dataFolder, passphrase));
    const now = ports.now();
    assertInForce(identity, now);
    const { lockAfterMinutes } = await settings.sitting();
    this.#end('locked');
    this.#unlocked = { identity, sinceUtc: now.toISOString(), lockAfterMs: lockAfterMinutes * 60_000, last: this.#here() };
    this.#timer = setInterval(() => unhindered(() => this.#look()), LOOK_EVERY_MS);
    this.#timer.unref();
    this.caseOpened();
    return this.#said();
  }

  async lock(): Promise<SittingState> {
    this.#end('locked');
    return this.#said();
  }

  async extend(): Promise<SittingState> {
    this.#look();
    if (this.#unlocked !== null) this.#unlocked.last = this.#here();
    return this.state();
  }

  async configure(chosen: SittingSettings): Promise<SittingState> {
    await this.#parts.settings.setSitting(chosen);
    if (this.#unlocked !== null) this.#unlocked = { ...this.#unlocked, lockAfterMs: chosen.lockAfterMinutes * 60_000, last: this.#here() };
    return this.#said();
  }

  /** The case's ledger says under whose key its acts may be signed from here on. */
  caseOpened(): void {
    const opened = this.#parts.openCase();
    const unlocked = this.#unlocked;
    if (opened === null || unlocked === null || this.#told === opened) return;
    this.#told = opened;
    const { identity, sinceUtc } = unlocked;
    opened.store.note(
      entryFor.sittingStarted(opened.actor, opened.store.info().id, {
        signer: commonName(identity),
        certificateSha256: identity.info.sha256,
        sinceUtc,
      }),
    );
  }

  /** The sitting ends for this case, and its ledger is sealed; whether the key goes too is a setting, unless the program ends. */
  async caseCloses(why: Extract<SittingEnd, 'case-closed' | 'quit'>): Promise<void> {
    const told = this.#told;
    let locks = why === 'quit';
    let name = '';
    try {
      if (!this.isUnlocked) return;
      locks ||= (await this.#parts.settings.sitting()).lockWithCase;
      if (told === null) return;
      ({ name } = told.store.info());
      const identity = this.identity();
      this.#noteEnd(why);
      await this.#parts.seal(told, identity, CLOSING_WAIT_MS);
    } catch (error) {
      // A case whose ledger cannot be written any more, on a full disk, can still be closed.
      console.error('the case is closed without a seal:', error);
      this.#parts.emit({ type: 'cases.leftUnsealed', name, error: toWireError(error) });
    } finally {
      this.#told = null;
      if (locks && this.#end(why)) this.#tell();
    }
  }

  #here(): Unlocked['last'] {
    return { atMs: this.#parts.ports.now().getTime(), ticks: performance.now() };
  }

  /** Locks when nothing was done for too long. */
  #look(): void {
    if (this.#unlocked === null) return;
    const { last, lockAfterMs } = this.#unlocked;
    const now = this.#here();
    if (Math.max(now.atMs - last.atMs, now.ticks - last.ticks) < lockAfterMs) return;
    this.#end('idle');
    this.#tell();
  }

  /** The key is let go before anything else is tried. Says whether there was one. */
  #end(why: SittingEnd): boolean {
    const was = this.#unlocked;
    if (was === null) return false;
    clearInterval(this.#timer);
    this.#unlocked = null;
    this.#noteEnd(why, was);
    return true;
  }

  #noteEnd(why: SittingEnd, unlocked = this.#unlocked): void {
    const told = this.#told;
    if (told === null || unlocked === null) return;
    this.#told = null;
    const { identity } = unlocked;
    told.store.note(
      entryFor.sittingEnded(told.actor, told.store.info().id, {
        signer: commonName(identity),
        certificateSha256: identity.info.sha256,
        why,
      }),
    );
  }

  #tell(): void {
    void this.#said().catch((error: unknown) => console.error('the sitting could not be told:', error));
  }

  async #said(): Promise<SittingState> {
    const sitting = await this.state();
    this.#parts.emit({ type: 'sitting.changed', sitting });
    return sitting;
  }
}

function unhindered(act: () => void): void {
  try {
    act();
  } catch (error) {
    console.error('the end of a sitting could not be written down:', error);
  }
}
