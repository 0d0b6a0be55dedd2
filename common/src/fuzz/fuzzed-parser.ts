/**
 * One parser of what comes in from outside. A file `*.fuzz.ts` beside the parser exports `fuzzed`, a list of these, and
 * is found by tests/fuzz; `device-bridge/src/drivers/ccnet/codec.fuzz.ts` is a short example.
 */
export interface FuzzedParser {
  readonly name: string;
  readonly open: () => FuzzedReader;
  /** One good message with these bytes somewhere in it, as the other side would send it. */
  readonly message: (data: Uint8Array) => Uint8Array;
  /** Bytes that fit into a message. */
  readonly longestData: number;
  /**
   * Bytes after which the reader hears again at the latest, whatever came before and without any silence: in most
   * protocols a damaged length makes it wait for the longest message there is.
   */
  readonly longestMessage: number;
  /** What else may come and is worse than a damaged message. */
  readonly strange?: (data: Uint8Array) => Uint8Array;
  /** A message comes in one piece or not at all: the socket or the file keeps its bounds. */
  readonly isNeverCut?: true;
}

export interface FuzzedReader {
  /** Takes what came and answers the good messages in it, read to the end: all that the driver makes of them. */
  push(bytes: Uint8Array): readonly unknown[];
  /** The line was quiet. Absent where the parser knows no silence. */
  quiet?(): void;
}
