import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerDesfire, verifyDesfire } from './desfire.ts';
import { fmcosChallenge, fmcosOpening, pbocDiversified, verifyFmcos } from './fmcos.ts';
import { issueBlock, readSector, sectorKey, verifySector } from './mifare-classic.ts';

const bytes = (hex: string): Buffer => Buffer.from(hex.replaceAll(' ', ''), 'hex');

describe('CPU card with FMCOS', () => {
  it('commands as the manual has them', () => {
    expect(fmcosOpening(bytes('3F01')).map((one) => one.toString('hex'))).toEqual(['00a40000023f01']);
    expect(fmcosChallenge(1, bytes('0102030405060708')).toString('hex')).toBe('00880001080102030405060708');
  });

  // Two-key triple DES: NIST SP 800-20, variable plaintext known answer with all key bytes 01.
  it('answer is the random number under the card key', () => {
    const key = Buffer.alloc(16, 1);
    const answer = bytes('95F8A5E5DD31D900 9000');
    expect(verifyFmcos(key, bytes('8000000000000000'), answer)).toEqual({ ok: true, value: undefined });
    for (const wrong of [bytes('95F8A5E5DD31D901 9000'), bytes('6982'), bytes(''), undefined]) {
      expect(verifyFmcos(key, bytes('8000000000000000'), wrong)).toMatchObject({ error: { code: 'LT-1018' } });
    }
  });

  it('two serials have two keys, and a short serial is filled from the left', () => {
    const master = bytes('404142434445464748494A4B4C4D4E4F');
    expect(pbocDiversified(master, bytes('0001'))).toEqual(pbocDiversified(master, bytes('0000000000000001')));
    expect(pbocDiversified(master, bytes('0002'))).not.toEqual(pbocDiversified(master, bytes('0001')));
  });
});

describe('sector of a MIFARE Classic card', () => {
  const master = Buffer.alloc(16, 9);
  const uid = bytes('04A1B2C3');

  it('reader commands of PC/SC part 3', () => {
    expect(readSector({ block: 4 }, bytes('FFFFFFFFFFFF')).map((one) => one.toString('hex'))).toEqual([
      'ff82000006ffffffffffff',
      'ff860000050100046000',
      'ffb0000410',
    ]);
    expect(sectorKey(master, uid)).not.toEqual(sectorKey(master, bytes('04A1B2C4')));
  });

  it('block of another card does not fit', () => {
    const expected = issueBlock(master, uid);
    const read = (block: Buffer) => [bytes('9000'), bytes('9000'), Buffer.concat([block, bytes('9000')])];
    expect(verifySector(expected, read(expected)).ok).toBe(true);
    expect(verifySector(expected, read(issueBlock(master, bytes('04A1B2C4')))).ok).toBe(false);
    expect(verifySector(expected, [bytes('9000'), bytes('6300')]).ok).toBe(false);
  });
});

it('whatever a card answers, it proves nothing and nothing breaks', () => {
  const answers = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 4 });
  fc.assert(
    fc.property(answers, fc.uint8Array({ minLength: 16, maxLength: 16 }), (said, key) => {
      const opened = answerDesfire(key, said, Buffer.alloc(16, 1));
      if (opened.ok) expect(verifyDesfire(key, opened.value.randoms, said[0]).ok).toBe(false);
      expect(verifyDesfire(key, Buffer.alloc(32, 2), said[0]).ok).toBe(false);
      expect(verifyFmcos(key, Buffer.alloc(8, 3), said[0]).ok).toBe(false);
      expect(verifySector(Buffer.alloc(16, 4), said).ok).toBe(false);
    }),
    { numRuns: 1_500 },
  );
});
