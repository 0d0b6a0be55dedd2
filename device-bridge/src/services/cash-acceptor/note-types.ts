import { denominationOf, noteType } from '../../protocol/cash.ts';
import type { CommandPayload, CompletionPayload } from '../../protocol/profile.ts';

/** Which notes are let in, of those the device was programmed for. */
export class NoteTypes {
  readonly #denominations: () => readonly number[];
  readonly #off = new Set<number>();

  constructor(denominations: () => readonly number[]) {
    this.#denominations = denominations;
  }

  /** Values in fen that may come in, up to `limitFen` each. */
  allowed(limitFen: number): readonly number[] {
    return this.#denominations().filter((fen) => fen <= limitFen && !this.#off.has(fen));
  }

  /** @returns false when one of them is no note of this device; nothing was changed then. */
  configure(items: CommandPayload<'CashAcceptor.ConfigureNoteTypes'>['items']): boolean {
    const wanted = items.map(({ item, enabled }) => ({ fen: denominationOf(item), enabled }));
    if (wanted.some(({ fen }) => fen === undefined || !this.#denominations().includes(fen))) return false;
    for (const { fen, enabled } of wanted) {
      if (fen !== undefined && enabled) this.#off.delete(fen);
      else if (fen !== undefined) this.#off.add(fen);
    }
    return true;
  }

  get items(): NonNullable<CompletionPayload<'CashManagement.GetBankNoteTypes'>['items']> {
    return Object.fromEntries(
      this.#denominations().map((fen, index) => [
        noteType(fen),
        {
          cashItem: { noteID: index + 1, currency: 'CNY', value: fen / 100, release: 0 },
          enabled: !this.#off.has(fen),
        },
      ]),
    );
  }
}
