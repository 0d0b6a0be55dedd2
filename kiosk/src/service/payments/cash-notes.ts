import { failed, ok, type Result } from '@louting/common/result';
import { isUncertain, type FlowEffects, type NoteOutcome, type Resolution } from '../../flows/effects.ts';
import type { NoteFact, StoredIntent } from '../journal/intents.ts';
import { pause } from '../pause.ts';
import { factsOf, settlementOf } from './order-facts.ts';
import { changeFor } from './change.ts';
import { concludeOrder } from './orders.ts';
import { record, type PaymentWorld } from './payment-world.ts';
import { owedReceipts } from './receipts.ts';
import type { Resolver } from './resolver.ts';

/** How long an owner waits at the machine for a lost device bridge, in milliseconds; after that the resolver waits. */
const PATIENCE_MS = 45_000;
const ASK_AGAIN_MS = 500;

type NoteEffects = Pick<FlowEffects, 'takeNote' | 'stackNote' | 'returnNote' | 'clearNote' | 'settleCash'>;

export function cashNoteEffects(world: PaymentWorld, resolver: Resolver): NoteEffects {
  const { journal, devices, failPoints, newId } = world;
  const acceptor = devices.cashAcceptor;
  /** The wait for a note of each order, so that clearing starts only after it has ended. */
  const waits = new Map<string, Promise<unknown>>();

  /** Asks until the note's fate is known, or patience ends. */
  const fateOf = async (orderId: string, noteId: string): Promise<NoteOutcome> => {
    const deadline = world.clock.now() + PATIENCE_MS;
    for (;;) {
      const asked = await askNote(world, orderId, noteId);
      if (asked.ok) return outcomeOf(asked.value);
      if (world.clock.now() >= deadline || world.stopping.aborted) return { outcome: 'open', code: asked.error.code };
      await pause(ASK_AGAIN_MS, world.stopping);
    }
  };

  return {
    takeNote: async ({ orderId, limitFen, remainingFen }, signal) => {
      const noteId = newId();
      const written = record(world, { open: [{ id: noteId, kind: 'note', subject: orderId, payload: { limitFen } }] });
      if (!written.ok) return written;
      failPoints.hit('acceptor.take-note.before');
      const wait = acceptor.takeNote(noteId, limitFen, signal);
      waits.set(orderId, wait);
      const taken = await wait;
      failPoints.hit('acceptor.take-note.after');
      if (!taken.ok) return taken;
      const changeFen = await changeFor(world, taken.value.denominationFen, remainingFen);
      return ok({ noteId, ...taken.value, ...(changeFen !== undefined && { changeFen }) });
    },

    stackNote: async ({ orderId, noteId, denominationFen, overpayConsent }) => {
      const payload = { noteId, denominationFen, overpayConsent };
      const written = record(world, { open: [{ id: newId(), kind: 'stack', subject: orderId, payload }] });
      if (!written.ok) return { outcome: 'not-stacked', code: written.error.code };
      failPoints.hit('acceptor.stack.before');
      const stacked = await acceptor.stack(noteId);
      failPoints.hit('acceptor.stack.after');
      if (!stacked.ok) return fateOf(orderId, noteId);
      const fact: NoteFact = { note: 'stacked', ...stacked.value, stackedAt: world.clock.now() };
      concludeNote(world, orderId, noteId, fact);
      return outcomeOf(fact);
    },

    returnNote: async ({ orderId, noteId }) => {
      failPoints.hit('acceptor.return.before');
      const returned = await acceptor.returnNote(noteId);
      failPoints.hit('acceptor.return.after');
      if (!returned.ok) return fateOf(orderId, noteId);
      concludeNote(world, orderId, noteId, { note: 'returned' });
      return { outcome: 'returned' };
    },

    clearNote: async ({ orderId }) => {
      await waits.get(orderId)?.catch(() => undefined);
      const open = journal.intentsOf(orderId).find(isOpenNote);
      return open ? fateOf(orderId, open.id) : { outcome: 'returned' };
    },

    settleCash: async ({ orderId, disposition }) => {
      const facts = factsOf(orderId, journal.intentsOf(orderId));
      // With a note still in doubt the settlement would miss it: first the resolver has to ask.
      if (!facts || facts.notes.some(({ fact }) => fact === undefined)) return failed('LT-2103');
      if (facts.change && !facts.change.fact) return failed('LT-2103');
      const request = settlementOf(facts, { disposition, recovered: false });
      if (!request) return failed('LT-2301');
      const intentId = newId();
      const written = record(world, {
        open: [{ id: intentId, kind: 'settlement', subject: orderId, payload: request }],
      });
      // Nothing was sent, but the notes are journaled: the resolver settles once the disk takes writes again.
      if (!written.ok) return failed('LT-2103');
      if (facts.offline) return settledInTime(world, orderId, resolver.resolve(orderId));
      return sendSettlement(world, orderId, intentId, request);
    },
  };
}

