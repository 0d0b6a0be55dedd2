import { createHash, createHmac } from 'node:crypto';

/** A call of an Alibaba Cloud API in the RPC style: all its parameters stand in the query. */
export interface AcsCall {
  readonly host: string;
  readonly action: string;
  /** Of the API, e.g. `2017-05-25`. */
  readonly version: string;
  readonly query: Readonly<Record<string, string>>;
  /** `2026-11-29T04:00:00Z` */
  readonly date: string;
  readonly nonce: string;
}

const ALGORITHM = 'ACS3-HMAC-SHA256';
const hash = (text: string) => createHash('sha256').update(text).digest('hex');

/** RFC 3986: what `encodeURIComponent` leaves is still too much. */
function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

export function canonicalQuery(query: Readonly<Record<string, string>>): string {
  return Object.keys(query)
    .toSorted()
    .map((name) => `${encode(name)}=${encode(query[name] ?? '')}`)
    .join('&');
}

/** Headers of a call with an empty body, signed by the third version of the signature of Alibaba Cloud. */
export function signedHeaders(
  call: AcsCall,
  key: { readonly id: string; readonly secret: string },
): Readonly<Record<string, string>> {
  const headers: Readonly<Record<string, string>> = {
    host: call.host,
    'x-acs-action': call.action,
    'x-acs-content-sha256': hash(''),
    'x-acs-date': call.date,
    'x-acs-signature-nonce': call.nonce,
    'x-acs-version': call.version,
  };
  const names = Object.keys(headers).toSorted();
  const lines = names.map((name) => `${name}:${headers[name]}\n`).join('');
  const request = ['POST', '/', canonicalQuery(call.query), lines, names.join(';'), hash('')].join('\n');
  const signature = createHmac('sha256', key.secret)
    .update(`${ALGORITHM}\n${hash(request)}`)
    .digest('hex');
  return {
    ...headers,
    authorization: `${ALGORITHM} Credential=${key.id},SignedHeaders=${names.join(';')},Signature=${signature}`,
  };
}
