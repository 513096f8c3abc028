/** AlgorithmIdentifier (RFC 5280, 4.1.1.2). */
import { DerError, expectTag, TAG, type Der } from './der.ts';

/** `parameters` is `null` when absent or NULL. @throws DerError */
export function readAlgorithm(element: Der | undefined): { readonly oid: string; readonly parameters: Der | null } {
  const [type, parameters, ...more] = expectTag(element, TAG.sequence, 'AlgorithmIdentifier').children;
  const oid = type?.oid ?? null;
  if (oid === null || more.length > 0) throw new DerError('AlgorithmIdentifier is malformed');
  return {
    oid,
    parameters: parameters === undefined || (parameters.tag === TAG.null && parameters.value.length === 0) ? null : parameters,
  };
}
