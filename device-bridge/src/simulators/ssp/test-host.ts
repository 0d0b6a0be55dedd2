import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

export interface TestHost {
  /** Writes bytes as they are; the bytes of the answer. */
  raw(hex: string): Promise<string>;
  /** The data of the answer, without framing. */
  command(...data: number[]): Promise<string>;
  close(): Promise<void>;
}

const ANSWER_MS = 2_000;

/**
 * A host that writes command bytes and collects what comes back; its CRC is worked out bit by bit, so that neither the
 * driver nor the twin vouches for itself.
 */
export async function testHost(port: number, address = 0): Promise<TestHost> {
  const socket: Socket = connect(port, '127.0.0.1');
  let heard = '';
  socket.on('data', (bytes) => {
    heard += bytes.toString('hex');
  });
  let sequence = 0x80;
  const raw = async (hex: string): Promise<string> => {
    heard = '';
    socket.write(Buffer.from(hex, 'hex'));
    for (let waited = 0; waited < ANSWER_MS && !isWhole(heard); waited += 2) await delay(2);
    return heard;
  };
  return {
    raw,
    command: async (...data) => {
      const body = [sequence | address, data.length, ...data];
      sequence ^= 0x80;
      let crc = 0xffff;
      for (const byte of body) {
        crc ^= byte << 8;
        for (let bit = 0; bit < 8; bit += 1) crc = ((crc << 1) ^ (crc & 0x8000 ? 0x8005 : 0)) & 0xffff;
      }
      const answer = await raw(Buffer.from([0x7f, ...body, crc & 0xff, crc >> 8]).toString('hex'));
      return answer.replaceAll('7f7f', '7f').slice(6, -4);
    },
    close: () => Promise.resolve(void socket.destroy()),
  };
}

function isWhole(hex: string): boolean {
  const frame = Buffer.from(hex.replaceAll('7f7f', '7f'), 'hex');
  return frame.length >= 3 && frame.length >= (frame[2] ?? 0) + 5;
}
