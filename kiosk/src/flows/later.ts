import { formatYuan } from '@louting/common/money';
import type { Slip } from './effects.ts';
import { billsOf, type SessionContext } from './session-context.ts';
import { sessionSetup } from './session-setup.ts';

/** Cash that is inside while the server is away: the slip in the owner's hand, then goodbye. */
export const laterStates = {
  bookedLater: sessionSetup.createStateConfig({
    entry: 'mustStay',
    invoke: {
      id: 'laterSlip',
      src: 'laterSlip',
      input: ({ context }) => ({ slip: slipOf(context), mode: context.mode, timings: context.timings }),
      onDone: 'goodbye',
      onError: 'goodbye',
    },
    on: {
      finish: { actions: 'tellLaterSlip' },
      cancel: { actions: 'tellLaterSlip' },
      'print-slip': { actions: 'tellLaterSlip' },
    },
  }),
};

function slipOf(context: SessionContext): Slip {
  const end = context.bookedLater;
  if (!end) throw new Error('nothing is booked later');
  const { orderId, reference, amountFen } = end;
  return { orderId, reference, amountFen, bookedLater: { lines: billsOf(context, context.chosen).map(slipLine) } };
}

/** In Chinese, as all documents. */
function slipLine(bill: ReturnType<typeof billsOf>[number]): string {
  const [from, to] = [bill.periodFrom.slice(0, 7), bill.periodTo.slice(0, 7)];
  const period = from === to ? from : `${from}至${to}`;
  return `${bill.item.name['zh-CN']} ${period} ${formatYuan(bill.outstandingFen)}元`;
}
