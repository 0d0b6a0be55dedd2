import type { Intent, ScreenModel, ServiceMessage, UiMessage } from '../../screens.ts';

/** What an open socket does for the connection. */
export interface Socket {
  readonly send: (text: string) => void;
  readonly close: () => void;
}

/** What the connection wants to hear from a socket. */
export interface SocketEvents {
  readonly opened: () => void;
  readonly received: (data: unknown) => void;
  readonly closed: () => void;
}

export interface ConnectionDependencies {
  readonly open: (events: SocketEvents) => Socket;
  /** Runs `task` after `milliseconds`; the answer cancels it. */
  readonly after: (milliseconds: number, task: () => void) => () => void;
}

export interface ConnectionState {
  /** The last screen pushed; undefined before the first. */
  readonly model: ScreenModel | undefined;
  /** The service has been gone for longer than `PATIENCE_MS`. */
  readonly lost: boolean;
}

/** A restart of the service shorter than this is not worth a word on the screen. */
export const PATIENCE_MS = 2_000;
const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 5_000;

/** Wait before the n-th try (from 0) to reach the service again, in milliseconds. */
export function retryDelay(attempt: number): number {
  return Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(attempt, 10));
}

/** Keeps one socket to the kiosk service, reconnecting for ever. It holds nothing but the last screen. */
export class Connection {
  readonly #dependencies: ConnectionDependencies;
  readonly #listeners = new Set<() => void>();
  #state: ConnectionState = { model: undefined, lost: false };
  #socket: Socket | undefined;
  #open = false;
  #attempt = 0;
  #cancelPatience: (() => void) | undefined;
  #cancelRetry: (() => void) | undefined;
  #closed = false;

  constructor(dependencies: ConnectionDependencies) {
    this.#dependencies = dependencies;
    this.#startPatience();
    this.#connect();
  }

  readonly state = (): ConnectionState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Says what the owner wants on the screen of `revision`. Dropped while the service is gone: its next push decides. */
  readonly intend = (intent: Intent, revision: number): void => {
    this.#send({ type: 'intent', revision, intent });
  };

  readonly painted = (revision: number): void => {
    this.#send({ type: 'painted', revision });
  };

  /** What was let be heard, by the names of the clips. */
  readonly spoken = (clips: readonly string[], missing: readonly string[]): void => {
    this.#send({ type: 'spoken', clips, missing });
  };

  close(): void {
    this.#closed = true;
    this.#cancelPatience?.();
    this.#cancelRetry?.();
    this.#socket?.close();
  }

  #connect(): void {
    this.#socket = this.#dependencies.open({
      opened: () => {
        this.#open = true;
        this.#send({ type: 'hello' });
      },
      received: (data) => this.#receive(data),
      closed: () => this.#retry(),
    });
  }

  #receive(data: unknown): void {
    const message = parseServiceMessage(data);
    if (message === undefined) return;
    this.#attempt = 0;
    this.#cancelPatience?.();
    this.#cancelPatience = undefined;
    this.#change({ model: message.model, lost: false });
  }

  #retry(): void {
    this.#open = false;
    if (this.#closed) return;
    this.#startPatience();
    this.#cancelRetry = this.#dependencies.after(retryDelay(this.#attempt), () => this.#connect());
    this.#attempt += 1;
  }

  #startPatience(): void {
    this.#cancelPatience ??= this.#dependencies.after(PATIENCE_MS, () => {
      this.#change({ ...this.#state, lost: true });
    });
  }

  #send(message: UiMessage): void {
    if (this.#open) this.#socket?.send(JSON.stringify(message));
  }

  #change(state: ConnectionState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

/** The service is trusted and typed; this only keeps a torn or foreign frame from replacing a good screen. */
export function parseServiceMessage(data: unknown): ServiceMessage | undefined {
  if (typeof data !== 'string') return undefined;
  try {
    const message: unknown = JSON.parse(data);
    if (typeof message !== 'object' || message === null || !('type' in message) || message.type !== 'screen')
      return undefined;
    if (!('model' in message) || typeof message.model !== 'object' || message.model === null) return undefined;
    const model = message.model;
    if (!('revision' in model) || typeof model.revision !== 'number') return undefined;
    if (!('screen' in model) || typeof model.screen !== 'string') return undefined;
    return message as ServiceMessage;
  } catch {
    return undefined;
  }
}
