import type { EndReason } from '../xfs-service.ts';

export interface QueuedCommand {
  readonly connection: object;
  readonly requestId: number;
  /** Milliseconds from now, queueing included; 0 waits for ever. */
  readonly timeoutMs: number;
  /** Runs when its turn comes, never after `signal` aborted. */
  run(signal: AbortSignal): Promise<void>;
  /** It was ended before its turn. */
  endedInQueue(reason: EndReason): void;
}

interface Entry {
  readonly command: QueuedCommand;
  readonly controller: AbortController;
  readonly timer: NodeJS.Timeout | undefined;
  started: boolean;
}

/** The commands of one service: first in, first out, one at a time. */
export class CommandQueue {
  readonly #entries: Entry[] = [];
  #running = false;

  add(command: QueuedCommand): void {
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
      await entry.command.run(entry.controller.signal);
      clearTimeout(entry.timer);
      this.#entries.shift();
    }
    this.#running = false;
  }
}
