import type { ExchangeEffect, ExchangeInput, WireProtocol } from '../bill-acceptor/exchange-line.ts';
import { CcTalkDecoder, encodeFrame, type CcTalkCheck, type CcTalkFrame } from './codec.ts';
import { HEADER } from './commands.ts';

export interface CcTalkRequest {
  readonly to: number;
  readonly header: number;
  readonly data: Uint8Array;
  /**
   * Sent once and never again: ccTalk has no sequence bit, so a hopper cannot tell a repeat from a second order.
   */
  readonly once?: boolean;
}

/**
 * `nak` and `busy` are answers too: the device heard, and did not act. `lost`: nothing came back. That is one device's
 * silence and not the end of the line, which others share.
 */
export type CcTalkReply =
  | { readonly reply: 'answer'; readonly data: Uint8Array }
  | { readonly reply: 'nak' | 'busy' }
  | { readonly reply: 'lost' };

/** One ccTalk command on its way: pure, so that every path is a table row. */
export interface BusState {
  readonly check: CcTalkCheck;
  readonly waiting: { readonly request: CcTalkRequest; readonly triesLeft: number } | undefined;
}

export type BusInput = ExchangeInput<CcTalkRequest, CcTalkFrame>;
export type BusEffect = ExchangeEffect<CcTalkReply>;

export const TRIES = 3;

export function nextOnBus(state: BusState, input: BusInput): readonly [BusState, BusEffect] {
  const { waiting } = state;
  switch (input.input) {
    case 'send':
      if (waiting) throw new Error('a ccTalk command is already under way');
      return [
        { ...state, waiting: { request: input.request, triesLeft: input.request.once ? 0 : TRIES - 1 } },
        write(state, input.request),
      ];
    case 'frame': {
      const { from, header, data } = input.frame;
      const isAnswer = ANSWERS.includes(header) && (from === undefined || from === waiting?.request.to);
      if (!waiting || !isAnswer) return [state, { effect: 'ignored' }];
      return [
        { ...state, waiting: undefined },
        { effect: 'answered', reply: replyOf(header, data) },
      ];
    }
    case 'damaged':
      return [state, { effect: 'ignored' }];
    default: {
      if (!waiting) return [state, { effect: 'ignored' }];
      const { request, triesLeft } = waiting;
      if (triesLeft > 0) return [{ ...state, waiting: { request, triesLeft: triesLeft - 1 } }, write(state, request)];
      return [
        { ...state, waiting: undefined },
        { effect: 'answered', reply: { reply: 'lost' } },
      ];
    }
  }
}

/** Header 0 is every answer with data, and the plain acknowledgement. */
const ANSWERS: readonly number[] = [HEADER.reply, HEADER.nak, HEADER.busy];

function replyOf(header: number, data: Uint8Array): CcTalkReply {
  if (header === HEADER.nak) return { reply: 'nak' };
  return header === HEADER.busy ? { reply: 'busy' } : { reply: 'answer', data };
}

function write({ check }: BusState, { to, header, data }: CcTalkRequest): BusEffect {
  return { effect: 'write', bytes: encodeFrame({ to, header, data }, check) };
}

export const ccTalkProtocol = (
  check: CcTalkCheck,
): WireProtocol<BusState, CcTalkRequest, CcTalkFrame, CcTalkReply> => ({
  fresh: { check, waiting: undefined },
  next: nextOnBus,
  createDecoder: () => new CcTalkDecoder(check),
});
