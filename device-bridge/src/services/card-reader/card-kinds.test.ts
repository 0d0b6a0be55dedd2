import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atrOf } from '../../simulators/virtual-card/card.ts';
import { isTaken, kindOfCard, mayRelay } from './card-kinds.ts';

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));
const uid = bytes('01020304');

describe('kind of a card', () => {
  it.each([
    ['mifare-classic', atrOf({ uid, kind: 'mifare-classic-1k' })],
    ['mifare-classic', atrOf({ uid, kind: 'mifare-classic-4k' })],
    ['memory', atrOf({ uid, kind: 'mifare-ultralight' })],
    ['chip', atrOf({ uid, kind: 'desfire' })],
    ['chip', atrOf({ uid, kind: 'fmcos' })],
    ['chip', new Uint8Array()],
  ])('%s', (kind, atr) => {
    expect(kindOfCard(atr)).toBe(kind);
  });

  it.each([
    ['9000', true],
    ['0191AF', true],
    ['9100', true],
    ['6105', true],
    ['91AE', false],
    ['6A82', false],
    ['90', false],
    ['', false],
  ])('answer %s goes on: %s', (answer, taken) => {
    expect(isTaken(bytes(answer))).toBe(taken);
  });

  it.each([
    ['choosing a DESFire application', '905A000003544CF500', true],
    ['internal authentication', '00880001080102030405060708', true],
    ['reading a block', 'FFB0000410', true],
    ['writing a block', 'FFD6000410', false],
    ['writing a DESFire file', '908D000000', false],
    ['formatting a DESFire card', '90FC000000', false],
    ['changing a key', '90C4000000', false],
    ['loading a purse', '805200000B', false],
    ['half a command', 'FFCA', false],
  ])('%s may pass: %s', (_event, apdu, may) => {
    expect(mayRelay(bytes(apdu))).toBe(may);
  });

  it('any bytes at all: nothing breaks, and what passes is on the list', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (any) => {
        expect(['chip', 'mifare-classic', 'memory']).toContain(kindOfCard(any));
        expect(typeof isTaken(any)).toBe('boolean');
        if (mayRelay(any)) expect([0xff, 0x90, 0x00]).toContain(any[0]);
      }),
      { numRuns: 700 },
    );
  });
});
