import { fen, type Fen, ZERO_FEN } from '@louting/common/money';
import type { Result } from '@louting/common/result';
import { ok } from '@louting/common/result';
import type { FlowEffects } from '../../flows/effects.ts';
import type { ChangeFact } from '../journal/intents.ts';
import { record, type PaymentWorld } from './payment-world.ts';

/** Change back to the owner: journaled under its own id before the first coin, and believed only from the device. */
export function changeEffects(world: PaymentWorld): Pick<FlowEffects, 'payChange'> {
  const { devices, failPoints, newId } = world;
  return {
    payChange: async ({ orderId, amountFen }) => {
      const changeId = newId();
      const intent = { id: changeId, kind: 'change', subject: orderId, payload: { amountFen } } as const;
      const written = record(world, { open: [intent] });
      // Nothing was paid: all of it stays with the payment.
      if (!written.ok) return { outcome: 'settled', paidFen: ZERO_FEN };
      failPoints.hit('change.pay.before');
      await devices.change.pay(changeId, amountFen);
      failPoints.hit('change.pay.after');
      const asked = await askChange(world, changeId);
      return asked.ok ? { outcome: 'settled', paidFen: asked.value.paidFen } : { outcome: 'open' };
    },
  };
}

/** The change that can be given back exactly for a note; undefined when there is none. */
export async function changeFor({ devices }: PaymentWorld, noteFen: Fen, remainingFen: Fen): Promise<Fen | undefined> {
  if (noteFen <= remainingFen) return undefined;
  const changeFen = fen(noteFen - remainingFen);
  return (await devices.change.canPay(changeFen)) ? changeFen : undefined;
}

/** Asks once how much of a payout came out, and journals the answer. */
export async function askChange(world: PaymentWorld, changeId: string): Promise<Result<ChangeFact>> {
  const asked = await world.devices.change.statusOf(changeId);
  if (!asked.ok) return asked;
  record(world, { close: [{ id: changeId, kind: 'change', outcome: asked.value }] });
  return ok(asked.value);
}
