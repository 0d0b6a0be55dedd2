import { createDecipheriv } from 'node:crypto';
import { expect, test } from 'vitest';
import { KeyAgreement } from '../../simulators/ssp/key-agreement.ts';
import { FACTORY_KEY, littleEndian64, newKeyExchange, power, seal, sessionKey, unseal } from './encryption.ts';

const zeros = (size: number): Uint8Array => new Uint8Array(size);

test('the key is the fixed half and the agreed half, least significant byte first', () => {
  expect(Buffer.from(sessionKey(FACTORY_KEY, 0x0102030405060708n)).toString('hex')).toBe(
    '67452301674523010807060504030201',
  );
});

test('modular powers by the square-and-multiply of the text book', () => {
  expect(power(982_451_653n, 65_537n, 961_748_941n)).toBe(982_451_653n ** 65_537n % 961_748_941n);
});

test('a packet is whole blocks: length, counter, data, padding, CRC', () => {
  const key = sessionKey(FACTORY_KEY, 42n);
  const packet = seal(key, 0x01020304, Uint8Array.of(0x56), zeros);
  expect([packet[0], packet.length]).toEqual([0x7e, 17]);
  const cipher = createDecipheriv('aes-128-ecb', key, null).setAutoPadding(false);
  const open = cipher.update(packet.subarray(1));
  expect(open.subarray(0, 6).toString('hex')).toBe('010403020156');
  expect(unseal(key, 0x01020304, packet)).toEqual(Buffer.of(0x56));
});

test.each([
  ['another counter, as in a packet played again', 2, (packet: Uint8Array) => packet],
  ['a flipped bit', 1, (packet: Uint8Array) => packet.map((byte, at) => (at === 9 ? byte ^ 1 : byte))],
  ['half a block', 1, (packet: Uint8Array) => packet.subarray(0, 9)],
])('%s is not opened', (_, count, spoil) => {
  const key = sessionKey(FACTORY_KEY, 42n);
  expect(unseal(key, count, spoil(seal(key, 1, Uint8Array.of(0xf0))))).toBeUndefined();
});

test('driver and twin, written apart, agree on a key and understand each other', () => {
  const { generator, modulus, hostSecret } = newKeyExchange();
  const slave = new KeyAgreement(FACTORY_KEY);
  expect(slave.negotiate([0x4a, ...littleEndian64(generator)])).toEqual([]);
  expect(slave.negotiate([0x4b, ...littleEndian64(modulus)])).toEqual([]);
  const answer = slave.negotiate([0x4c, ...littleEndian64(power(generator, hostSecret, modulus))]);
  if (!answer) throw new Error('no key');
  const key = sessionKey(FACTORY_KEY, power(Buffer.from(answer).readBigUInt64LE(), hostSecret, modulus));
  for (const count of [0, 1, 2]) {
    expect(slave.open([...seal(key, count, Uint8Array.of(0x07))])).toEqual([0x07]);
    expect(unseal(key, count + 1, Uint8Array.from(slave.seal([0xf0, 0xe8])))).toEqual(Buffer.of(0xf0, 0xe8));
    // The slave counts on with its answer, so the driver's next packet carries that count.
    expect(slave.open([...seal(key, count, Uint8Array.of(0x07))])).toBeUndefined();
  }
});
