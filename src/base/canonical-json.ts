/** Canonical JSON after RFC 8785: one value has exactly one text, so that a hash over it means something. */
import canonicalize from 'canonicalize';
import { must } from './assert.ts';
import type { Json } from './json.ts';

/** Strings with lone surrogates are made well-formed first: UTF-8 cannot carry them, so they would not come back the same. */
export function canonicalJson(value: Json): string {
  return must(canonicalize(wellFormed(value)), 'canonical JSON of a value that JSON cannot carry');
}

/** The same value with every lone surrogate replaced by U+FFFD; keys whose value is `undefined` are dropped, as JSON does. */
export function wellFormed(value: Json): Json {
  if (typeof value === 'string') return value.toWellFormed();
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((item: Json) => wellFormed(item));
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]: [string, unknown]) => item !== undefined)
      .map(([key, item]) => [key.toWellFormed(), wellFormed(item)]),
  );
}
