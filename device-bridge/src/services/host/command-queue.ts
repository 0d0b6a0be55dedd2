import type { EndReason } from '../xfs-service.ts';

export interface QueuedCommand {
  readonly connection: object;
  readonly requestId: number;
  /** Milliseconds from now, queueing included; 0 waits for ever. */
  readonly timeoutMs: number;
  /** It ends when people do something, not when the device does. */
  readonly waitsForPeople: boolean;
  /** Runs when its turn comes, never after `signal` aborted. */
  run(signal: AbortSignal): Promise<void>;
  /** It was ended before its turn. */
  endedInQueue(reason: EndReason): void;
  /** The device hangs: its command never came back, or one before it did not. */
  deviceHangs(): void;
}

/** However well a driver keeps its own deadlines, nothing may hold a service for ever. */
export interface Deadlines {
  /** From its turn to its end, for a command that waits for the device only. */
  readonly longestMs: number;
  /** From being cancelled, timed out or left to its end. */
  readonly graceMs: number;
}

export const DEADLINES: Deadlines = { longestMs: 600_000, graceMs: 60_000 };

interface Entry {
  readonly command: QueuedCommand;
  readonly controller: AbortController;
  readonly timer: NodeJS.Timeout | undefined;
  started: boolean;
}

/** The commands of one service: first in, first out, one at a time. */
export class CommandQueue {
  readonly #deadlines: Deadlines;
  readonly #entries: Entry[] = [];
  #running = false;
  /** A command that never came back still has the device; nothing else is given to it meanwhile. */
  #hangs = false;

  constructor(deadlines: Deadlines = DEADLINES) {
    this.#deadlines = deadlines;
  }

  add(command: QueuedCommand): void {
    if (this.#hangs) {
      command.deviceHangs();
      return;
    }
    const controller = new AbortController();
    const entry: Entry = {
      command,
      controller,
      started: false,
      timer: command.timeoutMs > 0 ? setTimeout(() => this.#end(entry, 'timeOut'), command.timeoutMs) : undefined,
    };
    this.#entries.push(entry);
    if (!this.#running) void this.#work();
  }

  /** @returns how many commands of `connection` matched; `requestIds` undefined matches all. */
  cancel(connection: object, requestIds: readonly number[] | undefined, reason: EndReason): number {
    const matching = this.#matching(connection, requestIds);
    for (const entry of matching) this.#end(entry, reason);
    return matching.length;
  }

  holds(connection: object, requestIds: readonly number[] | undefined): boolean {
    return this.#matching(connection, requestIds).length > 0;
  }

  #matching(connection: object, requestIds: readonly number[] | undefined): readonly Entry[] {
    return this.#entries.filter(
      ({ command }) =>
        command.connection === connection && (requestIds === undefined || requestIds.includes(command.requestId)),
    );
  }

  #end(entry: Entry, reason: EndReason): void {
    if (entry.controller.signal.aborted) return;
    entry.controller.abort(reason);
    if (entry.started) return;
    this.#entries.splice(this.#entries.indexOf(entry), 1);
    clearTimeout(entry.timer);
    entry.command.endedInQueue(reason);
  }

  async #work(): Promise<void> {
    this.#running = true;
    for (let entry = this.#entries[0]; entry; entry = this.#entries[0]) {
      entry.started = true;
      const { command, controller } = entry;
      const giveUp = (): void => this.#giveUp(command);
      const overdue = new Overdue(this.#deadlines, command.waitsForPeople, controller.signal, giveUp);
      await command.run(controller.signal);
      overdue.clear();
      clearTimeout(entry.timer);
      this.#entries.shift();
      this.#hangs = false;
    }
    this.#running = false;
  }

  #giveUp(hung: QueuedCommand): void {
    this.#hangs = true;
    hung.deviceHangs();
    for (const { command, timer } of this.#entries.splice(1)) {
      clearTimeout(timer);
      command.deviceHangs();
    }
  }
}

/** Calls once when a running command has taken too long. */
class Overdue {
  readonly #deadlines: Deadlines;
  readonly #signal: AbortSignal;
  readonly #giveUp: () => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(deadlines: Deadlines, waitsForPeople: boolean, signal: AbortSignal, giveUp: () => void) {
    this.#deadlines = deadlines;
    this.#signal = signal;
    this.#giveUp = giveUp;
    if (!waitsForPeople) this.#start(deadlines.longestMs);
    if (signal.aborted) this.#onAbort();
    else signal.addEventListener('abort', this.#onAbort);
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#signal.removeEventListener('abort', this.#onAbort);
  }

  readonly #onAbort = (): void => this.#start(this.#deadlines.graceMs);

  #start(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#giveUp, ms);
    this.#timer.unref();
  }
}
