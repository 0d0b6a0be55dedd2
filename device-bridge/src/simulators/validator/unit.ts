import type { Happening, ValidatorMechanics } from './mechanics.ts';
import type { TwinMemoryFile } from './twin-state.ts';

/** What the electronics of a unit are built on. */
export interface UnitParts {
  readonly mechanics: ValidatorMechanics;
  readonly store: TwinMemoryFile;
  /** ISO code of the notes it was programmed for. */
  readonly currency: string;
  /** In fen, in the order of the unit's own table. */
  readonly denominations: readonly number[];
}

/** The electronics of one protocol: it hears bytes of the host and answers with bytes. */
export interface ProtocolUnit {
  /** A fresh reader for each line; every frame it finds is handed to `answer`. */
  createReader(): { push(bytes: Uint8Array): readonly Uint8Array[] };
  /** @param frame one good frame of the host. Undefined: the protocol has no answer to it. */
  answer(frame: Uint8Array): Uint8Array | undefined;
  /** Power comes up, with whatever the memory holds. */
  powerUp(): void;
  happened(happening: Happening): void;
  /** Someone pulls on the note. */
  cheat(): void;
  cashBoxReplaced(): void;
  /** Takes notes at all, now. */
  readonly accepting: boolean;
  letsIn(fen: number): boolean;
}

export type BuildUnit = (parts: UnitParts) => ProtocolUnit;
