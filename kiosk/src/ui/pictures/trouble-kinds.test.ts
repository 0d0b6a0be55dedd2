import { describe, expect, it } from 'vitest';
import { FAILURE_CODES } from '@louting/common/failure-codes';
import { troubleKind, TROUBLE_KINDS, type TroubleKind } from './trouble-kinds.ts';

const CODES = Object.keys(FAILURE_CODES);

describe('the picture of a failure', () => {
  it.each<[string, TroubleKind]>([
    ['LT-1001', 'card'],
    ['LT-1002', 'card-off'],
    ['LT-1005', 'card-flat'],
    ['LT-1007', 'clock'],
    ['LT-1011', 'phone-late'],
    ['LT-2103', 'books'],
    ['LT-2106', 'phone-late'],
    ['LT-2107', 'phone'],
    ['LT-3102', 'note-back'],
    ['LT-3103', 'jam'],
    ['LT-3104', 'box'],
    ['LT-3202', 'printer'],
    ['LT-3501', 'terminal'],
    ['LT-3502', 'bank'],
    ['LT-3602', 'door'],
    ['LT-4004', 'resting'],
    ['LT-5001', 'line'],
    ['LT-9003', 'clock'],
    ['LT-9999', 'resting'],
  ])('%s shows the %s', (code, kind) => {
    expect(troubleKind(code)).toBe(kind);
  });

  it('every code has one that was chosen for it, and every picture a code', () => {
    const kinds = CODES.map(troubleKind);
    expect(CODES.filter((_, index) => kinds[index] === undefined)).toEqual([]);
    expect(new Set(kinds)).toEqual(new Set(TROUBLE_KINDS));
  });
});
