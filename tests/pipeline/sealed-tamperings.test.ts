// The table of tamperings goes on for a case whose head was sealed. docs/validation/case-tamperings.md is this table too.
import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeAll, describe, expect, it } from 'vitest';
import { sealHead } from '../../src/core/seals/seal-head.ts';
import { openCase } from '../../src/store/open-case.ts';
import { verifyCase } from '../../src/verify/case/verify-case.ts';
import { selfSigned, SIGNED_AT } from '../helpers/signed-pdf.ts';
import { databaseOf, rechained, write } from '../helpers/tamper-case.ts';
import type { Tampering } from '../helpers/tamperings-of-files.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { unseenTamperings } from '../helpers/unseen-tamperings.ts';
import { hash, ME, wholeCase } from '../helpers/whole-case.ts';

const root = tempFolder();
const sealed = join(root, 'sealed');
const sealedOther = join(root, 'sealed-other');
await wholeCase(sealed);
await wholeCase(sealedOther, 'Case two');
const lastSeq = new Database(databaseOf(sealed), { readonly: true }).prepare('SELECT max(seq) FROM ledger').pluck().get() as number;

/** Of a case whose head was sealed: after the last entry of the others stands that of the seal. */
const sealPath = `seals/${String(lastSeq).padStart(6, '0')}.p7s`;
const [{ make: lastOut }, { make: tagAnew }] = unseenTamperings(lastSeq);
const table: readonly Tampering[] = [
  { name: 'a seal removed', make: (at) => rmSync(join(at, sealPath)), named: [`seal-missing ${sealPath}`] },
  {
    name: 'one bit of a seal',
    make: (at) => write(at, sealPath, (bytes) => (bytes.writeUInt8(bytes.readUInt8(bytes.length - 9) ^ 1, bytes.length - 9), bytes)),
    named: [`seal-hash-wrong ${sealPath}`, `seal-wrong ${sealPath}`],
  },
  {
    name: 'the entry of a seal taken out, the file left',
    make: rechained((row) => (row.seq > lastSeq ? null : row)),
    named: [`seal-unrecorded ${sealPath}`],
  },
  {
    name: 'the last report and the last tag taken out with their entries and their numbers, behind a seal',
    make: lastOut,
    named: [`seal-unrecorded ${sealPath}`],
  },
  {
    name: 'the words of a tag in record and ledger, every hash after it made to fit, before a seal',
    make: tagAnew,
    named: [`ledger-head-unknown ${lastSeq + 1}`, `seal-wrong ${sealPath}`],
  },
  {
    name: 'the same, and the entry of the seal made to fit',
    make: (at) => {
      tagAnew(at);
      const db = new Database(databaseOf(at), { readonly: true });
      const head = db.prepare('SELECT hash FROM ledger WHERE seq = ?').pluck().get(lastSeq) as string;
      db.close();
      rechained((row) =>
        row.seq > lastSeq
          ? { ...row, payload_json: row.payload_json.replace(/"ledgerHead":"[0-9a-f]{64}"/, `"ledgerHead":"${head}"`) }
          : row,
      )(at);
    },
    named: [`seal-wrong ${sealPath}`],
  },
  {
    name: 'the seal of another case put in its place, and its hash with it',
    make: (at) => {
      const bytes = readFileSync(join(sealedOther, sealPath));
      write(at, sealPath, () => bytes);
      rechained((row) =>
        row.seq > lastSeq
          ? {
              ...row,
              payload_json: row.payload_json
                .replace(/"sha256":"[0-9a-f]{64}"/, `"sha256":"${hash('sha256', bytes)}"`)
                .replace(/"sizeBytes":\d+/, `"sizeBytes":${bytes.length}`),
            }
          : row,
      )(at);
    },
    named: [`seal-wrong ${sealPath}`],
  },
];

beforeAll(async () => {
  const identity = await selfSigned();
  for (const folder of [sealed, sealedOther]) {
    const store = openCase(folder, { now: () => SIGNED_AT, penumbraVersion: '0.1.0' });
    await sealHead({ store, folder, actor: ME }, { identity, at: SIGNED_AT, timestampUrl: null });
    store.close();
  }
}, 60_000);

let count = 0;
const copy = (): string => {
  const folder = join(root, `copy-${count++}`);
  cpSync(sealed, folder, { recursive: true });
  return folder;
};

describe('tamperings of a case whose head was sealed', () => {
  it.each(table)('names $name', async ({ make, named }) => {
    const folder = copy();
    make(folder);
    const { problems } = await verifyCase(folder);
    expect([...new Set(problems.map(({ kind, subject }) => `${kind} ${subject}`))]).toEqual(named);
  });

  it('judges a seal as it judges the signature of a report', async () => {
    const { ok, seals } = await verifyCase(copy());
    expect(ok).toBe(true);
    const found = { intact: { ok: true }, valid: { ok: true }, trusted: { ok: false }, timestamp: null };
    expect(seals).toMatchObject([{ seq: 21 }, { seq: lastSeq, entry: lastSeq + 1, signer: 'CN=Demo Examiner', ...found }]);
  });

  it('stands in the documentation, line by line', () => {
    const rows = table.map(({ name, named }) => {
      const kinds = [...new Set(named.map((one) => `\`${one.split(' ')[0] ?? ''}\``))];
      return `| ${name} | ${kinds.join(', ')} |`;
    });
    const text = readFileSync(join(import.meta.dirname, '../../docs/validation/case-tamperings.md'), 'utf8');
    const [, after = ''] = text.split('## Of a case whose head was sealed');
    const written = after.split('\n').filter((line) => /^\| .* \| `/.test(line));
    expect(written.map((line) => line.replace(/ +\|/g, ' |'))).toEqual(rows);
  });
});
