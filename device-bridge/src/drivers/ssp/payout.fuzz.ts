import { framesOf } from '../../fuzz/frames-of.ts';
import type { FuzzedParser } from '@louting/common/fuzz/fuzzed-parser';
import { encodeFrame, SspDecoder } from './codec.ts';
import { REPLY } from './commands.ts';
import { parseLevels, parsePayoutSetup } from './payout-commands.ts';
import { parsePayoutPoll } from './payout-events.ts';
import { acknowledgesAtOnce, followPayout, NOTHING_ORDERED, orderAccepted } from './payout-order.ts';

const message = (data: Uint8Array): Uint8Array => encodeFrame({ address: 16, sequence: 1, data });

export const fuzzed: readonly FuzzedParser[] = [
  {
    name: 'ssp payout',
    open: () =>
      framesOf(new SspDecoder(), ({ data }) => {
        const events = parsePayoutPoll(data);
        const progress = followPayout(orderAccepted(NOTHING_ORDERED), events);
        return [progress, acknowledgesAtOnce(progress, events), parsePayoutSetup(data), parseLevels(data)];
      }),
    message,
    longestData: 255,
    longestMessage: 2 * 260,
    // A good frame with a good status, and nothing sensible after it.
    strange: (data) => message(Uint8Array.of(REPLY.ok, ...data.subarray(0, 254))),
  },
];
