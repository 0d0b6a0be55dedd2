import type { ExchangeEffect, ExchangeInput, WireProtocol } from '../bill-acceptor/exchange-line.ts';
import { EbdsDecoder, encodeEbds, TYPE, type EbdsFrame } from './codec.ts';
import type { EbdsRequest } from './messages.ts';

/**
 * One EBDS message on its way. The host toggles its bit with each new message, which tells the device that its last
 * answer arrived; the same bit again makes it repeat that answer.
 */
export interface LineState {
  readonly ack: 0 | 1;
  readonly waiting: { readonly request: EbdsRequest; readonly triesLeft: number } | undefined;
}

export const TRIES = 4;
export const FRESH_LINE: LineState = { ack: 0, waiting: undefined };

export function nextLine(
  state: LineState,
  input: ExchangeInput<EbdsRequest, EbdsFrame>,
): readonly [LineState, ExchangeEffect<EbdsFrame>] {
  const { ack, waiting } = state;
  if (input.input === 'send') {
    if (waiting) throw new Error('an EBDS message is already under way');
    return [{ ack, waiting: { request: input.request, triesLeft: TRIES - 1 } }, write(ack, input.request)];
  }
  if (!waiting || input.input === 'damaged') return [state, { effect: 'ignored' }];
  if (input.input === 'frame') {
    // On a two-wire line our own message comes back: a host message is never an answer.
    const isAnswer = input.frame.type !== TYPE.host && input.frame.ack === ack;
    if (!isAnswer) return [state, { effect: 'ignored' }];
    return [
      { ack: ack === 0 ? 1 : 0, waiting: undefined },
      { effect: 'answered', reply: input.frame },
    ];
  }
  if (waiting.triesLeft === 0) return [{ ack, waiting: undefined }, { effect: 'gave-up' }];
  const next = { ack, waiting: { ...waiting, triesLeft: waiting.triesLeft - 1 } };
  return [next, write(ack, waiting.request)];
}

function write(ack: 0 | 1, { type, data }: EbdsRequest): ExchangeEffect<EbdsFrame> {
  return { effect: 'write', bytes: encodeEbds({ type, ack, data }) };
}

export const EBDS_PROTOCOL: WireProtocol<LineState, EbdsRequest, EbdsFrame, EbdsFrame> = {
  fresh: FRESH_LINE,
  next: nextLine,
  createDecoder: () => new EbdsDecoder(),
};
