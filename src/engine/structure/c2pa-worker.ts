/** Thread entry: reads and validates C2PA manifests, which are hostile input to a large library, within the memory that its starter allows. */
import { readFile } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { BMFF, JPEG, PNG, type Asset } from '@trustnxt/c2pa-ts/asset';
import { SuperBox } from '@trustnxt/c2pa-ts/jumbf';
import {
  ActionAssertion,
  BMFFHashAssertion,
  DataHashAssertion,
  IngredientAssertion,
  ManifestStore,
  ValidationResult,
  type Manifest,
} from '@trustnxt/c2pa-ts/manifest';
import type { FileStructure } from '../../contract/structure.ts';
import { printable } from './bytes.ts';

export type C2pa = NonNullable<FileStructure['c2pa']>;
type Present = Extract<C2pa, { status: 'present' }>;
type Entry = ValidationResult['statusEntries'][number];

async function answer(path: string): Promise<C2pa> {
  const data = new Uint8Array(await readFile(path));
  try {
    const asset = open(data);
    if (asset === null) return { status: 'not read', reason: 'C2PA is read in JPEG, PNG, HEIF and MP4 files only.' };
    const jumbf = asset.getManifestJUMBF();
    if (jumbf === undefined) return { status: 'absent' };
    return await validated(asset, new Uint8Array(jumbf));
  } catch (error) {
    return malformed(error);
  }
}

function open(data: Uint8Array): Asset | null {
  for (const kind of [JPEG, PNG, BMFF]) if (kind.canRead(data)) return new kind(data);
  return null;
}

const EMPTY = {
  manifests: 0,
  claimGenerator: null,
  signer: null,
  issuer: null,
  signedAtUtc: null,
  assertions: [],
  actions: [],
  ingredients: [],
};

function malformed(error: unknown): Present {
  const words = printable(error instanceof Error ? error.message : 'no reason given', 400);
  return { ...EMPTY, status: 'present', wellFormed: false, valid: null, trusted: 'not assessed', reasons: [{ code: 'malformed', words }] };
}

async function validated(asset: Asset, jumbf: Uint8Array<ArrayBuffer>): Promise<Present> {
  const store = ManifestStore.read(SuperBox.fromBuffer(jumbf));
  const manifest = store.getActiveManifest();
  if (manifest === undefined) return malformed(new Error('The store holds no manifest.'));
  const result = await store.validate(asset).catch((error: unknown) => ValidationResult.fromError(asError(error)));
  const entries: Entry[] = [...result.statusEntries];
  // The library leaves the picture's own hash unchecked once the certificate displeases it; an examiner wants to know both.
  for (const assertion of manifest.assertions?.assertions ?? []) {
    if (!(assertion instanceof DataHashAssertion || assertion instanceof BMFFHashAssertion)) continue;
    if (entries.some(({ code }) => /Hash\.(mis)?match$/.test(code))) break;
    const binding = await assertion.validateAgainstAsset(asset).catch((error: unknown) => ValidationResult.fromError(asError(error)));
    entries.push(...binding.statusEntries);
  }
  const errors = entries.filter(({ success }) => success === false);
  return {
    status: 'present',
    wellFormed: true,
    valid: result.isValid && errors.length === 0,
    trusted: 'not assessed',
    reasons: errors.slice(0, 40).map(({ code, explanation }) => ({ code: short(code, 120), words: short(explanation ?? '', 400) })),
    manifests: store.manifests.length,
    ...contents(manifest),
  };
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
const short = (text: unknown, limit: number): string => printable(typeof text === 'string' ? text : '', limit);
const known = (text: unknown, limit: number): string | null => short(text, limit) || null;

function contents(manifest: Manifest) {
  const { claim, signature, assertions } = manifest;
  const list = assertions?.assertions ?? [];
  const cose = signature?.signatureData;
  const at = cose?.timestamp;
  return {
    claimGenerator: known([claim?.claimGeneratorName, claim?.claimGeneratorVersion].filter(Boolean).join(' '), 400),
    signer: known(cose?.certificate?.subject, 400),
    issuer: known(cose?.certificate?.issuer, 400),
    signedAtUtc: at === undefined || Number.isNaN(at.getTime()) ? null : at.toISOString(),
    assertions: list.slice(0, 100).map(({ fullLabel }) => short(fullLabel, 120)),
    actions: list
      .flatMap((assertion) => (assertion instanceof ActionAssertion ? assertion.actions : []))
      .slice(0, 100)
      .map(({ action, digitalSourceType, softwareAgent }) => ({
        action: short(action, 120),
        sourceType: known(digitalSourceType, 200),
        agent: known(softwareAgent?.name, 200),
      })),
    ingredients: list
      .flatMap((assertion) => (assertion instanceof IngredientAssertion ? [assertion] : []))
      .slice(0, 100)
      .map(({ title, relationship, format }) => ({
        title: known(title, 200),
        relationship: short(relationship, 80),
        format: known(format, 80),
      })),
  };
}

// Last, because it runs what stands above.
const { path } = workerData as { readonly path: string };
parentPort?.postMessage(await answer(path));
