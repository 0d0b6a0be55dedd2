import type { CardReaderTwin } from '../card-reader/twin.ts';
import type { TcpSocket } from '../tcp-socket.ts';
import type { VirtualCard } from '../virtual-card/card.ts';
import { presentToVpcd, type PresentCard } from '../virtual-card/vpicc.ts';

export interface ReaderPlaces {
  readonly vpcd: { readonly host: string; readonly port: number } | null;
  readonly networkReader: CardReaderTwin;
  readonly networkSocket: TcpSocket;
}

/**
 * Where a card is laid down: on the virtual PC/SC reader when there is one, else on the network reader. One card, one
 * reader, never both, as one hand can only hold it to one.
 */
export class CardDesk {
  readonly #places: ReaderPlaces;
  readonly #changed: () => void;
  #uid: string | undefined;
  #onVpcd: PresentCard | undefined;
  #unplugged = false;
  #timer: NodeJS.Timeout | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(places: ReaderPlaces, changed: () => void) {
    this.#places = places;
    this.#changed = changed;
  }

  /** UID of the card in the field. */
  get uid(): string | undefined {
    return this.#uid;
  }

  get plugged(): boolean {
    return !this.#unplugged;
  }

  /** @returns the reader it lies on, or `none` when no reader is plugged in */
  present(card: VirtualCard, uid: string): Promise<'pcsc' | 'network' | 'none'> {
    return this.#inTurn(async () => {
      await this.#take();
      if (this.#unplugged) return 'none';
      const reader = await this.#lay(card);
      this.#uid = uid;
      this.#changed();
      return reader;
    });
  }

  /** Lays the card down and takes it away after a moment. */
  async tap(card: VirtualCard, uid: string, forMs: number): Promise<'pcsc' | 'network' | 'none'> {
    const reader = await this.present(card, uid);
    this.#timer = setTimeout(() => void this.remove(), forMs);
    return reader;
  }

  remove(): Promise<void> {
    return this.#inTurn(() => this.#take());
  }

  async unplug(): Promise<void> {
    this.#unplugged = true;
    await this.remove();
    await this.#places.networkSocket.unplug();
    this.#changed();
  }

  async replug(): Promise<void> {
    this.#unplugged = false;
    await this.#places.networkSocket.replug();
    this.#changed();
  }

  async #lay(card: VirtualCard): Promise<'pcsc' | 'network'> {
    const { vpcd, networkReader } = this.#places;
    if (vpcd) {
      const present = await presentToVpcd(card, vpcd).catch(() => undefined);
      if (present) {
        this.#onVpcd = present;
        present.onLost(() => {
          if (this.#onVpcd === present) void this.remove();
        });
        return 'pcsc';
      }
    }
    networkReader.present(card);
    return 'network';
  }

  async #take(): Promise<void> {
    clearTimeout(this.#timer);
    const present = this.#onVpcd;
    this.#onVpcd = undefined;
    this.#places.networkReader.remove();
    await present?.remove();
    this.#uid = undefined;
    this.#changed();
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }
}
