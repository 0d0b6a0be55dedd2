import type { Transport } from '../../transports/transport.ts';

/**
 * ccTalk has one wire: what the host says comes back to it, unless the adapter keeps it away. What comes back is taken
 * off byte by byte, before a decoder could read an answer into it.
 */
export function withoutEcho(line: Transport): Transport {
  let echo: number[] = [];
  return {
    write: (bytes) => {
      echo = [...bytes];
      return line.write(bytes);
    },
    onData: (listener) =>
      line.onData((bytes) => {
        let own = 0;
        while (own < bytes.length && echo.length > 0 && bytes[own] === echo[0]) {
          echo.shift();
          own += 1;
        }
        // Anything else ends it: no echo comes in the middle of an answer.
        if (own < bytes.length) echo = [];
        if (own < bytes.length) listener(bytes.subarray(own));
      }),
    onClose: (listener) => line.onClose(listener),
    close: () => line.close(),
  };
}
