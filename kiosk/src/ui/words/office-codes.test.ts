import { FAILURE_CODES } from '@louting/common/failure-codes';
import { describe, expect, it } from 'vitest';
import { isOfficeOnly } from './office-codes.ts';

const sources = import.meta.glob<string>('../../**/*.{ts,tsx}', { query: '?raw', import: 'default', eager: true });

describe('codes whose words a kiosk does not load', () => {
  it('are none that the kiosk itself ever tells', () => {
    const told = Object.entries(sources)
      .filter(([file]) => !file.includes('.test.') && !file.endsWith('office-codes.ts'))
      .flatMap(([, text]) => [...text.matchAll(/LT-\d{4}/g)].map(([code]) => code));
    expect(told.length).toBeGreaterThan(50);
    expect(told.filter(isOfficeOnly)).toEqual([]);
  });

  it('are none of what owners come in with, pay with, pay for or hold in their hands', () => {
    const known = Object.keys(FAILURE_CODES);
    expect(known.filter(isOfficeOnly).length).toBeGreaterThan(50);
    expect(known.filter((code) => /^LT-(1|20|21|22|24|26|285|29|3|5|9)/.test(code) && isOfficeOnly(code))).toEqual([]);
  });
});
