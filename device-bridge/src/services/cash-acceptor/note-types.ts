import { coinType, noteType } from '../../protocol/cash.ts';
import type { CommandPayload, CompletionPayload } from '../../protocol/profile.ts';

/** Which notes and coins are let in, of those the devices were programmed for. */
export class NoteTypes {
  readonly #notes: () => readonly number[];
  readonly #coins: () => readonly number[];
  readonly #off = new Set<string>();

  constructor(notes: () => readonly number[], coins: () => readonly number[] = () => []) {
    this.#notes = notes;
    this.#coins = coins;
  }

  /** Values in fen of the notes that may come in, up to `limitFen` each. */
  allowed(limitFen: number): readonly number[] {
    return this.#notes().filter((fen) => fen <= limitFen && !this.#off.has(noteType(fen)));
  }

  coinsAllowed(limitFen: number): readonly number[] {
    return this.#coins().filter((fen) => fen <= limitFen && !this.#off.has(coinType(fen)));
  }

  /** @returns false when one of them is no note or coin of these devices; nothing was changed then. */
  configure(items: CommandPayload<'CashAcceptor.ConfigureNoteTypes'>['items']): boolean {
    const known = new Set(this.#types().map(([type]) => type));
    if (items.some(({ item }) => !known.has(item))) return false;
    for (const { item, enabled } of items) {
      if (enabled) this.#off.delete(item);
      else this.#off.add(item);
    }
    return true;
  }

  get items(): NonNullable<CompletionPayload<'CashManagement.GetBankNoteTypes'>['items']> {
    return Object.fromEntries(
      this.#types().map(([type, fen], index) => [
        type,
        {
          cashItem: { noteID: index + 1, currency: 'CNY', value: fen / 100, release: 0 },
          enabled: !this.#off.has(type),
        },
      ]),
    );
  }

  #types(): readonly (readonly [type: string, fen: number])[] {
    return [
      ...this.#notes().map((fen) => [noteType(fen), fen] as const),
      ...this.#coins().map((fen) => [coinType(fen), fen] as const),
    ];
  }
}
