import { describe, expect, it } from 'vitest';
import { generatePassword, hashPassword, passwordWeakness, verifyPassword } from './password.ts';

describe('password strength', () => {
  it.each([
    ['short', 'too-short'],
    ['zhang.wei-likes-tea', 'contains-user-name'],
    ['aaaabbbbccccdddd', 'too-few-different'],
    ['Password123456', 'common'],
    ['x'.repeat(257), 'too-long'],
    ['river-lamp-42-orange', undefined],
    ['楼下的桂花树今年开得真好呀', undefined],
  ])('%s is %s', (password, weakness) => {
    expect(passwordWeakness(password, 'zhang.wei')).toBe(weakness);
  });

  it('accepts what it generates itself', () => {
    const passwords = Array.from({ length: 50 }, () => generatePassword());
    expect(new Set(passwords).size).toBe(50);
    for (const password of passwords) expect(passwordWeakness(password, 'admin')).toBeUndefined();
  });
});

describe('password hash', () => {
  it('verifies the right password and no other, salted each time', async () => {
    const first = await hashPassword('river-lamp-42-orange');
    const second = await hashPassword('river-lamp-42-orange');
    expect(first).not.toBe(second);
    expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await verifyPassword('river-lamp-42-orange', first)).toBe(true);
    expect(await verifyPassword('river-lamp-42-orangE', first)).toBe(false);
  });

  it('does the same work for an unknown user and answers no', async () => {
    expect(await verifyPassword('anything at all', undefined)).toBe(false);
  });

  it('verifies one password typed in two Unicode forms', async () => {
    const stored = await hashPassword('caf\u00e9-au-lait-42');
    expect(await verifyPassword('cafe\u0301-au-lait-42', stored)).toBe(true);
  });
});