/** The line may just have come back; if not, the owner leaves with a slip, and the receipt waits for their card. */
async function settledInTime(
  world: PaymentWorld,
  orderId: string,
  resolving: Promise<Resolution>,
): ReturnType<FlowEffects['settleCash']> {
  const over = new AbortController();
  const resolution = await Promise.race([
    resolving,
    pause(world.lineBackMs, AbortSignal.any([over.signal, world.stopping])).then(() => undefined),
  ]);
  over.abort();
  if (resolution) {
    if (resolution.resolved === 'order') return ok(resolution.order);
    return failed(resolution.resolved === 'refused' ? resolution.code : 'LT-2109');
  }
  const keepReceipt = () => {
    const close = owedReceipts(world, orderId, 'to-collect');
    if (close.length > 0) record(world, { close });
  };
  // Rejects only when the service stops: then the next start keeps the receipt.
  resolving.then(keepReceipt, () => undefined);
  return failed('LT-5001');
}

/**
 * Sends a journaled settlement and journals its answer. A failure that `isUncertain` leaves the intent open; any other is
 * the server's refusal, and final.
 */
export async function sendSettlement(
  world: PaymentWorld,
  orderId: string,
  intentId: string,
  request: Parameters<PaymentWorld['server']['settleCash']>[1],
): ReturnType<PaymentWorld['server']['settleCash']> {
  const result = await world.server.settleCash(orderId, request);
  if (result.ok) {
    const outcome = { booked: result.value.state };
    // Booked without being final happens when every note is in suspense: staff conclude it, the kiosk is done.
    const state = result.value.state === 'FAILED' || result.value.state === 'CLOSED' ? result.value.state : 'SUCCEEDED';
    concludeOrder(world, { ...result.value, state }, [{ id: intentId, kind: 'settlement', outcome }]);
  } else if (!isUncertain(result.error)) {
    const { code } = result.error;
    world.log.error({ orderId, code }, 'server refuses the cash that is inside');
    record(world, {
      close: [
        { id: intentId, kind: 'settlement', outcome: { refused: code } },
        { id: orderId, kind: 'order', outcome: { order: 'REFUSED', code } },
      ],
    });
  }
  return result;
}

/** Asks once what became of a note, gives it back when it is still in escrow, and journals the answer. */
export async function askNote(world: PaymentWorld, orderId: string, noteId: string): Promise<Result<NoteFact>> {
  const { devices, failPoints, journal, clock } = world;
  const acceptor = devices.cashAcceptor;
  failPoints.hit('acceptor.status.before');
  const asked = await acceptor.statusOf(noteId);
  failPoints.hit('acceptor.status.after');
  if (!asked.ok) return asked;

  let fact: NoteFact;
  switch (asked.value.status) {
    case 'escrow': {
      failPoints.hit('acceptor.return.before');
      const returned = await acceptor.returnNote(noteId);
      failPoints.hit('acceptor.return.after');
      if (!returned.ok) return returned;
      fact = { note: 'returned' };
      break;
    }
    case 'stacked':
      fact = { note: 'stacked', denominationFen: asked.value.denominationFen, stackedAt: clock.now() };
      break;
    case 'unknown': {
      const stack = journal.intentsOf(orderId).find((intent) => isStackOf(intent, noteId));
      const seen = stack?.kind === 'stack' ? stack.payload.denominationFen : undefined;
      const denominationFen = asked.value.denominationFen ?? seen;
      fact = { note: 'suspense', ...(denominationFen === undefined ? {} : { denominationFen }) };
      break;
    }
    default:
      fact = { note: 'returned' };
  }
  concludeNote(world, orderId, noteId, fact);
  return ok(fact);
}

function concludeNote(world: PaymentWorld, orderId: string, noteId: string, fact: NoteFact): void {
  const stacks = world.journal.intentsOf(orderId).filter((intent) => isStackOf(intent, noteId));
  record(world, {
    close: [
      { id: noteId, kind: 'note', outcome: fact },
      ...stacks.map(({ id }) => ({ id, kind: 'stack' as const, outcome: fact })),
    ],
  });
}

function outcomeOf(fact: NoteFact): NoteOutcome {
  if (fact.note === 'stacked') return { outcome: 'stacked', denominationFen: fact.denominationFen };
  return { outcome: fact.note };
}

function isOpenNote(intent: StoredIntent): boolean {
  return intent.kind === 'note' && intent.outcome === undefined;
}

function isStackOf(intent: StoredIntent, noteId: string): boolean {
  return intent.kind === 'stack' && intent.payload.noteId === noteId;
}
