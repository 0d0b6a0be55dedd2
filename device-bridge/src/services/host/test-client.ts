import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { COMMANDS, isCommandName } from '../../protocol/profile.ts';

export interface Heard {
  readonly header: Record<string, unknown> & { readonly type: string; readonly name: string };
  readonly payload: Record<string, unknown>;
}

/** A bare XFS client for tests: it sends what it is told, right or wrong, and keeps all it hears in order. */
export class TestClient {
  readonly heard: Heard[] = [];
  readonly #socket: WebSocket;
  #requestId = 0;

  static connect(url: string, token: string, headers: Record<string, string> = {}): Promise<TestClient> {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(url, { headers: { authorization: `Bearer ${token}`, ...headers } });
      socket.on('error', reject);
      socket.once('open', () => resolve(new TestClient(socket)));
    });
  }

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data) => {
      const message = JSON.parse((data as Buffer).toString('utf8')) as Heard;
      this.heard.push({ header: message.header, payload: message.payload ?? {} });
    });
  }

  get events(): readonly Heard[] {
    return this.heard.filter(({ header }) => header.type === 'event');
  }

  /** @returns the request id. */
  send(name: string, payload: object = {}, header: object = {}): number {
    this.#requestId += 1;
    const version = isCommandName(name) ? COMMANDS[name].version : '2.0';
    const message = { header: { type: 'command', name, version, requestId: this.#requestId, ...header }, payload };
    this.#socket.send(JSON.stringify(message));
    return this.#requestId;
  }

  sendRaw(text: string | Uint8Array): void {
    this.#socket.send(text);
  }

  /** Sends and waits for the completion. */
  async command(name: string, payload: object = {}, header: object = {}): Promise<Heard> {
    const requestId = this.send(name, payload, header);
    return this.completion(requestId);
  }

  async completion(requestId: number): Promise<Heard> {
    const find = (): Heard | undefined =>
      this.heard.find(({ header }) => header.type === 'completion' && header.requestId === requestId);
    await this.until(() => find() !== undefined);
    const found = find();
    if (!found) throw new Error('no completion');
    return found;
  }

  cancelAll(): void {
    this.send('Common.Cancel', {});
  }

  async until(condition: () => boolean | Promise<boolean>, timeoutMs = 20_000): Promise<void> {
    const until = Date.now() + timeoutMs;
    while (!(await condition())) {
      if (Date.now() > until) throw new Error(`not in time; heard ${JSON.stringify(this.heard.slice(-5))}`);
      await delay(5);
    }
  }

  close(): Promise<void> {
    this.#socket.terminate();
    return Promise.resolve();
  }
}
