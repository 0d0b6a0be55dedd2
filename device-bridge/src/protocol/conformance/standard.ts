import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** A type as the fixture writes it: `'a|b'` an enum, `'#X'` another definition, `['T']` a list, `'<key>'` a map's keys. */
export type Notation = string | null | readonly Notation[] | { readonly [name: string]: Notation };

interface Part {
  readonly version: string;
  readonly payload: Notation;
}
export type StandardMessage = Readonly<Partial<Record<'command' | 'completion' | 'event' | 'unsolicited', Part>>>;

interface Fixture {
  readonly source: string;
  readonly profileP1: { readonly commands: readonly string[]; readonly events: readonly string[] };
  readonly messages: Readonly<Record<string, StandardMessage>>;
  readonly defs: Readonly<Record<string, Notation>>;
}

/** Names, types and versions of XFS4IoT 2024-03, as far as a kiosk needs them. */
export const STANDARD = JSON.parse(
  readFileSync(new URL('xfs4iot-2024-03.fixture.json', import.meta.url), 'utf8'),
) as Fixture;

type JsonSchema = {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
};

/** Where a schema of ours says more than the standard's type: `common.failureCode`, `reason = perhaps`. */
export function beyondStandard(schema: z.ZodType, type: Notation): readonly string[] {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  return compareSchema(json, type ?? {}, '');
}

function compareSchema(schema: JsonSchema, notation: Notation, path: string): readonly string[] {
  const type = resolve(notation);
  if (type === undefined) return [];
  if (schema.anyOf) return schema.anyOf.flatMap((choice) => compareSchema(choice, type, path));
  const given = kindOf(schema);
  if (given === undefined || given === 'null') return [];
  if (typeof type === 'string' || type === null) return compareWord(schema, type, path);
  if (Array.isArray(type)) {
    return given === 'array' ? compareSchema(schema.items ?? {}, type[0] ?? null, path) : [`${path} is a list`];
  }
  if (given !== 'object') return [`${path} is an object`];
  const members = type as Readonly<Record<string, Notation>>;
  const named = Object.entries(schema.properties ?? {}).flatMap(([name, member]) => {
    const here = path === '' ? name : `${path}.${name}`;
    const of = members[name] ?? members['<key>'];
    return of === undefined ? [here] : compareSchema(member, of, here);
  });
  const others = schema.additionalProperties;
  const keyed = members['<key>'];
  if (typeof others !== 'object' || keyed === undefined) return named;
  return [...named, ...compareSchema(others, keyed, `${path}.*`)];
}

function compareWord(schema: JsonSchema, type: string | null, path: string): readonly string[] {
  const words = schema.enum ?? (schema.const === undefined ? [] : [schema.const]);
  if (type?.includes('|') ?? false) {
    const known = new Set<unknown>(type?.split('|'));
    return words.filter((word) => word !== null && !known.has(word)).map((word) => `${path} = ${String(word)}`);
  }
  const expected = type === 'integer' || type === 'number' || type === 'boolean' ? type : 'string';
  const kind = kindOf(schema);
  const given = kind === 'integer' && expected === 'number' ? 'number' : kind;
  return given === expected ? [] : [`${path} is ${kind ?? 'anything'}`];
}

/** Its type, null left aside: absent and null mean the same. */
function kindOf({ type }: JsonSchema): string | undefined {
  return typeof type === 'object' ? type.find((kind) => kind !== 'null') : type;
}

/** Where a payload that was sent is not of the standard's type. */
export function valueBeyondStandard(value: unknown, notation: Notation, path = ''): readonly string[] {
  const type = resolve(notation);
  if (type === undefined || value === null || value === undefined) return [];
  if (Array.isArray(type)) {
    if (!Array.isArray(value)) return [`${path} is a list`];
    return value.flatMap((item) => valueBeyondStandard(item, type[0] as Notation, path));
  }
  if (typeof type === 'object' && type !== null) {
    const members = type as Readonly<Record<string, Notation>>;
    if (typeof value !== 'object') return [`${path} is an object`];
    return Object.entries(value).flatMap(([name, member]) => {
      const here = path === '' ? name : `${path}.${name}`;
      const of = members[name] ?? members['<key>'];
      return of === undefined ? [here] : valueBeyondStandard(member, of, here);
    });
  }
  if (typeof type === 'string' && type.includes('|') && !type.split('|').some((word) => word === value)) {
    return [`${path} = ${JSON.stringify(value)}`];
  }
  const isNumber = type === 'integer' || type === 'number';
  if (isNumber !== (typeof value === 'number') || (type === 'boolean') !== (typeof value === 'boolean')) {
    return [`${path} is ${typeof value}`];
  }
  return [];
}

/** Undefined: a type the fixture leaves out. */
function resolve(type: Notation): Notation | undefined {
  return typeof type === 'string' && type.startsWith('#') ? STANDARD.defs[type.slice(1)] : type;
}
