/** Exporting a signed report. */
import type { NewReport, Report, WantedLevel } from '../../contract/report.ts';
import type { Transport } from '../transport/transport.ts';
import type { Messages } from './messages.svelte.ts';

export interface FileIdentity {
  readonly file: File;
  readonly passphrase: string;
}

export class Reports {
  exporting = $state(false);
  readonly #transport: Transport;
  readonly #messages: Messages;

  constructor(transport: Transport, messages: Messages) {
    this.#transport = transport;
    this.#messages = messages;
  }

  /** `identity` null: the machine's own. The file is read here and sent once; it is kept nowhere. */
  async export(identity: FileIdentity | null, level: WantedLevel, remarks: string): Promise<Report | null> {
    if (this.exporting) return null;
    this.exporting = true;
    const report = await this.#messages.during('Exporting the report', async () =>
      this.#transport.call('report.export', {
        identity: await wireIdentity(identity),
        level,
        remarks: remarks.trim() === '' ? null : remarks.trim().replace(/\s+/g, ' '),
      }),
    );
    this.exporting = false;
    return report;
  }
}

async function wireIdentity(identity: FileIdentity | null): Promise<NewReport['identity']> {
  return identity === null ? null : { pkcs12Base64: await base64(identity.file), passphrase: identity.passphrase };
}

async function base64(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
