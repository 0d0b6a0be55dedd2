import type { ExchangeEffect, ExchangeInput, WireProtocol } from '../bill-acceptor/exchange-line.ts';
import { CcnetDecoder, encodeCcnet, type CcnetFrame } from './codec.ts';
import { BILL_TABLE_LENGTH, COMMAND, IDENTIFICATION_LENGTH, REPLY } from './commands.ts';

/**
 * One CCNET command on its way. There is no sequence number, so an answer is recognised by its kind. A damaged answer
 * is asked for again by NAK, a NAK of the device and silence by the command itself. Data is acknowledged by the caller,
 * once it is safe.
 */
export interface LineState {
  readonly address: number;
  readonly waiting: { readonly body: Uint8Array; readonly triesLeft: number } | undefined;
}

export const TRIES = 4;
export const freshLine = (address: number): LineState => ({ address, waiting: undefined });

export function nextLine(
  state: LineState,
  input: ExchangeInput<Uint8Array, CcnetFrame>,
): readonly [LineState, ExchangeEffect<Uint8Array>] {
  const { address, waiting } = state;
  if (input.input === 'send') {
    if (waiting) throw new Error('a CCNET command is already under way');
    const next = { address, waiting: { body: input.request, triesLeft: TRIES - 1 } };
    return [next, write(address, input.request)];
  }
  if (!waiting) return [state, { effect: 'ignored' }];
  if (input.input === 'frame') {
    const { body } = input.frame;
    if (input.frame.address !== address) return [state, { effect: 'ignored' }];
    if (!isNak(body)) {
      if (!answers(waiting.body[0] ?? 0, body)) return [state, { effect: 'ignored' }];
      return [freshLine(address), { effect: 'answered', reply: body }];
    }
  }
  if (waiting.triesLeft === 0) return [freshLine(address), { effect: 'gave-up' }];
  const next = { address, waiting: { ...waiting, triesLeft: waiting.triesLeft - 1 } };
  return [next, write(address, input.input === 'damaged' ? Uint8Array.of(COMMAND.nak) : waiting.body)];
}

function isNak(body: Uint8Array): boolean {
  return body.length === 1 && body[0] === REPLY.nak;
}

function isIllegal(body: Uint8Array): boolean {
  return body.length === 1 && body[0] === REPLY.illegalCommand;
}

function answers(command: number, body: Uint8Array): boolean {
  const isPlain = isIllegal(body) || (body.length === 1 && body[0] === REPLY.ack);
  switch (command) {
    case COMMAND.poll:
      return !isPlain && body.length <= 4;
    case COMMAND.identification:
      return isIllegal(body) || (body.length >= IDENTIFICATION_LENGTH && body.length < BILL_TABLE_LENGTH);
    case COMMAND.getBillTable:
      return isIllegal(body) || body.length === BILL_TABLE_LENGTH;
    default:
      return isPlain;
  }
}

function write(address: number, body: Uint8Array): ExchangeEffect<Uint8Array> {
  return { effect: 'write', bytes: encodeCcnet({ address, body }) };
}

export const ccnetProtocol = (address: number): WireProtocol<LineState, Uint8Array, CcnetFrame, Uint8Array> => ({
  fresh: freshLine(address),
  next: nextLine,
  createDecoder: () => new CcnetDecoder(),
});
