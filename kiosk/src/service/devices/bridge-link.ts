import { readFileSync } from 'node:fs';
import type { Result } from '@louting/common/result';
import type { InterfaceName } from '@louting/device-bridge/protocol/common';
import { XFS_PATH, XFS_PORTS } from '@louting/device-bridge/protocol/envelope';
import type {
  CommandName,
  CommandPayload,
  CompletionPayload,
  EventName,
} from '@louting/device-bridge/protocol/profile';
import type { Logger } from 'pino';
import { openChannel, type CommandFailure, type CommandOptions, type XfsChannel } from './xfs-channel.ts';

export interface BridgeAddress {
  /** URI of the service publisher, `ws://127.0.0.1:<port>/xfs4iot/v1.0`. Absent: the standard's ports are tried. */
  readonly url?: string;
  /** The bridge makes a new token at each start, so a file is read again before each attempt. */
  readonly token: string | { readonly file: string };
}

const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 3_000;

/** What a port needs of its service: commands, and word of it coming and going. */
export interface ServiceLink {
  command<Name extends CommandName>(
    name: Name,
    payload: CommandPayload<Name>,
    options?: CommandOptions,
  ): Promise<Result<CompletionPayload<Name>, CommandFailure>>;
  /** `undefined`: the bridge is gone. `'missing'`: it is there and has no such device. */
  onAttach(listener: (channel: XfsChannel | 'missing' | undefined) => void): void;
  onUnsolicited(listener: (name: EventName, payload: Record<string, unknown>) => void): void;
}

/**
 * Keeps one connection to each service of the bridge that the kiosk uses. When one is lost all are dropped and found
 * anew: a bridge that restarted may have other services on other ports.
 */
export class BridgeLink {
  readonly #address: BridgeAddress;
  readonly #logger: Logger;
  readonly #services = new Map<InterfaceName, Service>();
  #channels: XfsChannel[] = [];
  #stopped = false;
  #connecting = false;
  #drops = 0;
  #timer: NodeJS.Timeout | undefined;
  #delay = FIRST_RETRY_MS;
  #reported = '';

  constructor(address: BridgeAddress, logger: Logger) {
    this.#address = address;
    this.#logger = logger;
  }

  service(name: InterfaceName): ServiceLink {
    const service = new Service();
    this.#services.set(name, service);
    return service;
  }

  start(): void {
    void this.#connect();
  }

  close(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    for (const channel of this.#channels) channel.close();
  }

  async #connect(): Promise<void> {
    if (this.#connecting || this.#stopped) return;
    this.#connecting = true;
    let problem: string | undefined;
    try {
      const token = tokenOf(this.#address.token);
      const uris = await this.#findServices(token);
      if (uris.length === 0) throw new Error('device bridge has no devices');
      const drops = this.#drops;
      for (const uri of uris) await this.#attach(uri, token);
      if (drops !== this.#drops) throw new Error('device bridge was lost while connecting');
      for (const service of this.#services.values()) if (!service.channel) service.attach('missing');
      this.#delay = FIRST_RETRY_MS;
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error);
    }
    this.#connecting = false;
    this.#report(problem ?? 'connected');
    if (problem !== undefined || this.#stopped) this.#drop();
  }

  /** The publisher's list; its connection is closed again. */
  async #findServices(token: string): Promise<readonly string[]> {
    const candidates = this.#address.url
      ? [this.#address.url]
      : XFS_PORTS.map((port) => `ws://127.0.0.1:${port}${XFS_PATH}`);
    let problem: unknown = new Error('no device bridge found');
    for (const url of candidates) {
      try {
        const publisher = await openChannel(url, token);
        const found = await publisher.command('ServicePublisher.GetServices', {});
        publisher.close();
        if (found.ok) return found.value.services.map(({ serviceURI }) => serviceURI);
      } catch (error) {
        problem = error;
      }
    }
    throw problem;
  }

  /** A service is chosen by its interfaces, never by its URI; the first of a kind wins. */
  async #attach(uri: string, token: string): Promise<void> {
    const channel = await openChannel(uri, token);
    this.#channels.push(channel);
    // The others close late after a drop, when new ones may stand already.
    channel.onClose(() => {
      if (this.#channels.includes(channel)) this.#drop();
    });
    const capabilities = await channel.command('Common.Capabilities', {});
    if (!capabilities.ok || !this.#channels.includes(channel)) throw new Error(`${uri} was lost`);
    for (const { name } of capabilities.value.interfaces) {
      const service = this.#services.get(name as InterfaceName);
      if (service && !service.channel) service.attach(channel);
    }
  }

  #drop(): void {
    const channels = this.#channels;
    this.#channels = [];
    this.#drops += 1;
    for (const service of this.#services.values()) service.attach(undefined);
    for (const channel of channels) channel.close();
    if (this.#stopped) return;
    if (this.#reported === 'connected') this.#report('connection lost');
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#connect(), this.#delay);
    this.#delay = Math.min(this.#delay * 2, LAST_RETRY_MS);
  }

  /** Changes only: a bridge that stays away says so once. */
  #report(state: string): void {
    if (state === this.#reported || this.#stopped) return;
    this.#reported = state;
    if (state === 'connected') this.#logger.info({ services: this.#channels.length }, 'device bridge connected');
    else this.#logger.warn({ code: 'LT-3903', reason: state }, 'device bridge not connected');
  }
}

class Service implements ServiceLink {
  channel: XfsChannel | undefined;
  readonly #attached: ((channel: XfsChannel | 'missing' | undefined) => void)[] = [];
  readonly #unsolicited: ((name: EventName, payload: Record<string, unknown>) => void)[] = [];

  attach(channel: XfsChannel | 'missing' | undefined): void {
    this.channel = channel === 'missing' ? undefined : channel;
    this.channel?.onUnsolicited((name, payload) => {
      for (const listener of this.#unsolicited) listener(name, payload);
    });
    for (const listener of this.#attached) listener(channel);
  }

  command<Name extends CommandName>(
    name: Name,
    payload: CommandPayload<Name>,
    options?: CommandOptions,
  ): Promise<Result<CompletionPayload<Name>, CommandFailure>> {
    if (this.channel) return this.channel.command(name, payload, options);
    // Nothing was sent, so nothing is in doubt.
    return Promise.resolve({
      ok: false,
      error: { code: 'LT-3903', completionCode: 'deviceNotReady', errorCode: undefined },
    });
  }

  onAttach(listener: (channel: XfsChannel | 'missing' | undefined) => void): void {
    this.#attached.push(listener);
  }

  onUnsolicited(listener: (name: EventName, payload: Record<string, unknown>) => void): void {
    this.#unsolicited.push(listener);
  }
}

function tokenOf(token: BridgeAddress['token']): string {
  return typeof token === 'string' ? token : readFileSync(token.file, 'utf8').trim();
}
