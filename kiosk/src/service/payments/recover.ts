import type { FailureCode } from '@louting/common/failure-codes';
import { isUncertain, type RecoveredPayment } from '../../flows/effects.ts';
import { isErrand, type IntentClosing, type OutcomeOf, type StoredIntent } from '../journal/intents.ts';
import { pause } from '../pause.ts';
import { wasOffline } from './offline-cash.ts';
import { record, type PaymentWorld } from './payment-world.ts';
import { owedReceipts } from './receipts.ts';
import type { Resolver } from './resolver.ts';

/** Open intents that leave their order without an end. */
const ORDER_KINDS: ReadonlySet<StoredIntent['kind']> = new Set([
  'order',
  'note',
  'change',
  'settlement',
  'offline-cash',
  'card-sale',
]);
const PRINTED: OutcomeOf<'print'> = { print: 'printed' };
const NOT_PRINTED: OutcomeOf<'print'> = { print: 'failed' };
const UNKNOWN_PRINT: OutcomeOf<'print'> = { print: 'unknown', code: 'LT-3205' };
const ASK_AGAIN_MS = 1_000;
const PRINTER_PATIENCE_MS = 10_000;

/**
 * Settles everything the last run left open, before a customer is taken. Answers the payments whose owner has no paper
 * yet. While a device or the server keeps silent it goes on asking: `onWaiting` tells the screen why.
 */
export async function recover(
  world: PaymentWorld,
  resolver: Resolver,
  onWaiting: (code: FailureCode | undefined) => void,
): Promise<readonly RecoveredPayment[]> {
  const left = world.journal.openIntents().filter((intent) => !isErrand(intent));
  if (left.length === 0) return [];
  world.log.warn({ openIntents: left.length }, 'recovering');
  onWaiting('LT-5005');

  record(world, { close: left.flatMap(unfinishedWork) });
  const orderIds = new Set(left.filter(({ kind }) => ORDER_KINDS.has(kind)).map(({ subject }) => subject));
  for (const orderId of orderIds) await resolver.resolve(orderId);
  for (const intent of left) if (isReceiptPrint(intent)) await settlePrint(world, intent);

  const recovered: RecoveredPayment[] = [];
  for (const intent of world.journal.openIntents()) {
    if (intent.kind !== 'receipt') continue;
    // Its owner left long ago: it waits for their card.
    if (wasOffline(world, intent.subject)) {
      record(world, { close: owedReceipts(world, intent.subject, 'to-collect') });
      continue;
    }
    const owed = await owedReceipt(world, intent.subject);
    if (owed) recovered.push(owed);
  }
  if (recovered.some(({ print }) => print === 'first')) await printerThere(world);
  onWaiting(undefined);
  return recovered;
}

function unfinishedWork(intent: StoredIntent): IntentClosing[] {
  const { id, kind } = intent;
  // A slip is not owed: nothing hangs on whether it came out.
  if (kind === 'print') return isReceiptPrint(intent) ? [] : [{ id, kind, outcome: UNKNOWN_PRINT }];
  if (kind === 'reprint') return [{ id, kind, outcome: { code: 'LT-3205' } }];
  // The order itself tells what the charge came to.
  if (kind === 'payer-code') return [{ id, kind, outcome: { answer: 'UNKNOWN' } }];
  return [];
}

function isReceiptPrint(intent: StoredIntent): boolean {
  return intent.kind === 'print' && intent.payload.form === 'receipt';
}

/** The printer's own witness of a receipt that was under way; what it cannot tell may follow only as a marked copy. */
async function settlePrint(world: PaymentWorld, { id, subject }: StoredIntent): Promise<void> {
  const outcome = await world.devices.printer.outcomeOf(id);
  if (world.stopping.aborted) return;
  world.log.warn({ orderId: subject, jobId: id, outcome }, 'receipt that was being printed');
  const print = { printed: PRINTED, notPrinted: NOT_PRINTED, unknown: UNKNOWN_PRINT }[outcome];
  const owed = outcome === 'printed' ? owedReceipts(world, subject, 'printed') : [];
  record(world, { close: [{ id, kind: 'print', outcome: print }, ...owed] });
}

async function owedReceipt(world: PaymentWorld, orderId: string): Promise<RecoveredPayment | undefined> {
  for (;;) {
    const result = await world.server.watchPaymentOrder(orderId, { waitMs: 0, signal: world.stopping });
    if (!result.ok && isUncertain(result.error) && !world.stopping.aborted) {
      await pause(ASK_AGAIN_MS, world.stopping);
      continue;
    }
    const receipt = result.ok ? result.value.receipt : undefined;
    if (!receipt) {
      record(world, { close: owedReceipts(world, orderId, 'not-found') });
      return undefined;
    }
    return { orderId, receipt, print: mayBePrinted(world, orderId) ? 'offer-copy' : 'first' };
  }
}

/** After a power cut the printer comes up later than the kiosk; a receipt owed is worth a short wait, but no more. */
async function printerThere({ devices, stopping }: PaymentWorld): Promise<void> {
  const { printer } = devices;
  const isThere = () => printer.report().state === 'ok' || printer.report().state === 'attention';
  if (isThere()) return;
  const came = new AbortController();
  const unsubscribe = printer.onReport(() => {
    if (isThere()) came.abort();
  });
  await pause(PRINTER_PATIENCE_MS, AbortSignal.any([came.signal, stopping]));
  unsubscribe();
}

function mayBePrinted(world: PaymentWorld, orderId: string): boolean {
  return world.journal
    .intentsOf(orderId)
    .some(
      (intent) => intent.kind === 'print' && intent.payload.form === 'receipt' && intent.outcome?.print !== 'failed',
    );
}
