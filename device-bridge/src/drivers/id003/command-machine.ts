import type { ExchangeEffect, ExchangeInput, WireProtocol } from '../bill-acceptor/exchange-line.ts';
import { encodeId003, Id003Decoder, type Id003Frame } from './codec.ts';
import { COMMAND, REPLY } from './commands.ts';

/**
 * One ID-003 command on its way. There is no sequence number, so an answer is recognised by its kind: a status to a
 * status request, ACK to an operation, the echo to a setting. Repeating is safe: an operation that was already obeyed
 * is answered INVALID COMMAND, because the note is no longer where it was.
 */
export interface LineState {
  readonly waiting: { readonly request: Id003Frame; readonly triesLeft: number } | undefined;
}

export const TRIES = 4;
export const FRESH_LINE: LineState = { waiting: undefined };

export function nextLine(
  state: LineState,
  input: ExchangeInput<Id003Frame, Id003Frame>,
): readonly [LineState, ExchangeEffect<Id003Frame>] {
  if (input.input === 'send') {
    if (state.waiting) throw new Error('an ID-003 command is already under way');
    return [{ waiting: { request: input.request, triesLeft: TRIES - 1 } }, write(input.request)];
  }
  if (!state.waiting || input.input === 'damaged') return [state, { effect: 'ignored' }];
  const { request, triesLeft } = state.waiting;
  if (input.input === 'frame' && input.frame.code !== REPLY.communicationError) {
    if (!answers(request, input.frame)) return [state, { effect: 'ignored' }];
    return [FRESH_LINE, { effect: 'answered', reply: input.frame }];
  }
  if (triesLeft === 0) return [FRESH_LINE, { effect: 'gave-up' }];
  return [{ waiting: { request, triesLeft: triesLeft - 1 } }, write(request)];
}

function answers(request: Id003Frame, reply: Id003Frame): boolean {
  if (request.code === COMMAND.status) return isStatus(reply.code);
  if (reply.code === REPLY.invalidCommand) return true;
  return request.code < 0x80 ? reply.code === REPLY.ack : reply.code === request.code;
}

function isStatus(code: number): boolean {
  return (code >= 0x11 && code <= 0x1b) || (code >= 0x40 && code <= 0x49) || code === REPLY.invalidCommand;
}

function write(request: Id003Frame): ExchangeEffect<Id003Frame> {
  return { effect: 'write', bytes: encodeId003(request) };
}

export const ID003_PROTOCOL: WireProtocol<LineState, Id003Frame, Id003Frame, Id003Frame> = {
  fresh: FRESH_LINE,
  next: nextLine,
  createDecoder: () => new Id003Decoder(),
};
