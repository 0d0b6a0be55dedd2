import { sendInvoiceWish } from './payments/invoices.ts';
import { tellPreferences } from './remembering.ts';
import { record, type PaymentWorld } from './payments/payment-world.ts';
import { tellSurvey, tellTicket } from './tickets.ts';

/** As many as the server takes at once. */
const ORPHANS_AT_ONCE = 100;

/** What the server has to hear of sooner or later: notes that belong to nobody, and what was told off line. */
export interface Errands {
  /** Looks for something to tell and tells it; at most one round is under way. Never rejects. */
  run(): void;
  /** Ends when no round is under way. */
  settled(): Promise<void>;
}

export function startErrands(world: PaymentWorld): Errands {
  let round: Promise<void> | undefined;
  const goRound = async () => {
    try {
      await noteOrphans(world);
      await tellOrphans(world);
      for (const intent of world.journal.openIntents()) {
        if (world.stopping.aborted) return;
        if (intent.kind === 'invoice') await sendInvoiceWish(world, intent);
        if (intent.kind === 'preferences') await tellPreferences(world, intent);
        if (intent.kind === 'ticket') await tellTicket(world, intent.payload);
        if (intent.kind === 'survey') await tellSurvey(world, intent.payload);
      }
    } catch (error) {
      world.log.warn({ error }, 'errands broke off; the journal keeps them');
    }
  };
  return {
    run: () => {
      if (round || world.stopping.aborted) return;
      round = goRound().finally(() => {
        round = undefined;
      });
    },
    settled: async () => round,
  };
}

/** Journals what the bridge has found in the box, under the ids that the bridge gave. */
async function noteOrphans(world: PaymentWorld): Promise<void> {
  const found = await world.devices.cashAcceptor.orphans();
  // A bridge that is away is asked again with the next beat.
  if (!found.ok) return;
  const fresh = found.value.filter(({ orphanId }) => world.journal.intentsOf(orphanId).length === 0);
  if (fresh.length === 0) return;
  world.log.error({ notes: fresh.length }, 'notes in the box belong to no payment');
  const open = fresh.map(({ orphanId, stackedAt, denominationFen }) => ({
    id: orphanId,
    kind: 'orphan' as const,
    subject: orphanId,
    payload: { stackedAt, ...(denominationFen === undefined ? {} : { denominationFen }) },
  }));
  record(world, { open });
}

async function tellOrphans(world: PaymentWorld): Promise<void> {
  const open = world.journal.openIntents().filter((intent) => intent.kind === 'orphan');
  const orphans = open.slice(0, ORPHANS_AT_ONCE).map(({ id, payload }) => ({ orphanId: id, ...payload }));
  if (orphans.length === 0 || world.stopping.aborted) return;
  const told = await world.server.reportOrphans(orphans);
  if (!told.ok) {
    world.log.warn({ failure: told.error, notes: orphans.length }, 'orphan notes are not told yet');
    return;
  }
  const close = told.value.orphanIds.map((id) => ({ id, kind: 'orphan' as const, outcome: { told: true as const } }));
  record(world, { close });
}
