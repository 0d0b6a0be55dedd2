import type { ExchangeEffect, ExchangeInput, WireProtocol } from '../bill-acceptor/exchange-line.ts';
import { encodeFrame, SspDecoder, type SspFrame } from './codec.ts';

/**
 * One SSP command on its way: pure, so that every path is a table row. The host repeats a command under the same
 * sequence bit until it is answered (GA138: the slave then resends its answer and does not act twice), and toggles the
 * bit after each good answer.
 */
export interface LineState {
  readonly address: number;
  readonly sequence: 0 | 1;
  readonly waiting: { readonly data: Uint8Array; readonly triesLeft: number } | undefined;
}

/** A request is the data of a frame: the command and its parameters. */
export type LineInput = ExchangeInput<Uint8Array, SspFrame>;
export type LineEffect = ExchangeEffect<Uint8Array>;

export const TRIES = 4;
const SYNC = 0x11;
const ENCRYPTED = 0x7e;

export const freshLine = (address: number): LineState => ({ address, sequence: 1, waiting: undefined });

export function nextLine(state: LineState, input: LineInput): readonly [LineState, LineEffect] {
  switch (input.input) {
    case 'send': {
      if (state.waiting) throw new Error('an SSP command is already under way');
      // SYNC goes out with the bit set; the slave then expects it cleared.
      const sequence = input.request[0] === SYNC ? 1 : state.sequence;
      const waiting = { data: input.request, triesLeft: TRIES - 1 };
      return [{ ...state, sequence, waiting }, write(state.address, sequence, input.request)];
    }
    case 'frame': {
      const { address, sequence, data } = input.frame;
      // Replies start at 0xF0: on a two-wire line our own command comes back as an echo, which must not pass for one.
      // Encrypted ones are told apart by their counter, once they are open.
      const isReply = (data[0] ?? 0) >= 0xf0 || data[0] === ENCRYPTED;
      if (!state.waiting || !isReply || address !== state.address || sequence !== state.sequence)
        return [state, { effect: 'ignored' }];
      return [
        { ...state, sequence: sequence === 1 ? 0 : 1, waiting: undefined },
        { effect: 'answered', reply: data },
      ];
    }
    // The slave did not hear that its answer was damaged; it is asked for again when the time is up.
    case 'damaged':
      return [state, { effect: 'ignored' }];
    default: {
      if (!state.waiting) return [state, { effect: 'ignored' }];
      const { data, triesLeft } = state.waiting;
      if (triesLeft === 0) return [{ ...state, waiting: undefined }, { effect: 'gave-up' }];
      return [{ ...state, waiting: { data, triesLeft: triesLeft - 1 } }, write(state.address, state.sequence, data)];
    }
  }
}

function write(address: number, sequence: 0 | 1, data: Uint8Array): LineEffect {
  return { effect: 'write', bytes: encodeFrame({ address, sequence, data }) };
}

export const sspProtocol = (address: number): WireProtocol<LineState, Uint8Array, SspFrame, Uint8Array> => ({
  fresh: freshLine(address),
  next: nextLine,
  createDecoder: () => new SspDecoder(),
});
