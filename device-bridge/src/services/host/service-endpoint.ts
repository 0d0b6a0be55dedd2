import type { Logger } from 'pino';
import { publisherCommands, type InterfaceName, type XfsCapabilities } from '../../protocol/common.ts';
import type { CommandMessage } from '../../protocol/envelope.ts';
import {
  COMMANDS,
  EVENTS,
  isCommandName,
  type CommandName,
  type CommandPayload,
  type EventName,
  type EventPayload,
} from '../../protocol/profile.ts';
import type { TraceRing } from '../../transports/trace-ring.ts';
import {
  type CommandContext,
  type Completion,
  type EndReason,
  type Handlers,
  type XfsService,
} from '../xfs-service.ts';
import { CommandQueue, type Deadlines } from './command-queue.ts';
import type { XfsConnection } from './connection.ts';
import { redacted } from './redact.ts';
import { traceCommand } from './trace-command.ts';

/** They only read, so they are answered while a command of the queue is running. */
const UNQUEUED: readonly CommandName[] = [
  'Common.Status',
  'Common.Capabilities',
  'Common.Cancel',
  'Common.GetTransactionState',
  'CashAcceptor.GetOrphanNotes',
  'CashManagement.GetBankNoteTypes',
  'Printer.GetFormList',
  'Storage.GetStorage',
  'Common.GetTrace',
];

/** They end when somebody lays a card, puts in a note, shows a code. */
const WAITS_FOR_PEOPLE: readonly CommandName[] = [
  'CardReader.ReadRawData',
  'CashAcceptor.CashIn',
  'BarcodeReader.Read',
  'PaymentTerminal.Sale',
];

interface EndpointOptions {
  readonly deadlines?: Deadlines;
  readonly traces?: ReadonlyMap<string, TraceRing>;
  readonly traceDirectory?: string;
}

type Transaction = CommandPayload<'Common.SetTransactionState'>;

type AnyHandler = (
  payload: unknown,
  context: CommandContext,
) => Promise<Completion<CommandName>> | Completion<CommandName>;

/** One service on the wire: its connections, its queue, and the Common interface every service has. */
export class ServiceEndpoint {
  readonly service: XfsService;
  readonly #logger: Logger;
  readonly #connections = new Set<XfsConnection>();
  readonly #queue: CommandQueue;
  readonly #getTrace: Handlers['Common.GetTrace'];
  #transaction: Transaction = { state: 'inactive' };

