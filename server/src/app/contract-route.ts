import type { ZodType } from 'zod';
import { ProblemSchema } from '../contract/kiosk-api.ts';

/** A route as the contract has it. */
interface ContractRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly params?: ZodType;
  readonly query?: ZodType;
  readonly body?: ZodType;
  readonly response?: ZodType;
}

type SchemaOf<Route extends ContractRoute> = { readonly tags: readonly string[] } & (Route extends {
  response: infer Response;
}
  ? { readonly response: { readonly 200: Response; readonly '4xx': typeof ProblemSchema } }
  : unknown) &
  (Route extends { params: infer Params } ? { readonly params: Params } : unknown) &
  (Route extends { query: infer Query } ? { readonly querystring: Query } : unknown) &
  (Route extends { body: infer Body } ? { readonly body: Body } : unknown);

/** The half of a Fastify route that the contract says: what is asked for where, what it is made of, what is answered. */
export function contractRoute<Route extends ContractRoute>(route: Route, tag: string) {
  const { method, path, params, query, body, response } = route;
  const schema = {
    tags: [tag],
    ...(params && { params }),
    ...(query && { querystring: query }),
    ...(body && { body }),
    ...(response && { response: { 200: response, '4xx': ProblemSchema } }),
  };
  return { method, url: path, schema: schema as unknown as SchemaOf<Route> };
}

/** A route that takes a form with a file. It is read as it comes, and checked by whoever reads it: `form` is its documentation. */
export function uploadRoute<Route extends ContractRoute>(route: Route, tag: string, form: ZodType) {
  const { schema, ...rest } = contractRoute(route, tag);
  return {
    ...rest,
    schema: { ...schema, consumes: ['multipart/form-data'], body: form },
    validatorCompiler: () => (value: unknown) => ({ value }),
  };
}
