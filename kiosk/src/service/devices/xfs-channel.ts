import type { FailureCode } from '@louting/common/failure-codes';
import { isFailureCode } from '@louting/common/failure-codes';
import type { Failure, Result } from '@louting/common/result';
import {
  MAX_FRAME_BYTES,
  ServiceMessageSchema,
  type CompletionCode,
  type CommandMessage,
} from '@louting/device-bridge/protocol/envelope';
import {
  COMMANDS,
  EVENTS,
  isEventName,
  type CommandName,
  type CommandPayload,
  type CompletionPayload,
  type EventName,
} from '@louting/device-bridge/protocol/profile';
import { WebSocket } from 'ws';

/** A command that did not succeed. */
export interface CommandFailure extends Failure {
  /** Undefined when no completion came: the connection was lost, and what the device did is not known. */
  readonly completionCode: CompletionCode | undefined;
  /** XFS `payload.errorCode` of a `commandErrorCode`. */
  readonly errorCode: string | undefined;
}

export interface CommandOptions {
  /** XFS timeout, milliseconds. */
  readonly timeoutMs?: number;
  /** Aborting sends Common.Cancel; the command then still ends with its own completion. */
  readonly signal?: AbortSignal;
  readonly onEvent?: (name: EventName, payload: Record<string, unknown>) => void;
}

interface Pending {
  readonly name: CommandName;
  readonly onEvent: CommandOptions['onEvent'];
  readonly settle: (outcome: Result<Record<string, unknown>, CommandFailure>) => void;
}

const PING_MS = 5_000;
const LOST: CommandFailure = { code: 'LT-3903', completionCode: undefined, errorCode: undefined };

/** One connection to one XFS service; single use. */
export class XfsChannel {
  readonly #socket: WebSocket;
  readonly #pending = new Map<number, Pending>();
  readonly #unsolicited = new Set<(name: EventName, payload: Record<string, unknown>) => void>();
  readonly #closed = new Set<() => void>();
  readonly #ping: NodeJS.Timeout;
  #answeredPing = true;
  #lastRequestId = 0;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data) => this.#hear((data as Buffer).toString('utf8')));
    socket.on('pong', () => {
      this.#answeredPing = true;
    });
    // A bridge that hangs keeps its connection open and never answers.
    this.#ping = setInterval(() => {
      if (!this.#answeredPing) socket.terminate();
      this.#answeredPing = false;
      if (socket.readyState === WebSocket.OPEN) socket.ping();
    }, PING_MS);
    socket.on('close', () => {
      clearInterval(this.#ping);
      for (const { settle } of this.#pending.values()) settle({ ok: false, error: LOST });
      this.#pending.clear();
      for (const listener of this.#closed) listener();
    });
  }

  /** A service message with an unknown name is ignored, as the standard asks of clients. */
  onUnsolicited(listener: (name: EventName, payload: Record<string, unknown>) => void): void {
    this.#unsolicited.add(listener);
  }

  onClose(listener: () => void): void {
    this.#closed.add(listener);
  }

  async command<Name extends CommandName>(
    name: Name,
    payload: CommandPayload<Name>,
    { timeoutMs, signal, onEvent }: CommandOptions = {},
  ): Promise<Result<CompletionPayload<Name>, CommandFailure>> {
    const requestId = this.#send(name, payload, timeoutMs);
    if (requestId === undefined) return { ok: false, error: LOST };
    const cancel = (): void => {
      const ignored = this.#send('Common.Cancel', { requestIds: [requestId] }, undefined);
      if (ignored !== undefined)
        this.#pending.set(ignored, { name: 'Common.Cancel', onEvent, settle: () => undefined });
    };
    const outcome = await new Promise<Result<Record<string, unknown>, CommandFailure>>((settle) => {
      this.#pending.set(requestId, { name, onEvent, settle });
      signal?.addEventListener('abort', cancel);
      if (signal?.aborted) cancel();
    });
    signal?.removeEventListener('abort', cancel);
    if (!outcome.ok) return outcome;
    const parsed = COMMANDS[name].completion.safeParse(outcome.value);
    if (parsed.success) return { ok: true, value: parsed.data as CompletionPayload<Name> };
    const failure: CommandFailure = { code: 'LT-3902', detail: name, completionCode: 'success', errorCode: undefined };
    return { ok: false, error: failure };
  }

  close(): void {
    this.#socket.terminate();
  }

  #send(name: CommandName, payload: Record<string, unknown>, timeout: number | undefined): number | undefined {
    if (this.#socket.readyState !== WebSocket.OPEN) return undefined;
    this.#lastRequestId += 1;
    const requestId = this.#lastRequestId;
    const { version } = COMMANDS[name];
    const message: CommandMessage = { header: { type: 'command', name, version, requestId, timeout }, payload };
    this.#socket.send(JSON.stringify(message));
    return requestId;
  }

  #hear(text: string): void {
    const parsed = ServiceMessageSchema.safeParse(asJson(text));
    if (!parsed.success) return;
    const { header } = parsed.data;
    switch (header.type) {
      case 'acknowledge':
        if (header.status) this.#settle(header.requestId, { ok: false, error: refused(header.status) });
        return;
      case 'completion':
        this.#settle(header.requestId, outcomeOf(header, payloadOf(parsed.data)));
        return;
      case 'event':
        if (isEventName(header.name) && isValid(header.name, payloadOf(parsed.data))) {
          this.#pending.get(header.requestId)?.onEvent?.(header.name, payloadOf(parsed.data));
        }
        return;
      case 'unsolicited':
        if (isEventName(header.name) && isValid(header.name, payloadOf(parsed.data))) {
          for (const listener of this.#unsolicited) listener(header.name, payloadOf(parsed.data));
        }
        return;
    }
  }

  #settle(requestId: number, outcome: Result<Record<string, unknown>, CommandFailure>): void {
    const pending = this.#pending.get(requestId);
    this.#pending.delete(requestId);
    pending?.settle(outcome);
  }
}

