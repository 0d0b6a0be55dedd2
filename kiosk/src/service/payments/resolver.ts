import { isUncertain, type Resolution } from '../../flows/effects.ts';
import { pause } from '../pause.ts';
import { factsOf, nextStep, type OrderFacts } from './order-facts.ts';
import { askChange } from './change.ts';
import { askSale } from './bank-cards.ts';
import { askNote, sendSettlement } from './cash-notes.ts';
import { tellOfflineOrder } from './offline-cash.ts';
import { closeOnce } from './orders.ts';
import { record, type PaymentWorld } from './payment-world.ts';

/** Brings orders of unknown outcome to their end, whether or not anybody is waiting for them. */
export interface Resolver {
  /** Never rejects before the service stops; the same order is resolved once, whoever asks. */
  resolve(orderId: string): Promise<Resolution>;
}

const BACK_OFF_MS = [500, 1_000, 2_000, 5_000, 10_000];

export function startResolver(world: PaymentWorld): Resolver {
  const running = new Map<string, Promise<Resolution>>();

  const untilKnown = async (orderId: string): Promise<Resolution> => {
    for (let fruitless = 0; ;) {
      const facts = factsOf(orderId, world.journal.intentsOf(orderId));
      const resolution = await advance(world, orderId, facts);
      if (resolution === 'again') {
        fruitless = 0;
        continue;
      }
      if (resolution !== 'later') return resolution;
      if (world.stopping.aborted) throw new Error('the kiosk service stops; the journal keeps the order');
      await pause(BACK_OFF_MS[Math.min(fruitless, BACK_OFF_MS.length - 1)] ?? 10_000, world.stopping);
      fruitless += 1;
    }
  };

  return {
    resolve: (orderId) => {
      const known = running.get(orderId);
      if (known) return known;
      world.log.info({ orderId }, 'resolving an order of unknown outcome');
      const resolution = untilKnown(orderId).finally(() => running.delete(orderId));
      // Nobody may be waiting; whoever is, hears of it from their own promise.
      resolution.then(
        (known) => world.log.info({ orderId, resolved: known.resolved }, 'order resolved'),
        (error: unknown) => world.log.warn({ orderId, error }, 'order left to the next start'),
      );
      running.set(orderId, resolution);
      return resolution;
    },
  };
}

/** `again`: a step was taken; `later`: the other side did not answer. */
async function advance(
  world: PaymentWorld,
  orderId: string,
  facts: OrderFacts | undefined,
): Promise<Resolution | 'again' | 'later'> {
  const step = facts ? nextStep(facts) : ({ step: 'close-order' } as const);
  switch (step.step) {
    case 'ask-note': {
      const asked = await askNote(world, orderId, step.noteId);
      if (asked.ok && facts?.concluded && asked.value.note !== 'returned') {
        world.log.error(
          { orderId, noteId: step.noteId, fact: asked.value },
          'note found after its order was concluded',
        );
      }
      return asked.ok ? 'again' : 'later';
    }
    case 'ask-change':
      return (await askChange(world, step.changeId)).ok ? 'again' : 'later';
    case 'settle': {
      const intent = { id: world.newId(), kind: 'settlement', subject: orderId, payload: step.request } as const;
      return record(world, { open: [intent] }).ok ? 'again' : 'later';
    }
    case 'tell-order': {
      const told = await tellOfflineOrder(world, orderId);
      if (told.ok) return 'again';
      return isUncertain(told.error) ? 'later' : { resolved: 'refused', code: told.error.code };
    }
    case 'resend-settlement': {
      const result = await sendSettlement(world, orderId, step.intentId, step.request);
      if (result.ok) return { resolved: 'order', order: result.value };
      return isUncertain(result.error) ? 'later' : { resolved: 'refused', code: result.error.code };
    }
    case 'ask-sale':
      return (await askSale(world, orderId, step.saleId)) ?? 'later';
    case 'close-order': {
      const result = await closeOnce(world, orderId);
      if (result === undefined) return 'later';
      return result.ok ? { resolved: 'order', order: result.value } : { resolved: 'never-existed' };
    }
    default: {
      const result = await world.server.watchPaymentOrder(orderId, { waitMs: 0, signal: world.stopping });
      if (result.ok) return { resolved: 'order', order: result.value };
      return isUncertain(result.error) ? 'later' : { resolved: 'never-existed' };
    }
  }
}
