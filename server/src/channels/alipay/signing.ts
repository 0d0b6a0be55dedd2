import { createSign, createVerify, type KeyObject } from 'node:crypto';

/** RSA2 signatures of the gateway: SHA256withRSA over sorted `key=value` pairs. */

export type Parameters = Readonly<Record<string, string>>;

/** Pairs with an empty value are not signed. */
export function signedContent(parameters: Parameters, without: readonly string[]): string {
  return Object.keys(parameters)
    .filter((key) => parameters[key] !== '' && !without.includes(key))
    .sort()
    .map((key) => `${key}=${parameters[key]}`)
    .join('&');
}

export function sign(content: string | Buffer, privateKey: KeyObject): string {
  return createSign('RSA-SHA256').update(content).sign(privateKey, 'base64');
}

/** Two keys are in force while the platform's key is being exchanged; the gateway does not say which one it used. */
export function verify(content: string | Buffer, signature: string, publicKeys: readonly KeyObject[]): boolean {
  return publicKeys.some((key) => createVerify('RSA-SHA256').update(content).verify(key, signature, 'base64'));
}
