import { z } from 'zod';

/** What a fault may be told besides its name: how often, at which line, of which hopper. */
export interface FaultDetail {
  readonly name: string;
  readonly needed: boolean;
  readonly least?: number;
  readonly most?: number;
  readonly initially?: number;
  readonly choices?: readonly number[];
}

export interface FaultDescription {
  readonly name: string;
  /** What `set-fault` wants as its `fault`, the detail left out. */
  readonly body: string | Readonly<Record<string, string>>;
  readonly detail?: FaultDetail;
}

type Json = z.core.JSONSchema.BaseSchema;

/** The faults a schema lets through, so that nobody has to write them down again. */
export function faultsIn(schema: z.ZodType): readonly FaultDescription[] {
  const root: Json = z.toJSONSchema(schema, { io: 'input' });
  return alternativesOf(root).flatMap(faultsOfAlternative);
}

/** @throws RangeError when the device has no such fault, or needs a detail that is missing */
export function faultBody(faults: readonly FaultDescription[], name: string, detail: number | undefined): unknown {
  const fault = faults.find((each) => each.name === name);
  if (!fault) throw new RangeError(`no such fault; there are: ${faults.map((each) => each.name).join(' ')}`);
  const value = detail ?? (fault.detail?.needed ? fault.detail.least : undefined);
  if (value === undefined || !fault.detail || typeof fault.body === 'string') return fault.body;
  return { ...fault.body, [fault.detail.name]: value };
}

function faultsOfAlternative(alternative: Json): readonly FaultDescription[] {
  const properties = Object.entries(alternative.properties ?? {}) as [string, Json][];
  const named = properties.find(([, property]) => namesIn(property).length > 0);
  if (!named) return namesIn(alternative).map((name) => ({ name, body: name }));
  const [key, names] = named;
  const other = properties.find((property) => property !== named);
  const detail = other && detailOf(other[0], other[1], alternative.required ?? []);
  return namesIn(names).map((name) => ({ name, body: { [key]: name }, ...(detail && { detail }) }));
}

function detailOf(name: string, schema: Json, required: readonly string[]): FaultDetail {
  const allowed: readonly unknown[] = schema.enum ?? [];
  const choices = allowed.filter((value) => typeof value === 'number');
  return {
    name,
    needed: required.includes(name),
    ...(schema.minimum !== undefined && { least: schema.minimum }),
    ...(schema.maximum !== undefined && { most: schema.maximum }),
    ...(typeof schema.default === 'number' && { initially: schema.default }),
    ...(choices.length > 0 && { choices }),
  };
}

function alternativesOf(schema: Json): readonly Json[] {
  return schema.oneOf ?? schema.anyOf ?? [schema];
}

function namesIn(schema: Json): readonly string[] {
  const values: readonly unknown[] = schema.enum ?? [schema.const];
  return values.filter((value) => typeof value === 'string');
}
