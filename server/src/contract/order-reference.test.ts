import { describe, expect, it } from 'vitest';
import { orderReference } from './order-reference.ts';

describe('orderReference', () => {
  it('is short, readable and the same on kiosk and server', () => {
    const reference = orderReference('0192f0c1-7b1e-7c3a-9d2e-3f4a5b6c7d8e');
    expect(reference).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(orderReference('0192F0C1-7B1E-7C3A-9D2E-3F4A5B6C7D8E')).toBe(reference);
  });

  it('differs for ids made in the same millisecond', () => {
    const references = Array.from({ length: 2_000 }, (_, index) =>
      orderReference(`0192f0c1-7b1e-7c3a-9d2e-${index.toString(16).padStart(12, '0')}`),
    );
    expect(new Set(references).size).toBe(2_000);
  });
});
