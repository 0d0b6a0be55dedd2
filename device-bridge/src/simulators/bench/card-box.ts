import { existsSync, readFileSync } from 'node:fs';
import { CardsFileSchema, type BenchCard } from '../config.ts';
import type { CardFault, VirtualCard } from '../virtual-card/card.ts';
import type { CardDesk } from './card-desk.ts';

/** How long a tapped card lies on the reader. */
const TAP_MS = 1_500;

/** The cards beside the bench, and the hand that takes one of them, or any other, to the reader. */
export class CardBox {
  readonly desk: CardDesk;
  readonly #configured: readonly BenchCard[];
  readonly #file: string | undefined;

  constructor(desk: CardDesk, configured: readonly BenchCard[], file: string | undefined) {
    this.desk = desk;
    this.#configured = configured;
    this.#file = file;
  }

  /** Configured cards first, then those of the demo. */
  cards(): readonly BenchCard[] {
    if (this.#file === undefined || !existsSync(this.#file)) return this.#configured;
    return [...this.#configured, ...CardsFileSchema.parse(JSON.parse(readFileSync(this.#file, 'utf8')))];
  }

  /** Lays any card down until it is removed. */
  present(uid: string, fault?: CardFault): Promise<'pcsc' | 'network' | 'none'> {
    const { card, canonicalUid } = this.#cardOf(uid, fault);
    return this.desk.present(card, canonicalUid);
  }

  tap(uid: string, forMs = TAP_MS, fault?: CardFault): Promise<'pcsc' | 'network' | 'none'> {
    const { card, canonicalUid } = this.#cardOf(uid, fault);
    return this.desk.tap(card, canonicalUid, forMs);
  }

  #cardOf(uid: string, fault: CardFault | undefined): { readonly card: VirtualCard; readonly canonicalUid: string } {
    const canonicalUid = uid.toUpperCase();
    if (!/^(?:[0-9A-F]{8}|[0-9A-F]{14}|[0-9A-F]{20})$/.test(canonicalUid)) {
      throw new RangeError('a card UID is 4, 7 or 10 bytes of hex');
    }
    const known = this.cards().find((card) => card.uid === canonicalUid);
    const bytes = (hex: string | undefined) =>
      hex === undefined ? undefined : Uint8Array.from(Buffer.from(hex, 'hex'));
    const card: VirtualCard = {
      uid: Uint8Array.from(Buffer.from(canonicalUid, 'hex')),
      kind: known?.kind ?? 'mifare-classic-1k',
      key: bytes(known?.key),
      aid: bytes(known?.aid),
      keyNumber: known?.keyNumber,
      block: bytes(known?.block),
      fault,
    };
    return { card, canonicalUid };
  }
}
