import { z } from 'zod';
import type { IdentificationContext } from './identification-context.ts';
import { type IdentityKeys, keyedHash, seal, unseal } from './identity-keys.ts';

/** How long a phone remembers whose it is. */
export const REMEMBERED_S = 90 * 86_400;

const TokenSchema = z.strictObject({ deviceId: z.uuid(), phone: z.string(), at: z.int() });

/** A phone that was proved: its token goes into a cookie of that phone, sealed, and can be forgotten here. */
export async function rememberPhone(
  { storage, clock, newId, keys }: IdentificationContext,
  phone: string,
): Promise<string> {
  const now = clock.now();
  const deviceId = newId();
  await storage.transact((tx) =>
    tx
      .insertInto('owner_phone')
      .values({
        device_id: deviceId,
        phone_hash: keyedHash(keys, 'phone', phone),
        remembered_at: now,
        last_used_at: now,
        forgotten_at: null,
      })
      .execute(),
  );
  return seal(keys, 'owner-phone', JSON.stringify({ deviceId, phone, at: now }));
}

/** @returns undefined for a token that is forged, too old or forgotten */
export async function rememberedPhone(
  { storage, clock, keys }: IdentificationContext,
  token: string,
): Promise<string | undefined> {
  const now = clock.now();
  const opened = tokenOf(keys, token);
  if (!opened || opened.at + REMEMBERED_S * 1000 <= now) return undefined;
  const row = await storage.db
    .selectFrom('owner_phone')
    .select('phone_hash')
    .where('device_id', '=', opened.deviceId)
    .where('forgotten_at', 'is', null)
    .executeTakeFirst();
  return row?.phone_hash === keyedHash(keys, 'phone', opened.phone) ? opened.phone : undefined;
}

export async function forgetPhone({ storage, clock, keys }: IdentificationContext, token: string): Promise<void> {
  const opened = tokenOf(keys, token);
  if (!opened) return;
  await storage.transact((tx) =>
    tx.updateTable('owner_phone').set({ forgotten_at: clock.now() }).where('device_id', '=', opened.deviceId).execute(),
  );
}

function tokenOf(keys: IdentityKeys, token: string): z.output<typeof TokenSchema> | undefined {
  const text = unseal(keys, 'owner-phone', token);
  return text === undefined ? undefined : TokenSchema.safeParse(JSON.parse(text)).data;
}
