import type { Logger } from 'pino';
import type { RawData, WebSocket } from 'ws';
import {
  MAX_PENDING_REQUESTS,
  MAX_UNSENT_BYTES,
  type AcknowledgeStatus,
  type CommandMessage,
  type CompletionCode,
  type ServiceMessage,
} from '../../protocol/envelope.ts';
import {
  COMMANDS,
  EVENTS,
  isCommandName,
  type CommandName,
  type EventName,
  type EventPayload,
} from '../../protocol/profile.ts';
import { describeFailure, type Completion } from '../xfs-service.ts';
import { parseCommand } from './parse-command.ts';
import { redacted } from './redact.ts';

/** Takes commands that passed the envelope's rules and were acknowledged. */
export interface CommandTaker {
  execute(connection: XfsConnection, message: CommandMessage): void;
}

/** One client on one service: frames in, acknowledges, events and completions out. */
export class XfsConnection {
  readonly #socket: WebSocket;
  readonly #logger: Logger;
  readonly #taker: CommandTaker;
  readonly #pending = new Set<number>();
  #lastRequestId = 0;

  constructor(socket: WebSocket, taker: CommandTaker, logger: Logger) {
    this.#socket = socket;
    this.#taker = taker;
    this.#logger = logger;
    socket.on('message', (data, isBinary) => this.#hear(data, isBinary));
    socket.on('ping', (data) => {
      socket.pong(data);
      this.#mustRead();
    });
  }

  event<Name extends EventName>({ header }: CommandMessage, name: Name, payload: EventPayload<Name>): void {
    const { version } = EVENTS[name];
    this.#send({
      header: { type: 'event', name, version, requestId: header.requestId },
      payload: payload,
    });
  }

  unsolicited<Name extends EventName>(name: Name, payload: EventPayload<Name>): void {
    const { version } = EVENTS[name];
    this.#send({ header: { type: 'unsolicited', name, version }, payload: payload });
  }

  complete({ header }: CommandMessage, completion: Completion<CommandName>): void {
    if (!this.#pending.delete(header.requestId)) return;
    const version = isCommandName(header.name) ? COMMANDS[header.name].completionVersion : header.version;
    if (completion.failure) {
      this.#logger.info({ command: header.name, ...completion.failure }, 'command ended without success');
    }
    this.#send({
      header: {
        type: 'completion',
        name: header.name,
        version,
        requestId: header.requestId,
        ...completionHeader(completion),
      },
      payload: completion.payload ?? {},
    });
  }

  #hear(data: RawData, isBinary: boolean): void {
    const frame = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer);
    const message = isBinary ? undefined : parseCommand(frame);
    if (!message) {
      this.#acknowledge({ name: 'Common.Unknown', version: '2.0', requestId: 0 }, 'invalidMessage');
      return;
    }
    const { header } = message;
    // Ids grow, so that a repeated frame can never run a command twice.
    if (header.requestId <= this.#lastRequestId) {
      this.#acknowledge(header, 'invalidRequestID');
      return;
    }
    this.#lastRequestId = header.requestId;
    if (this.#pending.size >= MAX_PENDING_REQUESTS) {
      this.#acknowledge(header, 'tooManyRequests');
      return;
    }
    this.#pending.add(header.requestId);
    this.#acknowledge(header, undefined);
    this.#taker.execute(this, message);
  }

  #acknowledge(
    { name, version, requestId }: { name: string; version: string; requestId: number },
    status: AcknowledgeStatus | undefined,
  ): void {
    if (status) this.#logger.warn({ command: name, status }, 'message refused');
    this.#send({ header: { type: 'acknowledge', name, version, requestId, ...(status && { status }) } });
  }

  #send(message: ServiceMessage): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if ('payload' in message && this.#logger.isLevelEnabled('debug')) {
      this.#logger.debug({ ...message.header, payload: redacted(message.payload) }, 'said');
    }
    this.#socket.send(JSON.stringify(message));
    this.#mustRead();
  }

  /** Who does not read what it asked for must not fill our memory; it finds out what it missed when it comes again. */
  #mustRead(): void {
    if (this.#socket.bufferedAmount <= MAX_UNSENT_BYTES) return;
    this.#logger.warn({ unsent: this.#socket.bufferedAmount }, 'client does not read; connection ended');
    this.#socket.terminate();
  }
}

/** Header fields of a completion; absent `completionCode` means success in 2024-03. */
function completionHeader(completion: Completion<CommandName>): {
  completionCode?: CompletionCode;
  errorDescription?: string;
} {
  return {
    ...(completion.completionCode && { completionCode: completion.completionCode }),
    ...(completion.failure && { errorDescription: describeFailure(completion.failure) }),
  };
}
