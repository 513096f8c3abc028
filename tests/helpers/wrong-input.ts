/** Inputs of the contract's procedures made by chance: some that its schemas allow, some with one part exchanged for what an attacker would send. */
import * as z from 'zod';
import type { Chance } from '../../scripts/hostile/random.ts';
import { type ProcedureName, procedures } from '../../src/contract/index.ts';

interface Schema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly prefixItems?: readonly Schema[];
  readonly minItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  readonly format?: string;
}

const pick = <T>(chance: Chance, list: readonly T[]): T => list[chance.below(list.length)] as T;
const schemaOf = (name: ProcedureName): Schema => z.toJSONSchema(procedures[name].input, { io: 'input', unrepresentable: 'any' }) as Schema;

/** Texts that the schemas let through, and that something behind them might stumble over. */
const TEXTS = [
  'a',
  'Ünruhig \ud83d\ude00',
  '__proto__',
  '../../etc/passwd',
  '%00%0a',
  '\u202egnp.exe',
  '\ud800',
  "'; DROP TABLE ledger; --",
  'x'.repeat(60),
];
const NUMBERS = [0, 1, 2, 5, -1, 0.5, 63, 500, 1e5, 2 ** 31, 2 ** 53 - 1, -(2 ** 53 - 1), 1e308];

const cyclic: Record<string, unknown> = {};
cyclic.self = cyclic;
const deep = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels)) as unknown;
/** What may stand in any place; a window's bridge carries more than JSON does. */
const WRONG: readonly unknown[] = [
  undefined, null, NaN, Infinity, -0, -1, 1.5, 2 ** 53, 1e308, 10n, true, '', ' ', '\u0000', 'x'.repeat(1 << 20), '__proto__', 'constructor', '\ud800',
  [], [null], {}, new Array(100_000).fill(0), JSON.parse('{"__proto__": {"polluted": 1}}'), deep(5000), cyclic,
  new Date(NaN), new Map([['a', 1]]), new Uint8Array(8), /x/, Object.create(null), () => 1, Symbol('x'),
  { toString: 1 }, { then: () => undefined }, { toJSON: () => { throw new Error('no'); } }, 'E0', 'E1\n', 'E999999999', 'J1 ', 'pack:../x',
]; // prettier-ignore

/** A value that the schema allows, but for refinements; `ids` are the ones that are there, by their first letter. */
function allowed(schema: Schema, chance: Chance, ids: Readonly<Record<string, readonly string[]>>): unknown {
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return allowed(pick(chance, choices), chance, ids);
  if (schema.allOf !== undefined)
    return allowed({ ...schema, ...Object.assign({}, ...schema.allOf), allOf: undefined } as Schema, chance, ids);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return pick(chance, schema.enum);
  const { minimum = -1e9, maximum = 1e9 } = schema;
  switch (schema.type) {
    case 'object': {
      const named = Object.entries(schema.properties ?? {}).filter(
        ([key]) => schema.required?.includes(key) === true || chance.below(2) === 0,
      );
      return Object.fromEntries(named.map(([key, inner]) => [key, allowed(inner, chance, ids)]));
    }
    case 'array': {
      if (schema.prefixItems !== undefined) return schema.prefixItems.map((inner) => allowed(inner, chance, ids));
      return Array.from({ length: (schema.minItems ?? 0) + chance.below(4) }, () => allowed(schema.items ?? {}, chance, ids));
    }
    case 'integer':
    case 'number': {
      const fitting = NUMBERS.filter(
        (number) => number >= minimum && number <= maximum && (schema.type === 'number' || Number.isInteger(number)),
      );
      return chance.below(3) === 0
        ? pick(chance, fitting)
        : Math.max(minimum, 0) + chance.below(Math.min(10, maximum - Math.max(minimum, 0) + 1));
    }
    case 'boolean':
      return chance.below(2) === 0;
    case 'null':
      return null;
    case 'string': {
      const letter = /^\^([A-Z])\[1-9\]/.exec(schema.pattern ?? '')?.[1];
      if (letter !== undefined) return pick(chance, [...(ids[letter] ?? []), `${letter}1`, `${letter}2`, `${letter}999999999`]);
      if (schema.format === 'uuid') return pick(chance, [...(ids.uuid ?? []), '00000000-0000-4000-8000-000000000000']);
      if (schema.pattern?.startsWith('^(?:pack:)') === true) return pick(chance, [...(ids.detector ?? []), 'pack:none', 'nothing']);
      return pick(
        chance,
        schema.pattern?.startsWith('^(\\d|') === true ? ['0', '1', '63', 'mid', 'side'] : [...TEXTS, ...(ids.text ?? [])],
      );
    }
    default:
      return pick(chance, WRONG);
  }
}

/** The same value with one part of it, chosen by chance, exchanged, taken away or added. */
function broken(value: unknown, chance: Chance): unknown {
  if (typeof value !== 'object' || value === null || chance.below(4) === 0) return pick(chance, WRONG);
  if (Array.isArray(value)) {
    const at = chance.below(value.length + 1);
    return [...value.slice(0, at), broken(value[at], chance), ...value.slice(at + 1)];
  }
  const keys = Object.keys(value);
  const key = pick(chance, [...keys, 'more', '__proto__']);
  const entries = Object.entries(value);
  if (chance.below(5) === 0) return Object.fromEntries(entries.filter(([name]) => name !== key));
  return Object.fromEntries([...entries.filter(([name]) => name !== key), [key, broken((value as Record<string, unknown>)[key], chance)]]);
}

export function inputByChance(name: ProcedureName, chance: Chance, ids: Readonly<Record<string, readonly string[]>>): unknown {
  const fitting = allowed(schemaOf(name), chance, ids);
  return chance.below(2) === 0 ? fitting : broken(fitting, chance);
}
