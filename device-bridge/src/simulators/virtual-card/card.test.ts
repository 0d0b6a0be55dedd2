import { describe, expect, it } from 'vitest';
import { answerApdu, atrOf, type VirtualCard } from './card.ts';

const classic: VirtualCard = { uid: Uint8Array.of(1, 2, 3, 4), kind: 'mifare-classic-1k' };
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe('virtual card', () => {
  it('has the answer to reset of PC/SC part 3 for a MIFARE Classic 1K', () => {
    expect(hex(atrOf(classic))).toBe('3b8f8001804f0ca000000306030001000000006a');
  });

  it.each([
    ['UID', 'ffca000000', '010203049000'],
    ['UID without Le', 'ffca0000', '010203049000'],
    ['UID with too short a Le', 'ffca000002', '6c04'],
    ['ATS of a card that has none', 'ffca010000', '6a81'],
    ['a command of another card', '00a4040000', '6d00'],
    ['half a command', 'ffca', '6700'],
  ])('%s', (_event, command, answer) => {
    expect(hex(answerApdu(classic, Uint8Array.from(Buffer.from(command, 'hex'))))).toBe(answer);
  });
});
