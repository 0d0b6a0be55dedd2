import type { FuzzedReader } from '@louting/common/fuzz/fuzzed-parser';
import type { Discarded, FrameDecoder } from '../drivers/bill-acceptor/exchange-line.ts';

/** The decoder of a wire protocol, with everything that is read out of its frames. */
export function framesOf<Frame extends object>(
  decoder: FrameDecoder<Frame>,
  read: (frame: Frame) => unknown,
): FuzzedReader {
  const isWhole = (found: Frame | Discarded): found is Frame => !('discarded' in found);
  return {
    push: (bytes) =>
      decoder
        .push(bytes)
        .filter(isWhole)
        .map((frame) => [frame, read(frame)]),
    ...(decoder.quiet && { quiet: () => decoder.quiet?.() }),
  };
}