/** @throws Error when there is no bridge at `url`, or it refuses us. */
export function openChannel(url: string, token: string): Promise<XfsChannel> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, {
      headers: { authorization: `Bearer ${token}` },
      maxPayload: MAX_FRAME_BYTES,
      handshakeTimeout: 3_000,
    });
    socket.on('error', reject);
    socket.once('open', () => resolve(new XfsChannel(socket)));
  });
}

function payloadOf(message: object): Record<string, unknown> {
  return 'payload' in message ? (message.payload as Record<string, unknown>) : {};
}

function isValid(name: EventName, payload: Record<string, unknown>): boolean {
  return EVENTS[name].payload.safeParse(payload).success;
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function outcomeOf(
  {
    completionCode,
    errorDescription,
  }: { completionCode?: CompletionCode | null | undefined; errorDescription?: string | null | undefined },
  payload: Record<string, unknown>,
): Result<Record<string, unknown>, CommandFailure> {
  if (!completionCode || completionCode === 'success') return { ok: true, value: payload };
  const [code, detail] = failureIn(errorDescription ?? '', completionCode);
  const errorCode = typeof payload.errorCode === 'string' ? payload.errorCode : undefined;
  return { ok: false, error: { code, detail, completionCode, errorCode } };
}

/** Our bridge puts the product's code first; another XFS4IoT server has only the completion code. */
function failureIn(description: string, completionCode: CompletionCode): readonly [FailureCode, string] {
  const [first = ''] = description.split(' ');
  if (isFailureCode(first)) return [first, description.slice(first.length + 1)];
  if (completionCode === 'canceled' || completionCode === 'timeOut') return ['LT-3904', completionCode];
  if (completionCode === 'unsupportedCommand') return ['LT-3905', completionCode];
  return ['LT-3901', description === '' ? completionCode : description];
}

function refused(status: string): CommandFailure {
  return { code: 'LT-3905', detail: `refused: ${status}`, completionCode: 'invalidCommand', errorCode: undefined };
}
