import { describe, expect, it } from 'vitest';
import { aesCmac, encryptCbc } from './aes-cmac.ts';
import { answerDesfire, desfireOpening, diversified, verifyDesfire } from './desfire.ts';

const bytes = (hex: string): Buffer => Buffer.from(hex.replaceAll(' ', ''), 'hex');
const RFC_KEY = '2b7e151628aed2a6abf7158809cf4f3c';
const RFC_TEXT =
  '6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710';

describe('AES-CMAC, RFC 4493', () => {
  it.each([
    [0, 'bb1d6929e95937287fa37d129b756746'],
    [16, '070a16b46b4d4144f79bdd9dd04a287c'],
    [40, 'dfa66747de9ae63030ca32611497c827'],
    [64, '51f0bebf7e3b9d92fc49741779363cfe'],
  ])('%i bytes', (length, mac) => {
    expect(aesCmac(bytes(RFC_KEY), bytes(RFC_TEXT).subarray(0, length)).toString('hex')).toBe(mac);
  });
});

it('key of a card, NXP AN10922 2.2.1', () => {
  const master = bytes('00112233445566778899AABBCCDDEEFF');
  const key = diversified(master, bytes('04782E21801D80'), bytes('3042F5'), bytes('4E585020416275'));
  expect(key.toString('hex').toUpperCase()).toBe('A8DD63A3B89D54B37CA802473FDA9175');
});

/** NXP AN12343, AuthenticateEV2First with key 0 of zeroes. */
const KEY = Buffer.alloc(16);
const RANDOM_A = bytes('13C5DB8A5930439FC3DEF9A4C675360F');
const OPENED = [bytes('9100'), bytes('A04C124213C186F22399D33AC2A30215 91AF')];
const CARD_ANSWER = bytes('3FA64DB5446D1F34CD6EA311167F5E4985B89690C04A05F17FA7AB2F08120663 9100');

describe('mutual authentication of a DESFire card, NXP AN12343', () => {
  it('opening: application chosen, challenge asked for', () => {
    const commands = desfireOpening({ aid: bytes('3042F5'), keyNumber: 0 });
    expect(commands.map((command) => command.toString('hex'))).toEqual(['905a000003f5423000', '9071000002000000']);
  });

  it('challenge answered, card verified, session keys as published', () => {
    const challenge = answerDesfire(KEY, OPENED, RANDOM_A);
    if (!challenge.ok) throw new Error('no challenge');
    expect(challenge.value.command.toString('hex').toUpperCase()).toBe(
      '90AF00002035C3E05A752E0144BAC0DE51C1F22C56B34408A23D8AEA266CAB947EA8E0118D00',
    );
    const session = verifyDesfire(KEY, challenge.value.randoms, CARD_ANSWER);
    if (!session.ok) throw new Error('card not verified');
    expect(session.value.transactionId.toString('hex')).toBe('9d00c4df');
    expect(session.value.encryptionKey.toString('hex').toUpperCase()).toBe('1309C877509E5A215007FF0ED19CA564');
    expect(session.value.macKey.toString('hex').toUpperCase()).toBe('4C6626F5E72EA694202139295C7A7FC7');
  });

  it.each([
    ['card of another key', [bytes('91AE')]],
    ['answer of an earlier tap', [Buffer.concat([encryptCbc(KEY, Buffer.alloc(32, 7)), bytes('9100')])]],
    ['half an answer', [bytes('3FA64DB5446D1F34CD6EA311167F5E49 9100')]],
    ['nothing', [undefined]],
    ['one byte', [bytes('00')]],
  ])('%s proves nothing', (_event, [answer]) => {
    const challenge = answerDesfire(KEY, OPENED, RANDOM_A);
    if (!challenge.ok) throw new Error('no challenge');
    expect(verifyDesfire(KEY, challenge.value.randoms, answer)).toMatchObject({
      ok: false,
      error: { code: 'LT-1018' },
    });
  });

  it.each([
    ['application is not there', [bytes('91A0')]],
    ['challenge is too short', [bytes('9100'), bytes('A04C 91AF')]],
    ['garbage', [bytes('FF'), bytes('')]],
    ['nothing', []],
  ])('%s: no challenge to answer', (_event, answers) => {
    expect(answerDesfire(KEY, answers, RANDOM_A)).toMatchObject({ ok: false, error: { code: 'LT-1018' } });
  });
});
