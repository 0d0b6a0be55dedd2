import type { Result } from '@louting/common/result';
import type { Receipt } from '@louting/server/contract/kiosk-api';
import { isUncertain, nothingPrinted, type FlowEffects } from '../../flows/effects.ts';
import type { PrintDocument } from '../devices/device-ports.ts';
import type { IntentClosing, OutcomeOf } from '../journal/intents.ts';
import { record, type PaymentWorld } from './payment-world.ts';
import { receiptDocument, slipDocument } from './print-documents.ts';

type ReceiptEffects = Pick<FlowEffects, 'printReceipt' | 'copyReceipt' | 'leaveReceipt' | 'printSlip'>;

interface Job {
  readonly orderId: string;
  readonly number: string;
  readonly copyNumber: number;
  readonly document: PrintDocument;
}

export function receiptEffects(world: PaymentWorld): ReceiptEffects {
  /** One job: journaled, printed, journaled. */
  const print = async ({ orderId, number, copyNumber, document }: Job): Promise<Result<undefined>> => {
    const jobId = world.newId();
    const payload = { form: document.form, number, copyNumber };
    const written = record(world, { open: [{ id: jobId, kind: 'print', subject: orderId, payload }] });
    if (!written.ok) return written;
    world.failPoints.hit('printer.print.before');
    const result = await world.devices.printer.print(jobId, document);
    world.failPoints.hit('printer.print.after');

    const outcome = printOutcome(result);
    const close: IntentClosing[] = [{ id: jobId, kind: 'print', outcome }];
    if (document.form === 'receipt' && result.ok) close.push(...owedReceipts(world, orderId, 'printed'));
    record(world, { close });
    return result;
  };

  const printReceiptOf = (orderId: string, receipt: Receipt) =>
    print({
      orderId,
      number: receipt.receiptNumber,
      copyNumber: receipt.copyNumber,
      document: receiptDocument(receipt, world.largeType(), isCollected(world, orderId)),
    });

  return {
    printReceipt: ({ orderId, receipt }) => printReceiptOf(orderId, receipt),

    copyReceipt: async ({ orderId, receiptNumber }) => {
      const copyId = world.newId();
      const intent = { id: copyId, kind: 'reprint', subject: orderId, payload: { receiptNumber } } as const;
      const written = record(world, { open: [intent] });
      if (!written.ok) return written;
      const copy = await world.server.reprintReceipt(receiptNumber, copyId);
      if (!copy.ok) {
        if (!isUncertain(copy.error)) {
          record(world, { close: [{ id: copyId, kind: 'reprint', outcome: { code: copy.error.code } }] });
        }
        return copy;
      }
      const { copyNumber } = copy.value;
      record(world, { close: [{ id: copyId, kind: 'reprint', outcome: { copyNumber } }] });
      return printReceiptOf(orderId, copy.value);
    },

    leaveReceipt: (orderId) => {
      const close = owedReceipts(world, orderId, 'left');
      if (close.length > 0) record(world, { close });
    },

    printSlip: (slip) =>
      print({
        orderId: slip.orderId,
        number: slip.reference,
        copyNumber: 0,
        document: slipDocument(slip, world.kiosk(), world.clock.now(), world.largeType()),
      }),
  };
}

/** Cash taken off line and booked later: its first print comes on another day than the money. */
function isCollected(world: PaymentWorld, orderId: string): boolean {
  return world.journal
    .intentsOf(orderId)
    .some((intent) => intent.kind === 'receipt' && intent.outcome?.receipt === 'to-collect');
}

function printOutcome(result: Result<undefined>): OutcomeOf<'print'> {
  if (result.ok) return { print: 'printed' };
  const { code } = result.error;
  return { print: nothingPrinted(code) ? 'failed' : 'unknown', code };
}

export function owedReceipts(
  world: PaymentWorld,
  orderId: string,
  receipt: OutcomeOf<'receipt'>['receipt'],
): IntentClosing[] {
  return world.journal
    .intentsOf(orderId)
    .filter(({ kind, outcome }) => kind === 'receipt' && outcome === undefined)
    .map(({ id }) => ({ id, kind: 'receipt', outcome: { receipt } }));
}