  constructor(service: XfsService, logger: Logger, { deadlines, traces, traceDirectory }: EndpointOptions) {
    this.service = service;
    this.#queue = new CommandQueue(deadlines);
    const trace = traces?.get(service.name);
    this.#getTrace = trace && traceCommand(service, trace, traceDirectory);
    this.#logger = logger;
    service.onUnsolicited((name, payload) => this.#broadcast(name, payload));
  }

  join(connection: XfsConnection): void {
    this.#connections.add(connection);
    if (this.#connections.size === 1) this.service.onAttended?.(true);
  }

  /** A command in flight of a connection that is gone ends as far as it still can. */
  leave(connection: XfsConnection): void {
    this.#queue.cancel(connection, undefined, 'disconnected');
    this.#connections.delete(connection);
    this.service.onLeft?.(connection);
    if (this.#connections.size === 0) this.service.onAttended?.(false);
  }

  /** The command was acknowledged; exactly one completion follows. */
  execute(connection: XfsConnection, message: CommandMessage): void {
    const { name, version, requestId, timeout } = message.header;
    const handler = isCommandName(name) ? this.#handler(connection, name) : undefined;
    if (!isCommandName(name) || !handler || COMMANDS[name].version !== version) {
      connection.complete(message, { completionCode: 'unsupportedCommand', failure: { code: 'LT-3905' } });
      return;
    }
    const payload = COMMANDS[name].command.safeParse(message.payload);
    if (!payload.success) {
      const [issue] = payload.error.issues;
      const detail = `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'malformed'}`;
      connection.complete(message, { completionCode: 'invalidData', failure: { code: 'LT-9001', detail } });
      return;
    }
    // Only what passed the schema is known to keep its secrets where secrets are.
    if (this.#logger.isLevelEnabled('debug')) {
      this.#logger.debug({ ...message.header, payload: redacted(payload.data) }, 'heard');
    }
    const run = async (signal: AbortSignal): Promise<void> => {
      const context: CommandContext = {
        signal,
        client: connection,
        transactionId:
          this.#transaction.state === 'active' ? (this.#transaction.transactionID ?? undefined) : undefined,
        event: (event, eventPayload) => connection.event(message, event, eventPayload),
      };
      connection.complete(message, await this.#run(handler, payload.data, context));
    };
    if (UNQUEUED.includes(name)) {
      void run(new AbortController().signal);
      return;
    }
    this.#queue.add({
      connection,
      requestId,
      timeoutMs: timeout ?? 0,
      waitsForPeople: WAITS_FOR_PEOPLE.includes(name),
      run,
      deviceHangs: () => {
        this.#logger.error({ service: this.service.name, command: name, code: 'LT-3901' }, 'device hangs');
        connection.complete(message, { completionCode: 'hardwareError', failure: { code: 'LT-3901' } });
      },
      endedInQueue: (reason: EndReason) =>
        connection.complete(message, {
          completionCode: reason === 'timeOut' ? 'timeOut' : 'canceled',
          failure: { code: 'LT-3904' },
        }),
    });
  }

  /** A bug in one command must not take the other devices down; what it left behind is in the journal. */
  async #run(handler: AnyHandler, payload: unknown, context: CommandContext): Promise<Completion<CommandName>> {
    try {
      return await handler(payload, context);
    } catch (error) {
      this.#logger.error({ service: this.service.name, err: error }, 'command failed unexpectedly');
      return { completionCode: 'internalError', failure: { code: 'LT-9999' } };
    }
  }

  #handler(connection: XfsConnection, name: CommandName): AnyHandler | undefined {
    switch (name) {
      case 'Common.Status':
        return () => ({ payload: this.service.status() });
      case 'Common.Capabilities':
        return () => ({ payload: this.#capabilities() });
      case 'Common.Cancel':
        return (payload) => this.#cancel(connection, payload as { requestIds?: number[] | null });
      case 'Common.SetTransactionState':
        return (payload) => {
          this.#transaction = payload as Transaction;
          return {};
        };
      case 'Common.GetTransactionState':
        return () => ({ payload: this.#transaction });
      case 'Common.GetTrace':
        return this.#getTrace as AnyHandler | undefined;
      default:
        return this.service.handlers[name] as AnyHandler | undefined;
    }
  }

  /** The completion of Cancel comes first, those of the cancelled commands after it. */
  #cancel(connection: XfsConnection, { requestIds }: { requestIds?: number[] | null }): Completion<'Common.Cancel'> {
    const wanted = requestIds ?? undefined;
    if (!this.#queue.holds(connection, wanted)) {
      return { completionCode: 'commandErrorCode', payload: { errorCode: 'noMatchingRequestIDs' } };
    }
    setImmediate(() => this.#queue.cancel(connection, wanted, 'canceled'));
    return {};
  }

  #capabilities(): XfsCapabilities {
    const supported = Object.keys(COMMANDS).filter(
      (name) => isCommandName(name) && !Object.hasOwn(publisherCommands, name) && this.#isSupported(name),
    );
    const interfaces: readonly InterfaceName[] = ['Common', ...this.service.interfaces];
    const versionsOf = (names: readonly string[], of: string, table: Record<string, { version: string }>) =>
      Object.fromEntries(
        names
          .filter((name) => name.startsWith(`${of}.`))
          .map((name) => [name, { versions: [table[name]?.version ?? ''] }]),
      );
    return {
      ...this.service.capabilities(),
      interfaces: interfaces.map((name) => ({
        name,
        commands: versionsOf(supported, name, COMMANDS),
        events: versionsOf(Object.keys(EVENTS), name, EVENTS),
        maximumRequests: 0,
      })),
    };
  }

  #isSupported(name: CommandName): boolean {
    if (name === 'Common.GetTrace') return this.#getTrace !== undefined;
    return name.startsWith('Common.') || this.service.handlers[name] !== undefined;
  }

  #broadcast<Name extends EventName>(name: Name, payload: EventPayload<Name>): void {
    this.#logger.debug({ service: this.service.name, event: name }, 'unsolicited');
    for (const connection of this.#connections) connection.unsolicited(name, payload);
  }
}
