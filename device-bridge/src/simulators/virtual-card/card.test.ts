import { describe, expect, it } from 'vitest';
import { atrOf, layDown, type VirtualCard } from './card.ts';

const classic: VirtualCard = { uid: Uint8Array.of(1, 2, 3, 4), kind: 'mifare-classic-1k' };
const hex = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('hex');
const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));

async function said(card: VirtualCard, ...commands: readonly string[]): Promise<string> {
  const laid = layDown(card);
  let last: Uint8Array | undefined;
  for (const command of commands) last = await laid.answer(bytes(command));
  return hex(last);
}

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
  ])('%s', async (_event, command, answer) => {
    expect(await said(classic, command)).toBe(answer);
  });

  const desfire: VirtualCard = { uid: bytes('04010203040580'), kind: 'desfire', key: bytes('00'.repeat(16)) };
  it.each([
    ['another application', ['905a00000300000100'], '91a0'],
    ['authentication before an application', ['9071000002010000'], '9140'],
    ['a key it does not have', ['905a000003544cf500', '9071000002050000'], '9140'],
    ['going on with nothing', ['90af000000'], '91ca'],
    ['a command it does not know', ['90f0000000'], '911c'],
    ['a length that is wrong', ['905a00000501'], '917e'],
    ['a token of another key', ['905a000003544cf500', '9071000002010000', `90af000020${'11'.repeat(32)}00`], '91ae'],
    ['its version, three frames', ['9060000000', '90af000000', '90af000000'], '00000000000000ba654d4b7010219100'],
  ])('DESFire: %s', async (_event, commands, answer) => {
    expect(await said(desfire, ...commands)).toBe(answer);
  });

  // NIST SP 800-20, variable plaintext: all key bytes 01.
  it('FMCOS: internal authentication after its application, not before', async () => {
    const card: VirtualCard = { uid: bytes('01020304'), kind: 'fmcos', key: bytes('01'.repeat(16)) };
    const authenticate = '00880001088000000000000000';
    expect(await said(card, '00a40000023f01', authenticate)).toBe('95f8a5e5dd31d9009000');
    expect(await said(card, authenticate)).toBe('6a88');
  });

  it('MIFARE Classic: the sector opens with its key only', async () => {
    const card: VirtualCard = { ...classic, key: bytes('a0a1a2a3a4a5'), block: bytes('07'.repeat(16)) };
    const open = ['ff860000050100046000', 'ffb0000410'];
    expect(await said(card, 'ff82000006a0a1a2a3a4a5', ...open)).toBe(`${'07'.repeat(16)}9000`);
    expect(await said(card, 'ff82000006ffffffffffff', ...open)).toBe('6982');
  });

  it('a copy has the number and not the key; a pulled card says nothing', async () => {
    expect(await said({ ...desfire, fault: { kind: 'wrong-key' } }, 'ffca000000')).toBe('040102030405809000');
    expect(await said({ ...desfire, fault: { kind: 'pulled', after: 1 } }, 'ffca000000', '9060000000')).toBe('');
    expect(await said({ ...desfire, fault: { kind: 'garbage' } }, '9060000000')).not.toMatch(/91..$/);
  });
});
