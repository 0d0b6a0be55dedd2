import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { restrictedFunctions, RestrictionRuleSchema } from './restrictions.ts';

describe('arrears and the card (products that write the paid-until date into the lift or door card)', () => {
  const rule = (changes = {}) =>
    RestrictionRuleSchema.parse({
      functions: ['gym', 'pool'],
      basis: '管理规约 2026-3',
      legallyReviewed: true,
      until: '2026-12-31',
      ...changes,
    });

  it.each(['entrance', 'lift', 'own-parking', 'water', 'power', 'heat', 'gas', 'door'])(
    'no setting can name %s',
    (name) => {
      expect(RestrictionRuleSchema.safeParse({ ...rule(), functions: ['gym', name] }).success).toBe(false);
    },
  );

  it('nothing is off by default, nor without a paper, a look at the law and a last day', () => {
    expect(restrictedFunctions(RestrictionRuleSchema.parse({}), 100_000, '2026-11-23')).toEqual([]);
    for (const missing of [{ basis: undefined }, { legallyReviewed: false }, { until: undefined }]) {
      expect(restrictedFunctions(rule(missing), 100_000, '2026-11-23')).toEqual([]);
    }
    expect(restrictedFunctions(rule(), 100_000, '2026-11-23')).toEqual(['gym', 'pool']);
    expect(restrictedFunctions(rule(), 100_000, '2027-01-01')).toEqual([]);
  });

  it('the payment lifts it with its last fen', () => {
    expect(restrictedFunctions(rule(), 1, '2026-11-23')).toEqual(['gym', 'pool']);
    expect(restrictedFunctions(rule(), 0, '2026-11-23')).toEqual([]);
  });

  it('no command of the card reader writes to a card', () => {
    const protocol = join(import.meta.dirname, '../../../../device-bridge/src/protocol');
    const files = readdirSync(protocol, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
    const words = files.map((name) => readFileSync(join(protocol, name), 'utf8')).join('\n');
    expect(words).toContain('CardReader.ReadRawData');
    expect(words.match(/CardReader\.\w*(Write|Update|Personali)\w*/g)).toBeNull();
  });
});
