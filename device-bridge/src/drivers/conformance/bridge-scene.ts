import { existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { FailPoints } from '@louting/common/fail-points';
import type { CommandName, EventName } from '../../protocol/profile.ts';
import type { CommandContext, Completion, XfsService } from '../../services/xfs-service.ts';
import type { PluggedTwin } from '../../simulators/plugged-twin.ts';
import { openPty } from '../../simulators/pty.ts';
import { serialTransport, type SerialOptions } from '../../transports/serial.ts';
import { tcpTransport } from '../../transports/tcp.ts';
import type { TransportFactory } from '../../transports/transport.ts';
import type { Rung } from '../recovery-ladder.ts';
import { PowerCut, Severable } from './power-cut.ts';

/** What every twin of a cash device lets a scene do, whatever it speaks. */
export type SceneTwin = Pick<
  PluggedTwin<unknown>,
  'listen' | 'close' | 'powerCycle' | 'unplug' | 'replug' | 'onChange'
>;

/** For a twin that is met by other words than its own. */
export function plugsOf(twin: SceneTwin): SceneTwin {
  return {
    listen: () => twin.listen(),
    close: () => twin.close(),
    powerCycle: () => twin.powerCycle(),
    unplug: () => twin.unplug(),
    replug: () => twin.replug(),
    onChange: (listener) => twin.onChange(listener),
  };
}

/** What stands on the bridge's side of the line while it has power. */
export interface SceneBridge {
  readonly driver: { start(): void; stop(): Promise<void>; condition(): { readonly device: string } };
  readonly journal: { close(): void };
}

export interface BridgeParts {
  readonly transport: TransportFactory;
  readonly failPoints: FailPoints;
  /** The same for every run of the bridge: what it wrote down lies there. */
  readonly stateDir: string;
}

/** The nearest thing to a serial port without one is a pseudo-terminal. */
export type SceneLine = 'TCP' | Omit<SerialOptions, 'path'>;

const PATIENCE_MS = 20_000;

/** The bridge's own parts around one twin at the end of a line; its power can be cut at any fail point. */
export abstract class BridgeScene<Twin extends SceneTwin, Bridge extends SceneBridge> {
  readonly twin: Twin;
  /** Every fail point the bridge passed, in order. */
  readonly passed: string[] = [];
  readonly #root = mkdtempSync(join(tmpdir(), 'bridge-scene-'));
  readonly #line: SceneLine;
  #transport: TransportFactory | undefined;
  #terminal: { close(): Promise<void> } | undefined;
  #bridge: (Bridge & { readonly severable: Severable }) | undefined;
  #cutAt: string | undefined;
  #onCut: () => void = () => undefined;

  constructor(newTwin: (stateDir: string) => Twin, line: SceneLine = 'TCP') {
    this.twin = newTwin(join(this.#root, 'twin'));
    this.#line = line;
  }

  protected abstract build(parts: BridgeParts): Bridge;
  /** The device has answered. */
  protected abstract isReady(bridge: Bridge): boolean;

  get hasPower(): boolean {
    return !this.running.severable.cut;
  }

  get driver(): Bridge['driver'] {
    return this.running.driver;
  }

  /** The first commit, or whatever is named, takes the bridge's power, and lets `meanwhile` happen in the dark. */
  cutPowerAt(step: string, meanwhile: () => void = () => undefined): void {
    this.#cutAt = step;
    this.#onCut = meanwhile;
  }

  cutNow(): void {
    this.running.severable.sever();
  }

  async start(): Promise<void> {
    this.#transport ??= await this.#plugIn();
    const severable = new Severable(this.#transport);
    const failPoints: FailPoints = { hit: (name) => this.#pass(name, severable) };
    const stateDir = join(this.#root, 'bridge');
    mkdirSync(stateDir, { recursive: true });
    const bridge = this.build({ transport: severable.factory, failPoints, stateDir });
    this.#bridge = { ...bridge, severable };
    bridge.driver.start();
    await this.until(() => this.isReady(bridge));
  }

  async stop(): Promise<void> {
    const bridge = this.#bridge;
    this.#bridge = undefined;
    this.#cutAt = undefined;
    await bridge?.driver.stop();
    bridge?.journal.close();
  }

  async close(): Promise<void> {
    await this.stop();
    await this.#terminal?.close();
    await this.twin.close();
  }

  async until(condition: () => boolean): Promise<void> {
    const until = Date.now() + PATIENCE_MS;
    while (!condition()) {
      if (Date.now() > until) throw new Error(`not in time: ${condition.toString()} ${this.describe()}`);
      await delay(3);
    }
  }

  protected describe(): string {
    return '';
  }

  protected get running(): Bridge & { readonly severable: Severable } {
    if (!this.#bridge) throw new Error('the bridge is off');
    return this.#bridge;
  }

  /** One command to the service, as the host would hand it on. */
  protected async ask<Name extends CommandName>(
    service: XfsService,
    name: Name,
    asked: {
      readonly transactionId: string;
      readonly payload: object;
      readonly signal?: AbortSignal | undefined;
      readonly onEvent: (name: EventName, payload: object) => void;
    },
  ): Promise<Completion<Name>> {
    const { transactionId, payload, signal = new AbortController().signal, onEvent } = asked;
    const context: CommandContext = { signal, client: this, transactionId, event: onEvent };
    const handler = service.handlers[name] as
      ((payload: object, context: CommandContext) => Promise<Completion<Name>> | Completion<Name>) | undefined;
    if (!handler) throw new Error(`no handler for ${name}`);
    return handler(payload, context);
  }

  async #plugIn(): Promise<TransportFactory> {
    const { port } = await this.twin.listen();
    if (this.#line === 'TCP') return tcpTransport({ host: '127.0.0.1', port });
    const path = join(this.#root, 'tty');
    this.#terminal = openPty(path, port);
    await this.until(() => existsSync(path));
    return serialTransport({ path, ...this.#line });
  }

  #pass(name: string, severable: Severable): void {
    if (severable.cut) throw new PowerCut();
    this.passed.push(name);
    if (name !== this.#cutAt) return;
    severable.sever();
    this.#onCut();
    throw new PowerCut();
  }
}

/** So that a lost line is tried again at once. */
export const QUICK_LADDER: readonly Rung[] = [
  { action: 'retry', against: ['silent'], tries: 1, waitMs: 0, longestMs: 0 },
  { action: 'reopen', against: ['silent', 'closed'], tries: 1_000, waitMs: 20, longestMs: 40 },
];
