/** The vocabulary of CASE 1.4 and UCO 1.4 that a case graph uses, and the small pieces that its nodes are made of. */
import type { Hashes } from '../../contract/exhibits.ts';
import type { Json } from '../../base/json.ts';
import { uuid5 } from './uuid5.ts';

export const CONTEXT = {
  kb: 'urn:uuid:',
  'case-investigation': 'https://ontology.caseontology.org/case/investigation/',
  'uco-action': 'https://ontology.unifiedcyberontology.org/uco/action/',
  'uco-analysis': 'https://ontology.unifiedcyberontology.org/uco/analysis/',
  'uco-configuration': 'https://ontology.unifiedcyberontology.org/uco/configuration/',
  'uco-core': 'https://ontology.unifiedcyberontology.org/uco/core/',
  'uco-identity': 'https://ontology.unifiedcyberontology.org/uco/identity/',
  'uco-observable': 'https://ontology.unifiedcyberontology.org/uco/observable/',
  'uco-tool': 'https://ontology.unifiedcyberontology.org/uco/tool/',
  'uco-types': 'https://ontology.unifiedcyberontology.org/uco/types/',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
} as const;

export type Node = { readonly '@id': string; readonly '@type': string } & Readonly<Record<string, Json>>;
export interface Ref {
  readonly '@id': string;
}

/** Names of records within one case: `ref('E1')`. */
export type Names = (name: string) => Ref & Record<string, Json>;
export const namesOf =
  (caseId: string): Names =>
  (name) => ({ '@id': `kb:${uuid5(caseId, name)}` });

export const time = (atUtc: string): Json => ({ '@type': 'xsd:dateTime', '@value': atUtc });

/** Members that are null, or lists without anything in them, are not stated. */
export function node(ref: Ref, type: string, members: Readonly<Record<string, Json>>): Node {
  const stated = Object.entries(members).filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0));
  return { '@id': ref['@id'], '@type': type, ...Object.fromEntries(stated) };
}

const METHODS = [
  ['SHA256', 'sha256'],
  ['SHA1', 'sha1'],
  ['MD5', 'md5'],
] as const;

export interface StatedFile {
  /** What it is known by in the case: E1, R1, or its path. */
  readonly name: string;
  readonly fileName: string;
  readonly path: string | null;
  readonly sizeBytes: number;
  readonly hashes: Partial<Hashes>;
  readonly modifiedAtUtc?: string | null;
  readonly description: string;
}

/** A file with its size and hashes. */
export function fileNode(names: Names, file: StatedFile): Node {
  const { name, fileName, path, sizeBytes, hashes } = file;
  return node(names(name), 'uco-observable:File', {
    'uco-core:name': name,
    'uco-core:description': file.description,
    'uco-core:hasFacet': [
      node(names(`${name}/file`), 'uco-observable:FileFacet', {
        'uco-observable:fileName': fileName,
        'uco-observable:filePath': path,
        'uco-observable:sizeInBytes': sizeBytes,
        'uco-observable:modifiedTime': file.modifiedAtUtc == null ? null : time(file.modifiedAtUtc),
      }),
      node(names(`${name}/content`), 'uco-observable:ContentDataFacet', {
        'uco-observable:sizeInBytes': sizeBytes,
        'uco-observable:hash': METHODS.flatMap(([method, key]) => {
          const value = hashes[key];
          return value === undefined
            ? []
            : [
                node(names(`${name}/${key}`), 'uco-types:Hash', {
                  'uco-types:hashMethod': method,
                  'uco-types:hashValue': { '@type': 'xsd:hexBinary', '@value': value },
                }),
              ];
        }),
      }),
    ],
  });
}

export const person = (names: Names, name: string): Ref & Record<string, Json> => names(`person/${name}`);
export const tool = (names: Names, name: string, version: string): Ref & Record<string, Json> => names(`tool/${name}/${version}`);

/** What was said stays said; the ontology has three words for where it stands. */
export const takenBack = (withdrawn: { readonly by: string; readonly atUtc: string } | null): Readonly<Record<string, Json>> =>
  withdrawn === null
    ? {}
    : { 'uco-core:objectStatus': 'Deprecated', 'uco-core:description': `taken back by ${withdrawn.by} at ${withdrawn.atUtc}` };
