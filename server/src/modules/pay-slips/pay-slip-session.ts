import type { Clock } from '@louting/common/clock';
import { addFen, ZERO_FEN } from '@louting/common/money';
import { failed, ok, type Result } from '@louting/common/result';
import type { Session } from '../../contract/session-api.ts';
import type { Storage } from '../../storage/storage.ts';
import { maskName, maskRoomLabel } from '../estate/masking.ts';
import type { KioskIdentity } from '../kiosks/kiosks.store.ts';
import type { ReceiptKey } from '../receipts/receipts.ts';
import { SESSION_LIVES_MS, shownBill } from '../sessions/sessions.ts';
import { insertSession } from '../sessions/sessions.store.ts';
import type { Tries } from '../sessions/tries.ts';
import { onBehalfOf } from './pay-slips.ts';
import { type SlipInUse, useOfSlip } from './pay-slips.store.ts';

export interface PaySlipSessions {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly receiptKey: ReceiptKey;
}

/**
 * Somebody who may pay for the household of the slip, and sees what is owed and nothing else of it.
 * @returns LT-1008 too many tries, LT-1031 … LT-1033 of the slip, LT-1035 of another community, LT-1007 session id used
 */
export async function openByPaySlip(
  { storage, clock, receiptKey }: PaySlipSessions,
  tries: Tries,
  kiosk: KioskIdentity,
  request: { readonly sessionId: string; readonly token: string },
): Promise<Result<Session>> {
  const now = clock.now();
  if (!tries.allow(kiosk.kioskId, now)) return failed('LT-1008');
  const slip = await useOfSlip(storage.db, request.token, { now, receiptKey });
  if (!slip.ok) return slip;
  const { household } = slip.value;
  if (household.communityId !== kiosk.communityId) return failed('LT-1035');
  const session = sessionOf(request.sessionId, now + SESSION_LIVES_MS, slip.value);
  const [row] = await storage.transact((tx) =>
    insertSession(tx, {
      session_id: session.sessionId,
      kiosk_id: kiosk.kioskId,
      community_id: kiosk.communityId,
      room_id: household.roomId,
      bills: JSON.stringify(session.bills.map(shownBill)),
      payer_masked: onBehalfOf(session.payerMasked),
      room_label: session.roomLabel,
      opened_at: now,
      expires_at: session.expiresAt,
      closed_at: null,
      party_id: null,
      pay_slip_id: slip.value.slipId,
    }),
  );
  return row ? ok({ ...session, expiresAt: row.expires_at }) : failed('LT-1007');
}

/** Neither what is kept for the household nor what goes back to it is any business of who pays for it. */
function sessionOf(sessionId: string, expiresAt: number, { household, partyId, bills }: SlipInUse): Session {
  const party = household.parties.find((one) => one.partyId === partyId);
  return {
    sessionId,
    strength: 'weak',
    expiresAt,
    payerMasked: maskName(party?.name ?? ''),
    roomLabel: maskRoomLabel(household.roomLabel),
    prepaidFen: ZERO_FEN,
    bills: bills.map(({ roomId: _hidden, ...bill }) => bill),
    totalOutstandingFen: addFen(...bills.map(({ outstandingFen }) => outstandingFen)),
    preferences: {},
    lateOrders: [],
    refundCount: 0,
    disputes: [],
    onBehalf: true,
  };
}
