import { FAILURE_CODES, type FailureCode } from '@louting/common/failure-codes';
import type { Failure } from '@louting/common/result';
import type { InterfaceName, XfsCapabilities, XfsStatus } from '../protocol/common.ts';
import type { CompletionCode } from '../protocol/envelope.ts';
import type { CommandName, CommandPayload, CompletionPayload, EventName, EventPayload } from '../protocol/profile.ts';

/** Why a running command has to end: the reason of its abort signal. */
export type EndReason = 'canceled' | 'timeOut' | 'disconnected';

export interface CommandContext {
  /** Aborts with an `EndReason`. A handler past its point of no return finishes normally. */
  readonly signal: AbortSignal;
  /** Who asked; the same for all commands of one connection. */
  readonly client: object;
  /** `transactionID` set by this service's SetTransactionState, while active. */
  readonly transactionId: string | undefined;
  /** Sends an event of this command to its own connection. */
  event<Name extends EventName>(name: Name, payload: EventPayload<Name>): void;
}

export interface Completion<Name extends CommandName> {
  /** Absent: success. */
  readonly completionCode?: CompletionCode;
  /** The product's failure behind an unsuccessful code; goes first into `errorDescription`. */
  readonly failure?: Failure;
  readonly payload?: CompletionPayload<Name>;
}

export type Handlers = {
  readonly [Name in CommandName]?: (
    payload: CommandPayload<Name>,
    context: CommandContext,
  ) => Promise<Completion<Name>> | Completion<Name>;
};

/** One XFS service over one device. The host adds the Common interface, queueing, cancelling and timeouts. */
export interface XfsService {
  /** Last segment of its URI, unique within the bridge. */
  readonly name: string;
  /** Without `Common`, which all have. */
  readonly interfaces: readonly InterfaceName[];
  readonly handlers: Handlers;
  status(): XfsStatus;
  capabilities(): Omit<XfsCapabilities, 'interfaces'>;
  /** Unsolicited events of this service, for every connection. */
  onUnsolicited(listener: <Name extends EventName>(name: Name, payload: EventPayload<Name>) => void): void;
  /** The last connection of this service went away, or a first one came. */
  onAttended?(attended: boolean): void;
  /** One client went away. */
  onLeft?(client: object): void;
}

export class Unsolicited {
  readonly #listeners: (<Name extends EventName>(name: Name, payload: EventPayload<Name>) => void)[] = [];

  on = (listener: <Name extends EventName>(name: Name, payload: EventPayload<Name>) => void): void =>
    void this.#listeners.push(listener);

  send<Name extends EventName>(name: Name, payload: EventPayload<Name>): void {
    for (const listener of this.#listeners) listener(name, payload);
  }
}

/** The completion of a command that was ended from outside. */
export function ended(signal: AbortSignal): { readonly completionCode: CompletionCode; readonly failure: Failure } {
  const reason = signal.reason as EndReason;
  return { completionCode: reason === 'timeOut' ? 'timeOut' : 'canceled', failure: { code: 'LT-3904' } };
}

const NOT_READY: readonly FailureCode[] = ['LT-3001', 'LT-3101', 'LT-3201', 'LT-3301', 'LT-3501', 'LT-3601', 'LT-3701'];

/** A driver's failure as a completion: an absent device is not ready, anything else is its hardware. */
export function driverFailed(failure: Failure): { readonly completionCode: CompletionCode; readonly failure: Failure } {
  return { completionCode: NOT_READY.includes(failure.code) ? 'deviceNotReady' : 'hardwareError', failure };
}

export function describeFailure({ code, detail }: Failure): string {
  return detail === undefined ? `${code} ${FAILURE_CODES[code]}` : `${code} ${FAILURE_CODES[code]}: ${detail}`;
}
