import { timingSafeEqual } from 'node:crypto';
import { failed, ok, type Result } from '@louting/common/result';
import { type ReceiptKey, verifyToken } from '../receipts/receipts.ts';

/** A week: a child far away finds a weekend. */
const LIVES_MS = 7 * 86_400_000;

/** The last day ends at its own midnight, so that the date on the paper is true to the hour. */
export function slipExpiry(madeAt: number): number {
  const day = new Date(madeAt + LIVES_MS + 8 * 3_600_000).toISOString().slice(0, 10);
  return Date.parse(`${day}T24:00:00+08:00`);
}

export function slipToken(slipId: string, key: ReceiptKey): string {
  return `${slipId}.${verifyToken(`pay-slip ${slipId}`, key)}`;
}

/** @returns the id of the slip, when this server signed it */
export function slipIdOf(token: string, key: ReceiptKey): string | undefined {
  const [slipId = ''] = token.split('.');
  const expected = Buffer.from(slipToken(slipId, key));
  const given = Buffer.from(token);
  return given.length === expected.length && timingSafeEqual(given, expected) ? slipId : undefined;
}

/** @returns LT-1033 revoked, LT-1032 expired */
export function usable(
  slip: { readonly expiresAt: number; readonly revoked: boolean },
  now: number,
): Result<undefined> {
  if (slip.revoked) return failed('LT-1033');
  return now < slip.expiresAt ? ok() : failed('LT-1032');
}

/** On the receipt: whose bill it was, and that somebody else paid. */
export function onBehalfOf(nameMasked: string): string {
  return `${nameMasked}（他人代付）`;
}
