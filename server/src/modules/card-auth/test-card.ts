import { randomBytes } from 'node:crypto';
import { decryptCbc, encryptCbc } from './aes-cmac.ts';

/** The card's half of the authentication, for tests: it answers with whatever key it was given. */
export function testDesfireCard(key: Uint8Array): {
  readonly open: () => readonly string[];
  readonly answer: (command: string) => string;
} {
  let random = randomBytes(16);
  return {
    open: () => {
      random = randomBytes(16);
      return ['9100', `${hex(encryptCbc(key, random))}91AF`];
    },
    answer: (command) => {
      const token = decryptCbc(key, Buffer.from(command, 'hex').subarray(5, 37));
      const fits = token.subarray(16).equals(Buffer.concat([random.subarray(1), random.subarray(0, 1)]));
      if (!fits) return '91AE';
      const back = Buffer.concat([token.subarray(1, 16), token.subarray(0, 1)]);
      return `${hex(encryptCbc(key, Buffer.concat([randomBytes(4), back, Buffer.alloc(12)])))}9100`;
    },
  };
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex').toUpperCase();
}
