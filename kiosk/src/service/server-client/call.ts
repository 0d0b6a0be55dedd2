import type { Result } from '@louting/common/result';
import type { z } from 'zod';

/** A route of the contract: it says where a call goes, what it carries and what is answered. */
export interface CalledRoute {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  readonly response?: z.ZodType;
}

/** What a call to a route carries: all that the contract asks for there, and nothing else. */
type Carried<Route extends CalledRoute> = Part<Route, 'params'> & Part<Route, 'query'> & Part<Route, 'body'>;
type Part<Route, Name extends 'params' | 'query' | 'body'> = Route extends { readonly [N in Name]: z.ZodType }
  ? { readonly [N in Name]: Unchanged<z.input<Route[Name]>> }
  : unknown;
type Unchanged<Value> = Value extends readonly (infer Item)[]
  ? readonly Unchanged<Item>[]
  : Value extends object
    ? { readonly [Key in keyof Value]: Unchanged<Value[Key]> }
    : Value;

/** Nothing, where the contract promises nothing. */
export type Answer<Route extends CalledRoute> = Route extends { readonly response: infer Schema extends z.ZodType }
  ? z.output<Schema>
  : undefined;

interface Sending {
  /** Of its fail points. */
  readonly name: string;
  /** All calls carry ids made and journaled before, so that sending again answers the same. */
  readonly attempts: number;
  readonly extraPatienceMs?: number;
  readonly signal?: AbortSignal | undefined;
}

/** A call to whatever route. */
export interface AnyCall extends Sending {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
}

/** Sends it, and again where that is safe, and reads the answer by the schema of the contract. */
export type Calling = <Route extends CalledRoute>(
  route: Route,
  call: Sending & Carried<Route>,
) => Promise<Result<Answer<Route>>>;
