import { encodeFrame, type SspFrame } from './codec.ts';

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

export type LineInput =
  | { readonly input: 'send'; readonly data: Uint8Array }
  | { readonly input: 'frame'; readonly frame: SspFrame }
  | { readonly input: 'timeout' };

export type LineEffect =
  | { readonly effect: 'write'; readonly bytes: Uint8Array }
  | { readonly effect: 'answered'; readonly data: Uint8Array }
  | { readonly effect: 'gave-up' }
  /** A frame nobody waits for: an echo, or a late duplicate. */
  | { readonly effect: 'ignored' };

export const TRIES = 4;
const SYNC = 0x11;

export const freshLine = (address: number): LineState => ({ address, sequence: 1, waiting: undefined });

export function nextLine(state: LineState, input: LineInput): readonly [LineState, LineEffect] {
  switch (input.input) {
    case 'send': {
      if (state.waiting) throw new Error('an SSP command is already under way');
      // SYNC goes out with the bit set; the slave then expects it cleared.
      const sequence = input.data[0] === SYNC ? 1 : state.sequence;
      const waiting = { data: input.data, triesLeft: TRIES - 1 };
      return [{ ...state, sequence, waiting }, write(state.address, sequence, input.data)];
    }
    case 'frame': {
      const { address, sequence, data } = input.frame;
      // Replies start at 0xF0: on a two-wire line our own command comes back as an echo, which must not pass for one.
      const isReply = (data[0] ?? 0) >= 0xf0;
      if (!state.waiting || !isReply || address !== state.address || sequence !== state.sequence)
        return [state, { effect: 'ignored' }];
      return [
        { ...state, sequence: sequence === 1 ? 0 : 1, waiting: undefined },
        { effect: 'answered', data },
      ];
    }
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
