import type { Intent, ScreenModel, ScreenName, ServiceMessage } from '@louting/kiosk/screens';
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';

const RECONNECT_AFTER_MS = 100;

/** The kiosk's screen without a browser: reads screen models and sends intents, and reconnects like the real one. */
export class UiClient {
  model: ScreenModel | undefined;
  private socket: WebSocket | undefined;
  private closed = false;
  private readonly url: string;
  private readonly watchers = new Set<() => void>();

  /** @param kioskUrl e.g. `http://127.0.0.1:7310` */
  constructor(kioskUrl: string) {
    this.url = `${kioskUrl.replace(/^http/, 'ws')}/ui`;
    this.connect();
  }

  send(intent: Intent): void {
    if (this.socket?.readyState !== WebSocket.OPEN || !this.model) return;
    this.socket.send(JSON.stringify({ type: 'intent', revision: this.model.revision, intent }));
  }

  /** Waits for a screen; rejects with the screen that stands there instead. */
  async waitFor<Name extends ScreenName>(...names: readonly Name[]): Promise<ScreenModel & { screen: Name }> {
    return (await this.waitUntil(
      (model) => (names as readonly string[]).includes(model.screen),
      names.join('|'),
    )) as never;
  }

  async waitUntil(holds: (model: ScreenModel) => boolean, what: string, withinMs = 20_000): Promise<ScreenModel> {
    const deadline = Date.now() + withinMs;
    for (;;) {
      if (this.model && holds(this.model)) return this.model;
      const left = deadline - Date.now();
      if (left <= 0) throw new Error(`waited for ${what}, but there is ${JSON.stringify(this.model)}`);
      await Promise.race([this.nextChange(), delay(Math.min(left, 500))]);
    }
  }

  close(): void {
    this.closed = true;
    this.socket?.close();
  }

  private nextChange(): Promise<void> {
    return new Promise((resolve) => {
      const watcher = () => {
        this.watchers.delete(watcher);
        resolve();
      };
      this.watchers.add(watcher);
    });
  }

  private connect(): void {
    if (this.closed) return;
    const socket = new WebSocket(this.url, { origin: new URL(this.url.replace(/^ws/, 'http')).origin });
    this.socket = socket;
    socket.on('open', () => socket.send(JSON.stringify({ type: 'hello' })));
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString()) as ServiceMessage;
      if (message.type !== 'screen') return;
      this.model = message.model;
      for (const watcher of this.watchers) watcher();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.model = undefined;
      if (!this.closed) setTimeout(() => this.connect(), RECONNECT_AFTER_MS);
    });
  }
}
